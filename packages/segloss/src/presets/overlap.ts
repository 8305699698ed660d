import { loss } from "../losses/formula-loss.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";

/** The terms of region losses as formulas, each named as the libraries have it. */
export const COUNTS = "tp = sum(p*y), fp = sum(p*(1 - y)), fn = sum((1 - p)*y)";

/** By absolute differences: the same for hard labels, and right for soft ones. */
export const SOFT_COUNTS =
  "tp = (sum(p) + sum(y) - gap)/2, fp = (sum(p) - sum(y) + gap)/2, fn = (sum(y) - sum(p) + gap)/2, gap = sum(abs(p - y))";

/** What the libraries call batch or batch_dice: sums over the batch instead of each image. */
export function regionOf(batch: OptionValue): "batch" | "image" {
  return batch === true ? "batch" : "image";
}

/** A constant of a formula, or one for each class. */
export type Constant = number | readonly number[];

/** Weights that multiply and are not divided out; classes that are left out get any number. */
export function multiplied(weight: OptionValue, background = true): Constant {
  if (weight === null) return 1;
  if (background || typeof weight === "number") return weight as Constant;
  return [0, ...(weight as readonly number[])];
}

interface Region {
  readonly over: "image" | "batch";
  readonly background?: boolean;
  readonly classes?: readonly number[] | "all" | "present";
  readonly pooled?: boolean;
}

/** A formula with its constants over a region. */
export function formulaOver(
  region: Region,
  formula: string,
  parameters: Readonly<Record<string, OptionValue | Constant>>,
): Loss {
  return loss(formula, { ...region, parameters: parameters as Readonly<Record<string, Constant>> });
}
