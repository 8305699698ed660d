import { shown } from "../door/shown.ts";
import { checkTermKinds } from "./check-term.ts";
import type { Loss } from "./loss.ts";
import { parseLoss } from "./parse-loss.ts";

/**
 * What every function that takes a loss does with it: text is read by `parseLoss`, anything that is no loss refused.
 * @throws FormulaError for text with a mistake, Error for something else
 */
export function asLoss(given: Loss | string): Loss {
  if (typeof given === "string") return parseLoss(given);
  const terms: unknown = (given as Partial<Loss> | null | undefined)?.terms;
  if (!Array.isArray(terms))
    throw new Error(`Expected a loss such as dice() or "dice", got ${nameOf(given)}.`);
  terms.forEach(checkTermKinds);
  return given;
}

/** `dice` is easily written for `dice()`. */
function nameOf(given: unknown): string {
  if (typeof given !== "function") return shown(given);
  const { definition } = given as { readonly definition?: { readonly name?: unknown } };
  const name = definition?.name;
  return typeof name === "string" ? `the function ${name}: call it, ${name}()` : `${shown(given)}: call it`;
}
