import type { ClassField } from "../losses/class-field.ts";
import { loss } from "../losses/formula-loss.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";

/** The terms of region losses as formulas, each named as the libraries have it. */
export const COUNTS = "tp = sum(p*y), fp = sum(p*(1 - y)), fn = sum((1 - p)*y)";

/** By absolute differences: the same for hard labels, and right for soft ones. */
export const SOFT_COUNTS =
  "tp = (sum(p) + sum(y) - gap)/2, fp = (sum(p) - sum(y) + gap)/2, fn = (sum(y) - sum(p) + gap)/2, gap = sum(abs(p - y))";

/** Cross entropy of a channel on its own, of one pixel; right for soft labels. */
export const BINARY_ENTROPY = "(-y*logp - (1 - y)*log1mp)";

/**
 * Focal loss of a channel on its own as most libraries have it: the chance of a mistake, 1 - p_t = y(1 - p) + (1 - y)p,
 * is mixed first and then raised, which matters for soft labels alone. `max` keeps a slope where the chance underflows.
 */
export function mixedFocal(alpha: OptionValue): string {
  const balance = alpha === null ? "" : "(alpha*y + (1 - alpha)*(1 - y))*";
  return `${balance}max(y*q + (1 - y)*p, 1e-30)^gamma*${BINARY_ENTROPY}`;
}

/** A parameter that is there when it is not None. */
export function given(name: string, value: OptionValue): Readonly<Record<string, OptionValue>> {
  return value === null ? {} : { [name]: value };
}

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
  readonly normalize?: boolean;
  readonly fields?: readonly ClassField[];
  readonly above?: number;
  readonly kernel?: readonly number[];
  readonly maps?: readonly string[];
}

/** A formula with its constants over a region. */
export function formulaOver(
  region: Region,
  formula: string,
  parameters: Readonly<Record<string, OptionValue | Constant>>,
): Loss {
  return loss(formula, { ...region, parameters: parameters as Readonly<Record<string, Constant>> });
}
