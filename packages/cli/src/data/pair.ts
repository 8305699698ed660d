import type { DataProblem } from "./data-problem.ts";

/** An image file, or the files of its channels, and its mask: a file, or a folder with one file per object. */
export interface Pair {
  stem: string;
  image: string;
  mask: string;
  /** Files of the channels where each has its own; `image` is the first. */
  channels?: readonly string[];
  /** True where `mask` is a folder of objects. */
  objects?: boolean;
  /** Present where the mask is painted, from the annotations at `path`; without a path it is empty. */
  painted?: { readonly path?: string };
}

export interface Pairs {
  readonly pairs: Pair[];
  /** What is passed over. */
  readonly notes: readonly string[];
  /** Files that pair with no other, or with several. */
  readonly problems?: readonly DataProblem[];
  /** All of them as one error. */
  readonly fault?: Error;
}
