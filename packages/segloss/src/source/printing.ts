import type { Expression } from "../formula/expression.ts";
import type { Piece } from "./piece.ts";
import type { HelperName, Target } from "./target.ts";

/** One region's part of a loss, to be printed. */
export interface PrintedScope {
  readonly over: "image" | "batch";
  readonly value: Expression;
}

export interface Printing {
  readonly target: Target;
  readonly channels: number;
  readonly keepsClasses: boolean;
  /** Whether images and the batch are regions both. */
  readonly hasBoth: boolean;
  /** Names for parts, from the definitions of the formula. */
  readonly hints: ReadonlyMap<string, string>;
  /** Names for constants per class, by their values. */
  readonly vectorNames: ReadonlyMap<string, string>;
  readonly taken: Set<string>;
}

export interface Statements {
  readonly lines: readonly string[];
  /** The value of each scope; `hasAxes`: there may be axes of length 1 besides that of the images. */
  readonly results: readonly (Piece & { readonly hasAxes: boolean })[];
  readonly helpers: ReadonlySet<HelperName>;
  readonly counts: ReadonlySet<"image" | "batch">;
  /** Whether pixels have weights where they are ranked. */
  readonly ranksWeights: boolean;
}

export interface Made extends Printing {
  readonly lines: string[];
  readonly helpers: Set<HelperName>;
  readonly counts: Set<"image" | "batch">;
  readonly done: Map<string, Piece>;
  readonly ranked: Set<"weights">;
  readonly uses: ReadonlyMap<string, number>;
}

export interface Region extends PrintedScope {
  /** Whether sums over pixels keep their axis. */
  readonly keepsPixels: boolean;
  /** Whether sums over classes keep theirs, of what does not vary over pixels. */
  readonly keepsClassesOfSums: boolean;
}

/** What writes an expression, given to what is called by it. */
export type Write = (e: Expression, region: Region, made: Made, parent?: Expression) => Piece;
