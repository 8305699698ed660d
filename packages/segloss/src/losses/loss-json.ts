import { parseFormula } from "../formula/parse.ts";
import { LINKS } from "../links/index.ts";
import { CLASS_FIELDS } from "../plan/class-fields.ts";
import { checkNamesAndParameters } from "./check-term.ts";
import type { Loss, Term } from "./loss.ts";
import { isRamp } from "./ramp.ts";

/** A loss as JSON text. Loses nothing: `lossFromJson(lossToJson(x))` equals x. */
export function lossToJson(loss: Loss): string {
  return JSON.stringify(loss);
}

const KINDS: Readonly<Record<keyof Term, (value: unknown) => boolean>> = {
  weight: (v) => typeof v === "number" && Number.isFinite(v),
  ramp: (v) => v === undefined || isRamp(v),
  name: (v) => typeof v === "string",
  options: isRecord,
  formula: (v) =>
    typeof v === "string" || (isRecord(v) && typeof v.sigmoid === "string" && typeof v.softmax === "string"),
  parameters: (v) => isRecord(v) && Object.values(v).every((x) => typeof x === "number" || isNumbers(x)),
  maps: (v) => Array.isArray(v) && v.every((x) => typeof x === "string"),
  over: (v) => v === "image" || v === "batch",
  classes: (v) => v === "all" || v === "present" || isNumbers(v),
  background: (v) => typeof v === "boolean",
  classWeights: (v) => v === null || isNumbers(v),
  pooled: (v) => typeof v === "boolean",
  normalize: (v) => typeof v === "boolean",
  empty: (v) => typeof v === "number",
  fields: (v) => v === null || isFieldSettings(v),
  link: (v) => v === undefined || v === "default" || LINKS.some(({ name }) => name === v),
};

/**
 * Reads a loss from JSON text.
 * @throws Error when the text is no JSON, no loss, or holds a formula that does not parse.
 */
export function lossFromJson(text: string): Loss {
  const data: unknown = parseJson(text);
  if (!isRecord(data) || !Array.isArray(data.terms) || data.terms.length === 0) {
    throw new Error("This JSON is no loss: expected an object with a list of terms.");
  }
  data.terms.forEach(checkTerm);
  return data as unknown as Loss;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${(error as Error).message}`);
  }
}

function checkTerm(term: unknown, i: number): void {
  if (!isRecord(term)) throw new Error(`Term ${i} of the loss is no object.`);
  for (const [name, fits] of Object.entries(KINDS)) {
    if (!fits(term[name]))
      throw new Error(`Term ${i} of the loss: ${name} cannot be ${JSON.stringify(term[name])}.`);
  }
  if (term.name === "formula") checkNamesAndParameters(term as unknown as Term);
  const formula = term.formula as Term["formula"];
  for (const part of typeof formula === "string" ? [formula] : [formula.sigmoid, formula.softmax])
    parseFormula(part);
}

function isFieldSettings(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const cells = ["instances", "components", "classes"].includes(value.cells as string);
  const names: readonly unknown[] = Array.isArray(value.classFields) ? value.classFields : [];
  const classes = names.length > 0 && names.every((name) => Object.hasOwn(CLASS_FIELDS, name as string));
  if (cells === classes) return false;
  if (value.above !== undefined && typeof value.above !== "number") return false;
  if (value.kernel !== undefined && !isKernel(value.kernel)) return false;
  return (
    value.spacing === undefined ||
    (isNumbers(value.spacing) && (value.spacing as number[]).every((s) => s > 0))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKernel(value: unknown): boolean {
  return isNumbers(value) && (value as number[]).length % 2 === 1;
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((x) => typeof x === "number");
}
