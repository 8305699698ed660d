import { connectedComponents, skeleton } from "segloss/fields";
import type { ImageSource } from "../data/image-source.ts";
import type { Sample } from "../data/index.ts";

/** Pixels of a class and of its middle lines, over some images. */
export interface Thinness {
  /** Pixels over pixels of the middle line. */
  readonly meanWidth: number;
  /** How many times as long as wide its connected parts are: the mean over its pixels of (length / width) of their part. */
  readonly elongation: number;
  readonly thin: boolean;
}

/** A class is thin up to this mean width in pixels, */
const WIDEST = 12;

/** where its parts are this many times as long as wide. */
const SHORTEST = 8;

/** Most images that are looked at for a class. */
const MOST_IMAGES = 24;

type MaskSource = Pick<ImageSource, "classes" | "images" | "sample"> & { readonly ignore?: number };

/**
 * Which classes are lines (vessels, cracks, roads, borders), for which clDice means something: those of a mean width of at most 12
 * pixels whose connected parts are 8 times as long as wide at least. Width is pixels over pixels of the skeleton; the length of a part is
 * that of its skeleton, so that a part of length l and width w has l / w, and a disc, whose skeleton is a point or so, next to
 * nothing. Where the truth numbers objects no class is thin: clusters of small ones are as long and narrow, and objects have measures of
 * their own. Nor is a background. At most 24 images that hold the class are looked at, evenly spread.
 */
export function thinClasses(source: MaskSource): number[] {
  if (source.images.some(({ hasObjects }) => hasObjects)) return [];
  const isBackground = (label: number) => label === 0 && /^background$/i.test(source.classes[0]);
  return source.classes.flatMap((_, label) =>
    !isBackground(label) && thinness(source, label)?.thin ? [label] : [],
  );
}

/** undefined for a class that no image holds. */
export function thinness(source: MaskSource, label: number): Thinness | undefined {
  const holding = source.images.flatMap(({ classPixels }, image) => (classPixels[label] > 0 ? [image] : []));
  const count = Math.min(holding.length, MOST_IMAGES);
  const sums = { pixels: 0, length: 0, squares: 0 };
  for (let k = 0; k < count; k++) {
    const sample = source.sample(holding[Math.floor((k * holding.length) / count)]);
    addLengths(sums, sample, label, source.ignore);
  }
  if (sums.length === 0) return undefined;
  const [meanWidth, elongation] = [sums.pixels / sums.length, sums.squares / sums.pixels];
  return { meanWidth, elongation, thin: meanWidth <= WIDEST && elongation >= SHORTEST };
}

/** Weighted by its pixels A, a part's l / w = l^2 / A counts l^2. */
function addLengths(
  sums: { pixels: number; length: number; squares: number },
  { mask, width, height }: Pick<Sample, "mask" | "width" | "height">,
  label: number,
  ignore: number | undefined,
): void {
  const inside = Uint8Array.from(mask, (value) => (value === label ? 1 : 0));
  const known = ignore === undefined ? {} : { known: Uint8Array.from(mask, (v) => (v === ignore ? 0 : 1)) };
  const lines = skeleton(inside, [height, width], known);
  const parts = connectedComponents(inside, [height, width], { connectivity: "full", ...known });
  const lengths = new Float64Array(parts.count + 1);
  for (let i = 0; i < lines.length; i++) {
    sums.pixels += inside[i];
    lengths[parts.labels[i]] += lines[i];
  }
  for (const length of lengths) {
    sums.length += length;
    sums.squares += length * length;
  }
}
