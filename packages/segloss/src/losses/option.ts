import { check } from "../door/check.ts";
import { checkNames } from "../door/check-options.ts";
import { escaped } from "../door/escaped.ts";
import { choice, RECORD } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import type { OptionValue } from "./loss.ts";

const LONGEST = 80;

/** What an option of a loss may be: its kind and default (null: not set). */
export interface OptionRule {
  readonly kind: "number" | "numbers" | "list" | "boolean" | "choice" | "text";
  readonly default: OptionValue;
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

/** One option of a loss with its meaning, for checking and for the docs. */
export interface OptionSpec extends OptionRule {
  readonly doc: string;
}

export type OptionRules = Readonly<Record<string, OptionRule>>;

const KIND = choice("number", "numbers", "list", "boolean", "choice", "text");

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/**
 * Checks options against their specs and fills in the defaults. What is not given (undefined) has its default; null is
 * None, a value of its own.
 * @throws Error that names the loss, the option, what was expected and what came.
 */
export function readLossOptions(
  loss: string,
  given: Readonly<Record<string, unknown>>,
  specs: OptionRules,
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
export function checkOption(where: string, value: unknown, spec: OptionRule): void {
  if (value === null) {
    if (spec.none !== undefined) return;
    throw new Error(`${where} must be ${expected(spec)}, got None: leave it out for ${given(spec.default)}.`);
  }
  if (!fits(value, spec)) throw new Error(`${where} must be ${expected(spec)}, got ${given(value)}.`);
}

function fits(value: unknown, spec: OptionRule): boolean {
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

function isList(value: unknown, spec: OptionRule): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((x) => inRange(x, spec));
}

/** Lists as JSON, as they stand in text. */
function given(value: unknown): string {
  return Array.isArray(value) ? escaped(JSON.stringify(value) ?? "", LONGEST) : shown(value);
}

function inRange(
  value: unknown,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: OptionRule,
): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= min && value <= max;
}

function expected({ kind, choices, min, max }: OptionRule): string {
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
