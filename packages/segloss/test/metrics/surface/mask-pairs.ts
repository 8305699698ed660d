import fc from "fast-check";
import { coordinates } from "../../fields/brute-force.ts";
import { pictures } from "../../fields/pictures.ts";

export interface MaskPair {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly predicted: Uint8Array;
  readonly truth: Uint8Array;
}

/** Pairs of small random masks in 1-D to 3-D, from empty to full: the bits of one label image. */
export const maskPairs: fc.Arbitrary<MaskPair> = fc.oneof(
  ...(["pixels", "spacing"] as const).map((unit) =>
    pictures(3, unit).map(({ shape, spacing, values }) => ({
      shape,
      spacing,
      predicted: Uint8Array.from(values, (v) => v & 1),
      truth: Uint8Array.from(values, (v) => v >> 1),
    })),
  ),
);

/** Edge pixels by definition: some neighbour is outside of the mask or of the image. */
export function bruteEdge(
  mask: Uint8Array,
  shape: readonly number[],
  connectivity: "face" | "full",
): number[] {
  const steps = shape
    .reduce<number[][]>((all, _) => all.flatMap((step) => [-1, 0, 1].map((d) => [...step, d])), [[]])
    .filter((step) => {
      const moved = step.filter((d) => d !== 0).length;
      return moved > 0 && (connectivity === "full" || moved === 1);
    });
  return [...mask.keys()].filter((i) => {
    const at = coordinates(i, shape);
    return (
      mask[i] &&
      steps.some(
        (step) =>
          !inside(
            mask,
            at.map((c, k) => c + step[k]),
            shape,
          ),
      )
    );
  });
}

function inside(mask: Uint8Array, at: readonly number[], shape: readonly number[]): boolean {
  if (at.some((c, k) => c < 0 || c >= shape[k])) return false;
  return mask[at.reduce((index, c, k) => index * shape[k] + c, 0)] > 0;
}

/** Distances between two lists of pixels by trying all pairs, ascending. */
export function bruteDistances(from: number[], to: number[], { shape, spacing }: MaskPair): number[] {
  const place = (i: number) => coordinates(i, shape).map((c, k) => c * spacing[k]);
  const targets = to.map(place);
  return from
    .map((i) => Math.min(...targets.map((target) => Math.hypot(...place(i).map((c, k) => c - target[k])))))
    .sort((a, b) => a - b);
}
