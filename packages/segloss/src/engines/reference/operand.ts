import { CLASS, PIXEL } from "../../formula/expression.ts";

/** Sizes of the region under evaluation. */
export interface RegionSize {
  readonly pixels: number;
  readonly classes: number;
  /** Pixels of an image along each axis. */
  readonly space: readonly number[];
}

/** Values of a node: the classes of a pixel side by side where it varies over both. */
export interface Operand {
  readonly axes: number;
  readonly data: Float64Array;
}

/** Steps of the index of an operand along pixels and classes: 0 where it is broadcast. */
export function strides(axes: number, { classes }: Pick<RegionSize, "classes">): [number, number] {
  const perClass = axes & CLASS ? 1 : 0;
  return [axes & PIXEL ? (axes & CLASS ? classes : 1) : 0, perClass];
}

export function lengthOf(axes: number, { pixels, classes }: RegionSize): number {
  return (axes & PIXEL ? pixels : 1) * (axes & CLASS ? classes : 1);
}

/** The pixels of class `c` of an operand, broadcast where it does not vary. */
export function column({ axes, data }: Operand, c: number, size: RegionSize): Float64Array {
  const [perPixel, perClass] = strides(axes, size);
  return Float64Array.from({ length: size.pixels }, (_, i) => data[i * perPixel + c * perClass]);
}
