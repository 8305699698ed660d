import type { OpName } from "../formula/op-name.ts";
import type { LinkName } from "../links/index.ts";
import type { Piece } from "./piece.ts";
import type { SOURCE_TARGETS } from "./source-targets.ts";

export type TargetName = (typeof SOURCE_TARGETS)[number];

/** Operations that stand in gradients, or in what the preamble says, alone: the libraries derive those themselves. */
type NotPrinted =
  | "inverse"
  | "aboveMean"
  | "skeletonSlope"
  | "logSoftmax"
  | "logOthers"
  | "others"
  | "pixelSum"
  | "total"
  | "largest"
  | "hardest"
  | "lovaszWeights"
  | "skeleton";

/** Operations from value to value. A new one needs an entry in every target, or nothing compiles. */
export type PrintedOp = Exclude<OpName, NotPrinted> | "sub" | "div" | "neg" | "square";

/** Functions that are printed above the loss where it calls them. */
export type HelperName = "ratio" | "stop" | "logOthers" | "lovaszWeights" | "hardest" | "skeleton";

/** Axes that a reduction takes away, of an array [images, pixels] with classes where the target has them; null: all. */
export interface Over {
  readonly axes: readonly number[] | null;
  readonly keep: boolean;
}

/** What the source is printed for. */
export interface Shape {
  readonly channels: number;
  /** Axes of space: 1 to 3. */
  readonly dimensions: number;
  readonly link: LinkName;
  readonly targets: "indices" | "soft";
  readonly weighted: boolean;
  readonly masked: boolean;
  readonly ignore: readonly number[];
  /** Whether values of pixels have a class axis of length 1. */
  readonly keepsClasses: boolean;
}

/** What a helper has to know besides. */
export interface HelperShape extends Shape {
  readonly over: ReadonlySet<"image" | "batch">;
  /** Whether pixels have weights where they are ranked. */
  readonly ranksWeights: boolean;
}

/** Symbols that the statements use: p, logp, y, w, and so on, and the names of maps and fields. */
export interface Needs {
  readonly symbols: ReadonlySet<string>;
  /** Maps and fields without the class axis, and those with it, by their names in the source. */
  readonly perPixel: readonly string[];
  readonly perClass: readonly string[];
  /** Whether the number of pixels is needed, of an image or of the batch. */
  readonly counts: ReadonlySet<"image" | "batch">;
  /** Whether the sizes of space are needed. */
  readonly space: boolean;
}

export interface SourceText {
  readonly name: string;
  readonly description: readonly string[];
  readonly arguments: readonly Argument[];
  readonly imports: readonly string[];
  readonly helpers: readonly string[];
  readonly body: readonly string[];
  readonly result: string;
}

export interface Argument {
  readonly name: string;
  readonly meaning: string;
}

/** How one library writes what every loss is made of. */
export interface Target {
  readonly name: TargetName;
  readonly title: string;
  readonly extension: "py" | "js";
  readonly channelsFirst: boolean;
  /** Names of the prediction and the truth, in the order of the library's losses. */
  readonly order: readonly ["logits" | "targets", "logits" | "targets"];
  readonly argumentNames: Readonly<Record<"logits" | "targets", string>>;
  readonly ops: Readonly<Record<PrintedOp, (...args: Piece[]) => Piece>>;
  readonly reduce: Readonly<Record<"sum" | "mean" | "max", (x: Piece, over: Over) => Piece>>;
  /** A name made of words with _ between them, as the language writes it. */
  nameOf(words: string): string;
  assign(name: string, value: string): string;
  /** A constant per class; as a column where an array of pixels has the classes before them. */
  vector(values: readonly number[], column: boolean): string;
  /** Statements from the arguments to the symbols. */
  preamble(shape: Shape, needs: Needs): string[];
  readonly helpers: Readonly<Record<HelperName, (shape: HelperShape) => string>>;
  /** The mean over the images of which some may have no valid pixel. */
  meanOfValidImages(value: Piece, hasAxes: boolean): string[];
  imports(text: string): string[];
  assemble(text: SourceText): string;
}
