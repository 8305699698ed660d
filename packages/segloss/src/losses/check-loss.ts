import { check } from "../door/check.ts";
import { TEXT } from "../door/kinds.ts";
import type { CompileOptions } from "../engines/engine.ts";
import { readOptions } from "../engines/read-options.ts";
import { FormulaError } from "../formula/formula-error.ts";
import { makePlan } from "../plan/plan.ts";
import { parseLoss } from "./parse-loss.ts";

/** A mistake in the text of a loss. */
export interface LossProblem {
  /** What was expected, what came, and the remedy. */
  readonly problem: string;
  /** The part of the text that is wrong, as for `text.slice(from, to)`. */
  readonly from: number;
  readonly to: number;
  /** What may be meant instead of that part, where it is known. */
  readonly fix?: string;
}

/**
 * The first mistake in the text of a loss, or null: what an editor asks while somebody types. Misspelt names, options that
 * do not exist and values out of range each have their place. With the options of `compile` it is planned as well, which finds unknown names
 * in formulas and what does not fit the channels; a mistake that has no place is one of the whole text.
 *
 * @example checkLoss("tversky(bta=0.7)") // { problem: 'tversky has no option "bta". ...', from: 8, to: 11, fix: "beta" }
 */
export function checkLoss(text: string, options?: CompileOptions): LossProblem | null {
  check("checkLoss: the loss", text, TEXT);
  if (options !== undefined) readOptions(options);
  try {
    const loss = parseLoss(text);
    if (options !== undefined) makePlan(loss, readOptions(options, loss));
    return null;
  } catch (error) {
    if (error instanceof FormulaError) return placed(error, text);
    if (error instanceof Error) return { problem: error.message, from: 0, to: text.length };
    throw error;
  }
}

/** A formula in quotes begins further on in the text. */
function placed({ problem, position, end, fix, text: own }: FormulaError, text: string): LossProblem {
  const offset = own === text ? 0 : text.indexOf(own);
  if (offset < 0) return { problem, from: 0, to: text.length };
  return { problem, from: offset + position, to: offset + end, ...(fix !== undefined && { fix }) };
}
