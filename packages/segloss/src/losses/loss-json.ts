import { check } from "../door/check.ts";
import { escaped } from "../door/escaped.ts";
import { isPlainObject } from "../door/is-plain-object.ts";
import { TEXT } from "../door/kinds.ts";
import { parseFormula } from "../formula/parse.ts";
import { withKernels } from "../kernels/with-kernels.ts";
import { checkNamesAndParameters, checkTermKinds } from "./check-term.ts";
import { checkedLoss } from "./checked-loss.ts";
import type { Loss } from "./loss.ts";

/** A loss as JSON text. Loses nothing: `lossFromJson(lossToJson(x))` equals x. */
export function lossToJson(loss: Loss): string {
  return JSON.stringify(checkedLoss(loss));
}

/**
 * Reads a loss from JSON text.
 * @throws Error when the text is no JSON, no loss, or holds a formula that does not parse.
 */
export function lossFromJson(text: string): Loss {
  check("lossFromJson: the JSON", text, TEXT);
  const data: unknown = parseJson(text);
  if (!isPlainObject(data) || !Array.isArray(data.terms) || data.terms.length === 0) {
    throw new Error("This JSON is no loss: expected an object with a list of terms.");
  }
  data.terms.forEach(checkTerm);
  return { ...data, terms: data.terms.map(withKernels) } as unknown as Loss;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${escaped((error as Error).message, 200)}`);
  }
}

function checkTerm(term: unknown, i: number): void {
  checkTermKinds(term, i);
  if (term.name === "formula") checkNamesAndParameters(term);
  const { formula } = term;
  for (const part of typeof formula === "string" ? [formula] : [formula.sigmoid, formula.softmax])
    parseFormula(part);
}
