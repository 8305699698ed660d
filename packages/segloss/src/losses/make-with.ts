import { nearest } from "../formula/did-you-mean.ts";
import { FormulaError } from "../formula/formula-error.ts";
import type { TokenReader } from "../formula/token-reader.ts";
import type { Token } from "../formula/tokenize.ts";
import type { Loss, OptionValue } from "./loss.ts";
import type { OptionSpec, OptionSpecs } from "./option.ts";

/** An option's value, or a list of names. */
export type ParsedValue = OptionValue | readonly string[];

/** Where something stands in the text. */
export interface Place {
  readonly at: number;
  readonly end: number;
}

/** Options with the places of their names and values. */
export interface ParsedOptions {
  readonly values: Record<string, ParsedValue>;
  readonly places: ReadonlyMap<string, { readonly name: Place; readonly value: Place }>;
}

type Make = (options: Record<string, ParsedValue>) => Loss;

/** Makes a loss of options; what it says of one of them comes with the place of that option. */
export function makeWith(
  tokens: TokenReader,
  name: Token,
  make: Make,
  given: ParsedOptions,
  specs: OptionSpecs,
): Loss {
  const { values, places } = given;
  const problem = problemOf(make, values);
  if (problem === null) return make(values);
  for (const [option, place] of places) {
    if (problemOf(make, { [option]: values[option] }) !== problem) continue;
    // A name that is not known is refused whatever its value.
    if (problemOf(make, { [option]: undefined as unknown as ParsedValue }) === problem)
      return tokens.fail(problem, place.name.at, { end: place.name.end });
    const fix = nearestValue(values[option], Object.hasOwn(specs, option) ? specs[option] : undefined);
    return tokens.fail(problem, place.value.at, { end: place.value.end, fix });
  }
  return tokens.fail(problem, name.at, { end: tokens.lastEnd() });
}

/** What a maker says of these options; null when nothing, and mistakes that have a place pass through. */
function problemOf(make: Make, options: Record<string, ParsedValue>): string | null {
  try {
    make(options);
    return null;
  } catch (error) {
    if (error instanceof FormulaError || !(error instanceof Error)) throw error;
    return error.message;
  }
}

/** The end of its range that a number is beyond, or the choice that a word resembles. */
function nearestValue(value: ParsedValue, spec: OptionSpec | undefined): string | undefined {
  if (typeof value === "string") return nearest(value, spec?.choices ?? []);
  if (typeof value !== "number") return undefined;
  if (spec?.min !== undefined && value < spec.min) return String(spec.min);
  if (spec?.max !== undefined && value > spec.max) return String(spec.max);
  return undefined;
}
