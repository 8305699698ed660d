import { escaped } from "../door/escaped.ts";
import { isPlainObject } from "../door/is-plain-object.ts";
import { shown } from "../door/shown.ts";
import { checkFreeName } from "../formula/names.ts";
import { LINKS } from "../links/index.ts";
import { CLASS_FIELD_NAMES } from "./class-field.ts";
import { isRamp } from "./is-ramp.ts";
import type { Term } from "./loss.ts";

/**
 * Checks what a formula of the user brings along: names that are free and differ, parameters that are finite numbers or
 * lists of them.
 */
export function checkNamesAndParameters({ parameters, maps }: Pick<Term, "parameters" | "maps">): void {
  for (const name of maps) checkFreeName("map", name);
  for (const [name, value] of Object.entries(parameters)) {
    checkFreeName("parameter", name);
    if (maps.includes(name))
      throw new Error(`"${name}" is a parameter and a map: give one of them another name.`);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length > 0 && list.every((x) => typeof x === "number" && Number.isFinite(x))) continue;
    throw new Error(
      `The parameter "${name}" must be a finite number or a list of them, got ${typeof value === "string" ? escaped(value, 80) : shown(value)}.`,
    );
  }
}

const FIELD_NAMES: readonly unknown[] = CLASS_FIELD_NAMES;

const KINDS: Readonly<Record<Exclude<keyof Term, symbol>, (value: unknown) => boolean>> = {
  weight: (v) => typeof v === "number" && Number.isFinite(v),
  ramp: (v) => v === undefined || isRamp(v),
  name: (v) => typeof v === "string",
  options: isPlainObject,
  formula: (v) =>
    typeof v === "string" ||
    (isPlainObject(v) && typeof v.sigmoid === "string" && typeof v.softmax === "string"),
  parameters: (v) => isPlainObject(v) && Object.values(v).every((x) => typeof x === "number" || isNumbers(x)),
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

/** Checks that a term of a loss has every part, each of its kind: it may be data of the user's. */
export function checkTermKinds(term: unknown, i: number): asserts term is Term {
  if (!isPlainObject(term)) throw new Error(`Term ${i} of the loss is no object, got ${shown(term)}.`);
  for (const [name, fits] of Object.entries(KINDS)) {
    if (!fits(term[name]))
      throw new Error(`Term ${i} of the loss: ${name} cannot be ${partText(term[name])}.`);
  }
}

function partText(value: unknown): string {
  return isPlainObject(value)
    ? shown(JSON.stringify(value)).slice(1, -1).replaceAll('\\"', '"')
    : shown(value);
}

function isFieldSettings(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const cells = ["instances", "components", "classes"].includes(value.cells as string);
  const names: readonly unknown[] = Array.isArray(value.classFields) ? value.classFields : [];
  const classes = names.length > 0 && names.every((name) => FIELD_NAMES.includes(name));
  if (cells === classes) return false;
  if (value.above !== undefined && typeof value.above !== "number") return false;
  if (value.kernel !== undefined && !isKernel(value.kernel)) return false;
  return (
    value.spacing === undefined ||
    (isNumbers(value.spacing) && (value.spacing as number[]).every((s) => s > 0))
  );
}

function isKernel(value: unknown): boolean {
  return isNumbers(value) && (value as number[]).length % 2 === 1;
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((x) => typeof x === "number");
}
