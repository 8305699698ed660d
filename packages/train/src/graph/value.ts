import { check, type Kind } from "segloss/door";

/** Element types that the builder knows; float32 is the only one that is differentiated. */
export type ElementType = "float32" | "uint8" | "int32" | "int64" | "bool";

/** One tensor of a graph: the edge between two nodes. Its shape is known when the graph is built. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
}

export const EXTENTS: Kind = {
  expected: "a list of whole numbers of at least 0",
  fits: (value) => Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0),
};

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  check("sizeOf: shape", shape, EXTENTS);
  return shape.reduce((product, extent) => product * extent, 1);
}
