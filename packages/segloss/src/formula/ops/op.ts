import type { Constructors } from "../constructors.ts";
import type { Axes, Expression } from "../expression.ts";

interface OpRecord {
  /** What the operation means, for the docs and `segloss list`. */
  readonly summary: string;
  /** Axes of the result. */
  axes(args: readonly Expression[]): Axes;
  /** The adjoint of operand `i` when `adjoint` is that of the result; null when no gradient passes. */
  derivative(
    adjoint: Expression,
    args: readonly Expression[],
    i: number,
    make: Constructors,
  ): Expression | null;
  /** A simpler equal expression, or undefined. */
  simplify?(args: readonly Expression[], make: Constructors): Expression | undefined;
  /** The result in TeX; operands arrive printed, in parentheses where `atom` wants them. */
  latex(...args: string[]): string;
}

/** Pixel by pixel and class by class, broadcasting over missing axes. */
export interface ElementwiseOp extends OpRecord {
  readonly kind: "elementwise";
  readonly arity: number | "many";
  reference(a: number, b: number, c: number): number;
}

/** Takes the pixel axis away; the reference gets the pixels of one region and class. */
export interface PixelOp extends OpRecord {
  readonly kind: "pixels";
  readonly arity: 1;
  reference(values: Float64Array): number;
}

/** Works on the classes of one pixel or region; `out` has one element or as many as `row`. */
export interface ClassOp extends OpRecord {
  readonly kind: "classes";
  readonly arity: 1 | 2;
  /** `second` is the second operand's row, that of the first where there is none. */
  reference(row: Float64Array, out: Float64Array, second: Float64Array): void;
}

/** Sorts the pixels of one region and class and gives each a weight by its rank. */
export interface RankOp extends OpRecord {
  readonly kind: "rank";
  readonly arity: 3;
  /** Error, then truth or share, then pixel weight. */
  reference(error: Float64Array, second: Float64Array, weight: Float64Array): Float64Array;
}

/** Gives each pixel a value by its neighbours, image by image and class by class. The last operand is a number of iterations. */
export interface NeighbourhoodOp extends OpRecord {
  readonly kind: "neighbourhood";
  readonly arity: 2 | 3;
  /** Operands without the last, one image of one class each, row by row; `space` has 1 to 3 axes. */
  reference(
    images: readonly Float64Array[],
    iterations: number,
    space: readonly number[],
  ): Float64Array<ArrayBuffer>;
}

export type Op = ElementwiseOp | PixelOp | ClassOp | RankOp | NeighbourhoodOp;
