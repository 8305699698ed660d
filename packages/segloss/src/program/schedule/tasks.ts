import type { ApplyNode } from "../../formula/expression.ts";

/** A sum over pixels, made for each image; a batch's sum is that of its images. */
export interface SumTask {
  readonly key: string;
  /** Scope whose coefficients the operand uses. */
  readonly scope: number;
  readonly node: ApplyNode;
}

/** A sort of the pixels of each region and class. */
export interface RankTask {
  readonly key: string;
  readonly scope: number;
  readonly node: ApplyNode;
}

/** A look at the neighbours of each pixel; the same for every region unless its operands use sums of the region. */
export interface NeighbourTask {
  readonly key: string;
  readonly scope: number;
  readonly node: ApplyNode;
}
