import { pixelsInside, stillInside } from "./pixels-inside.ts";
import { isEnd, isSimple, neighbours, OFFSETS } from "./voxel-neighbours.ts";

/**
 * Thins a mask to lines one pixel wide, in 2-D or 3-D, so that it keeps as many parts, holes, tunnels and cavities as it
 * had and no part vanishes. Layers are taken off from the sides in turn, 4 or 6. A pixel goes when nothing lies beyond it,
 * the pixel on its other side is inside, it is not the end of a line (one neighbour), and its removal changes nothing
 * of the above (a simple point). Both are looked at again when its turn comes.
 *
 * The pixel on the other side is what Lee's and Zhang and Suen's conditions lack. A line two pixels wide has nothing
 * beyond it on both sides, and where either may go they go together, pair after pair from the end of the line. Here a
 * layer falls onto the one below it, so that a line of even width becomes one of the two in its middle.
 *
 * In 3-D directions along the diagonals follow when the sides have nothing left. Then every simple point is an end: the
 * neighbours of another one would be the same in each direction and its opposite, and no such set hangs together around
 * a point without a tunnel.
 *
 * Turned or mirrored a mask keeps its parts and holes; lines of even width may run one pixel to the side, and lengths differ
 * by some 4 % of noisy outlines.
 *
 * Simple points: G. Bertrand, G. Malandain, Pattern Recognition Letters 15 (2), 1994; layers by sides: T.-C. Lee and
 * others, CVGIP: Graphical Models and Image Processing 56 (6), 1994.
 *
 * @param pixels 1 inside, 0 outside, with a frame of one empty pixel on each side; thinned in place
 * @param shape of `pixels`, [depth, height, width]; depth 3 (one slice in its frame) is thinned as an image
 */
export function thinTopological(pixels: Uint8Array, shape: readonly [number, number, number]): void {
  const [depth, height, width] = shape;
  const steps = OFFSETS.map(([z, y, x]) => (z * height + y) * width + x);
  const grid = depth === 3 ? imageOf(steps) : volumeOf(steps);
  let inside = pixelsInside(pixels);
  let left = -1;
  while (left !== inside.length) {
    left = inside.length;
    for (const side of grid.sides) takeOff(pixels, inside, side, grid);
    inside = stillInside(pixels, inside);
    if (left !== inside.length) continue;
    for (const side of grid.diagonals) takeOff(pixels, inside, side, grid);
    inside = stillInside(pixels, inside);
  }
}

const ANSWER_BITS = 14;
const ANSWERS = 2 ** ANSWER_BITS;

/** What differs between images and volumes. */
interface Grid {
  /** Steps to the neighbours across faces, opposite ones after each other. */
  readonly sides: readonly number[];
  readonly diagonals: readonly number[];
  /** Whether a pixel inside may go. */
  readonly isLoose: (pixels: Uint8Array, at: number) => boolean;
}

function volumeOf(steps: readonly number[]): Grid {
  const reach = OFFSETS.map((offset) => offset.filter((step) => step !== 0).length);
  const of = (far: number) =>
    steps.flatMap((step, k) => (k < 13 && reach[k] === far ? [step, steps[25 - k]] : []));
  // Few neighbourhoods are met again and again, and looking an answer up is far less than finding it.
  const asked = new Int32Array(ANSWERS).fill(-1);
  const answers = new Uint8Array(ANSWERS);
  const isLoose = (pixels: Uint8Array, at: number) => {
    const bits = neighbours(pixels, at, steps);
    const place = Math.imul(bits, 0x9e3779b1) >>> (32 - ANSWER_BITS);
    if (asked[place] !== bits) {
      asked[place] = bits;
      answers[place] = Number(!isEnd(bits) && isSimple(bits));
    }
    return answers[place] === 1;
  };
  return { sides: of(1), diagonals: [...of(2), ...of(3)], isLoose };
}

function imageOf(steps: readonly number[]): Grid {
  const within = steps.filter((_, k) => OFFSETS[k][0] === 0);
  const [northWest, north, northEast, west, east, southWest, south, southEast] = within;
  const around = [north, northEast, east, southEast, south, southWest, west, northWest];
  const loose = looseNeighbourhoods();
  const isLoose = (pixels: Uint8Array, at: number) => loose[neighbours(pixels, at, around)] === 1;
  return { sides: [north, south, west, east], diagonals: [], isLoose };
}

/**
 * For each of the 256 neighbourhoods, clockwise from the north, whether a pixel may go: two neighbours or more, and the
 * parts that they make without it are one (S. Yokoi and others, Computer Graphics and Image Processing 4 (1), 1975).
 */
function looseNeighbourhoods(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, bits) => {
    const out = (k: number) => 1 - ((bits >> (k & 7)) & 1);
    const parts = [0, 2, 4, 6].reduce((sum, k) => sum + out(k) - out(k) * out(k + 1) * out(k + 2), 0);
    return Number((bits & (bits - 1)) !== 0 && parts === 1);
  });
}

/** Takes off those with nothing beyond them on that side and a pixel on the other. */
function takeOff(pixels: Uint8Array, inside: Int32Array, side: number, { isLoose }: Grid): void {
  const loose: number[] = [];
  for (let k = 0; k < inside.length; k++) {
    const at = inside[k];
    if (pixels[at + side] === 0 && pixels[at - side] === 1 && pixels[at] === 1 && isLoose(pixels, at))
      loose.push(at);
  }
  for (const at of loose) if (isLoose(pixels, at)) pixels[at] = 0;
}
