import { shown } from "../door/shown.ts";
import { checkTermKinds } from "./check-term.ts";
import type { Loss } from "./loss.ts";

/**
 * What every function that takes a loss does with it: anything that is no loss is refused, text too, since reading it
 * would bring all losses and the parser into every bundle.
 */
export function checkedLoss(given: Loss): Loss {
  const terms: unknown = (given as Partial<Loss> | null | undefined)?.terms;
  if (!Array.isArray(terms)) throw new Error(`Expected a loss such as dice(), got ${nameOf(given)}.`);
  terms.forEach(checkTermKinds);
  return given;
}

/** `dice` is easily written for `dice()`. */
function nameOf(given: unknown): string {
  if (typeof given === "string") return `text: read it first, parseLoss(${shown(given)})`;
  if (typeof given !== "function") return shown(given);
  const { definition } = given as { readonly definition?: { readonly name?: unknown } };
  const name = definition?.name;
  return typeof name === "string" ? `the function ${name}: call it, ${name}()` : `${shown(given)}: call it`;
}
