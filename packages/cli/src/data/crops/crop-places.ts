import type { ImageSource } from "../image-source.ts";
import { random, shuffled } from "../random.ts";
import type { CropPlace } from "./read-crop.ts";

/** Additive steps whose multiples fill a square evenly: 1/g and 1/g^2 with g^3 = g + 1 (M. Roberts, 2018). */
const STEP_X = 0.7548776662466927;
const STEP_Y = 0.5698402909980532;

/** Streams of random numbers of one seed. */
const ORDER = 1;
const POSITIONS = 2;

/** The places of the crops of each epoch. */
export interface CropPlaces {
  /** Crops in an epoch. */
  readonly count: number;
  /** Place `position` of epoch `epoch`, in the order of drawing. */
  at(epoch: number, position: number): CropPlace;
}

/**
 * Crops of which an epoch has as many pixels as the images: `area / size^2` of each image, rounded up, all of them in a random order. The centre
 * of a crop is uniform over its image, and the crop is then moved inside: so pixels at an edge are seen half as often as others, not never. The
 * crops of one image are spread evenly in each epoch, by multiples of a step from a start that is drawn anew.
 */
export function cropPlaces(
  source: ImageSource,
  images: readonly number[],
  size: number,
  seed: number,
): CropPlaces {
  const counts = images.map((image) => cropsOf(source.images[image], size));
  const owners = Uint32Array.from(counts.flatMap((count, k) => new Array<number>(count).fill(k)));
  const firsts = firstOfEach(counts);
  // A batch that reaches over the end of an epoch asks for two.
  const orders = new Map<number, Uint32Array>();

  return { count: owners.length, at };

  function at(epoch: number, position: number): CropPlace {
    const crop = orderOf(epoch)[position];
    const owner = owners[crop];
    const [image, turn] = [images[owner], crop - firsts[owner]];
    const { width, height } = source.images[image];
    const start = random(seed, POSITIONS, epoch, image);
    const [u, v] = [start.uniform(), start.uniform()];
    const x = placed(u + turn * STEP_X, width, size);
    return { image, x, y: placed(v + turn * STEP_Y, height, size) };
  }

  function orderOf(epoch: number): Uint32Array {
    const known = orders.get(epoch);
    if (known) return known;
    if (orders.size > 1) orders.delete([...orders.keys()][0]);
    const order = Uint32Array.from(shuffled([...owners.keys()], random(seed, ORDER, epoch)));
    orders.set(epoch, order);
    return order;
  }
}

function cropsOf(
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
): number {
  return Math.ceil((width * height) / size ** 2);
}

function firstOfEach(counts: readonly number[]): Uint32Array {
  const firsts = new Uint32Array(counts.length);
  for (let k = 1; k < counts.length; k++) firsts[k] = firsts[k - 1] + counts[k - 1];
  return firsts;
}

/** Where a crop begins whose centre is at a share of the length (its fraction counts), moved inside. */
function placed(share: number, length: number, size: number): number {
  const centre = Math.floor((share % 1) * length);
  return Math.max(0, Math.min(length - size, centre - Math.floor(size / 2)));
}
