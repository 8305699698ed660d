import { check } from "../door/check.ts";
import { checkNames } from "../door/check-options.ts";
import { escaped } from "../door/escaped.ts";
import { choice, RECORD } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import type { OptionValue } from "./loss.ts";

const LONGEST = 80;

/** One option of a loss: its kind, default (null: not set) and meaning, for checking and for the docs. */
export interface OptionSpec {
  readonly kind: "number" | "numbers" | "list" | "boolean" | "choice" | "text";
  readonly default: OptionValue;
  readonly doc: string;
  /** What None (null) means where it is not the default; absent: None is refused. */
  readonly none?: string;
  /** Smallest and largest number allowed. */
  readonly min?: number;
  readonly max?: number;
  /** Smallest and largest number that people try, for sliders and searches; absent: from min to max. */
  readonly typical?: readonly [number, number];
  /** Distance of numbers that are worth telling apart: 1 for whole ones; absent: any. */
  readonly step?: number;
  /** Values of a choice; with `kind: "numbers"`, words allowed beside numbers. */
  readonly choices?: readonly string[];
}

const KIND = choice("number", "numbers", "list", "boolean", "choice", "text");

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Options of every loss: which pixels and classes its sums run over. */
export const REGION_OPTIONS: OptionSpecs = {
  over: {
    kind: "choice",
    default: null,
    choices: ["image", "batch"],
    doc: "sums run over each image and images are averaged, or over the whole batch",
  },
  classes: {
    kind: "numbers",
    default: null,
    choices: ["all", "present"],
    doc: "classes that count: all, those with a true pixel in the region, or a list of indices",
  },
  background: { kind: "boolean", default: true, doc: "whether class 0 counts" },
  classWeights: {
    kind: "list",
    default: null,
    min: 0,
    doc: "one weight per class in the average over classes, divided by their sum",
  },
  pooled: {
    kind: "boolean",
    default: false,
    doc: "whether sums run over all classes together (micro average)",
  },
  normalize: {
    kind: "boolean",
    default: false,
    doc: "whether means divide by the sum of the pixel weights instead of the number of valid pixels",
  },
  empty: {
    kind: "number",
    default: null,
    doc: "value of 0/0 between sums: the score of a class that is nowhere",
  },
  link: {
    kind: "choice",
    default: null,
    choices: ["sigmoid", "softmax", "none", "default"],
    doc: 'link that the loss is meant for, "default" the sigmoid of one channel and the softmax of several; not set: that of the call',
  },
};

/**
 * Checks options against their specs and fills in the defaults. What is not given (undefined) has its default; null is
 * None, a value of its own.
 * @throws Error that names the loss, the option, what was expected and what came.
 */
export function readLossOptions(
  loss: string,
  given: Readonly<Record<string, unknown>>,
  specs: OptionSpecs,
): Record<string, OptionValue> {
  checkNames(loss, Object.keys(given), specs);
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const value = given[name] === undefined ? spec.default : (given[name] as OptionValue);
      if (value !== spec.default) checkOption(`${loss}: ${name}`, value, spec);
      return [name, value];
    }),
  );
}

/**
 * The numbers that an option is tried with, and the step from one to the next: what a slider goes through. A hundredth of
 * the range where the option does not say; null for an option that is no number.
 */
export function optionRange(spec: OptionSpec): { low: number; high: number; step: number } | null {
  check("optionRange: the spec of an option", spec, RECORD);
  check("optionRange: its kind", spec.kind, KIND);
  if (spec.kind !== "number" && spec.kind !== "numbers") return null;
  const [low, high] = spec.typical ?? [spec.min, spec.max];
  if (low === undefined || high === undefined) return null;
  return { low, high, step: spec.step ?? (high - low) / 100 };
}

/** @throws Error that names what was expected and what came */
export function checkOption(where: string, value: unknown, spec: OptionSpec): void {
  if (value === null) {
    if (spec.none !== undefined) return;
    throw new Error(`${where} must be ${expected(spec)}, got None: leave it out for ${given(spec.default)}.`);
  }
  if (!fits(value, spec)) throw new Error(`${where} must be ${expected(spec)}, got ${given(value)}.`);
}

function fits(value: unknown, spec: OptionSpec): boolean {
  switch (spec.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "choice":
      return spec.choices?.includes(value as string) === true;
    case "number":
      return inRange(value, spec) || spec.choices?.includes(value as string) === true;
    case "list":
      return isList(value, spec);
    case "numbers": {
      if (isList(value, spec)) return true;
      return inRange(value, spec) || spec.choices?.includes(value as string) === true;
    }
  }
}

function isList(value: unknown, spec: OptionSpec): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((x) => inRange(x, spec));
}

/** Lists as JSON, as they stand in text. */
function given(value: unknown): string {
  return Array.isArray(value) ? escaped(JSON.stringify(value) ?? "", LONGEST) : shown(value);
}

function inRange(
  value: unknown,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: OptionSpec,
): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= min && value <= max;
}

function expected({ kind, choices, min, max }: OptionSpec): string {
  const words = choices?.map((choice) => `"${choice}"`).join(" or ");
  if (kind === "choice") return words as string;
  if (kind === "text") return "a text in quotes";
  if (kind === "boolean") return "true or false";
  const low = min === undefined ? "" : ` from ${min}`;
  const range = max === undefined ? (min === undefined ? "" : ` at least ${min}`) : `${low} to ${max}`;
  const what =
    { number: "a number", list: "a list of numbers", numbers: "a number or a list of numbers" }[kind] + range;
  return words ? `${words} or ${what}` : what;
}
