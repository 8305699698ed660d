import type { Constructors } from "../constructors.ts";
import type { Axes, Expression } from "../expression.ts";

interface OpRecord {
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

/** Sorts the pixels of one region and class and gives each a weight by its rank. Code for it comes with the loss. */
export interface RankOp extends OpRecord {
  readonly kind: "rank";
  /** Error, then truth or share, then pixel weight. */
  readonly arity: 3;
}

/**
 * Gives each pixel a value by its neighbours, image by image and class by class; an image has 1 to 3 axes. The last operand
 * is a number of iterations. Code for it comes with the loss.
 */
export interface NeighbourhoodOp extends OpRecord {
  readonly kind: "neighbourhood";
  readonly arity: 2 | 3;
}

export type Op = ElementwiseOp | PixelOp | ClassOp | RankOp | NeighbourhoodOp;
