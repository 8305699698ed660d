import { check } from "../door/check.ts";
import { TEXT } from "../door/kinds.ts";
import { didYouMean, nearest } from "../formula/did-you-mean.ts";
import { FormulaError } from "../formula/formula-error.ts";
import { FORMULA_FUNCTIONS } from "../formula/functions.ts";
import { FORMULA_SYMBOLS, REGION_FUNCTIONS } from "../formula/names.ts";
import { quoted } from "../formula/quoted.ts";
import { describe, readTokens, type TokenReader } from "../formula/token-reader.ts";
import { PRESETS, type PresetLibrary } from "../presets/index.ts";
import { allOptions } from "./all-options.ts";
import type { ClassField } from "./class-field.ts";
import { scale, sum } from "./combine.ts";
import type { LossFactory } from "./define-loss.ts";
import { type FormulaOptions, loss } from "./formula-loss.ts";
import { LOSSES } from "./index.ts";
import type { Loss } from "./loss.ts";
import { makeWith, type ParsedOptions, type ParsedValue, type Place } from "./make-with.ts";
import { ramp } from "./ramp.ts";
import { REGION_OPTIONS } from "./region-options.ts";

/**
 * Reads a loss from text: a name (`dice`), a call (`focal(gamma=2)`), a sum (`dice(squared=false) + 0.5*focal`), or a
 * formula (`1 - 2*sum(p*y)/(sum(p) + sum(y))`), alone or as `formula("...", over="batch")` in a sum.
 * @throws FormulaError with the place of the mistake.
 */
export function parseLoss(text: string): Loss {
  check("parseLoss: the loss", text, TEXT);
  return looksLikeLosses(text) ? parseSum(readTokens(text)) : loss(text);
}

const NAMES: readonly string[] = [...LOSSES.map((factory) => factory.definition.name), "formula"];
const FORMULA_WORDS: readonly string[] = [
  ...Object.keys(FORMULA_FUNCTIONS),
  ...REGION_FUNCTIONS,
  ...FORMULA_SYMBOLS,
];

/**
 * Whether the text calls losses rather than being a formula: its first name is one of a loss, or nothing that a formula
 * knows. `lovasz` is both: with a formula as its operand it is the function.
 */
function looksLikeLosses(text: string): boolean {
  const tokens = readTokens(text);
  while (tokens.peek().kind === "number" || ["*", "-", "+"].includes(tokens.peek().text)) tokens.next();
  const first = tokens.next();
  if (first.kind !== "name") return false;
  if (first.text === "ramp" && tokens.peek().text === "(") return true;
  if (first.text === "lovasz" && tokens.peek().text === "(") {
    return tokens.peek(1).text === ")" || tokens.peek(2).text === "=";
  }
  if (NAMES.includes(first.text) || tokens.peek().text === ".") return true;
  if (FORMULA_WORDS.includes(first.text) || ["/", "^", "*", "where"].includes(tokens.peek().text))
    return false;
  if (/\bwhere\b/.test(text)) return false;
  return nearest(first.text, NAMES) !== undefined || nearest(first.text, FORMULA_WORDS) === undefined;
}

function parseSum(tokens: TokenReader): Loss {
  const parts: Loss[] = [];
  let sign = tokens.take("-") ? -1 : 1;
  for (;;) {
    parts.push(scaled(sign, parseProduct(tokens)));
    if (tokens.peek().kind === "end") return sum(...parts);
    if (tokens.take("+")) sign = 1;
    else if (tokens.take("-")) sign = -1;
    else tokens.fail(`Expected "+" and another loss, or the end, found ${describe(tokens.peek())}.`);
  }
}

function parseProduct(tokens: TokenReader): Loss {
  if (tokens.peek().kind !== "number") return parseRamped(tokens);
  const factor = Number(tokens.next().text);
  tokens.expect("*", "between a factor and its loss");
  return scaled(factor, parseRamped(tokens));
}

/** `ramp(from, to, start=..., end=...)*loss`, or a loss alone. */
function parseRamped(tokens: TokenReader): Loss {
  const at = tokens.peek().at;
  if (!tokens.take("ramp")) return parseCall(tokens);
  tokens.expect("(", 'after "ramp"');
  const from = parseNumber(tokens);
  tokens.expect(",", "between the factors at the start and at the end of the training");
  const to = parseNumber(tokens);
  const { start = 0, end = 1, ...others } = tokens.take(",") ? parseOptions(tokens).values : closed(tokens);
  const [other] = Object.keys(others);
  if (other !== undefined) tokens.fail(`ramp has no option ${quoted(other)}. Options: start, end.`, at);
  tokens.expect("*", "between a ramp and its loss");
  const part = parseCall(tokens);
  if (typeof start !== "number" || typeof end !== "number")
    return tokens.fail("start and end of a ramp are numbers from 0 to 1.", at);
  return ramp({ from, to, start, end }, part);
}

function closed(tokens: TokenReader): Record<string, ParsedValue> {
  tokens.expect(")", "to close the ramp");
  return {};
}

function parseNumber(tokens: TokenReader): number {
  const value = parseValue(tokens);
  return typeof value === "number" ? value : tokens.fail("Expected a number: ramp(0.01, 1)*boundary.");
}

function scaled(factor: number, part: Loss): Loss {
  return factor === 1 ? part : scale(factor, part);
}

function parseCall(tokens: TokenReader): Loss {
  const name = tokens.next();
  const library = PRESETS.find((each) => each.name === name.text);
  if (library && tokens.take(".")) return parsePreset(tokens, library);
  if (name.kind === "end")
    tokens.fail('Expected a loss, such as "dice" or "focal(gamma=2)", found the end.', name.at);
  const factory = LOSSES.find((candidate) => candidate.definition.name === name.text);
  if (!factory && name.text !== "formula") {
    const hint = didYouMean(name.text, NAMES) || ` Losses: ${NAMES.join(", ")}.`;
    tokens.fail(`Unknown loss ${describe(name)}.${hint}`, name.at);
  }
  if (name.text === "formula") return parseFormulaCall(tokens);
  const make = factory as unknown as (options: object) => Loss;
  const { definition } = factory as unknown as LossFactory<never>;
  return makeWith(tokens, name, make, tokens.take("(") ? parseOptions(tokens) : NONE, allOptions(definition));
}

/** `library.name(option=value)` with the dot already read. */
function parsePreset(tokens: TokenReader, library: PresetLibrary): Loss {
  const name = tokens.next();
  const names = Object.keys(library.losses);
  if (!names.includes(name.text)) {
    const hint = didYouMean(name.text, names) || ` It has: ${names.join(", ")}.`;
    tokens.fail(`${library.name} has no loss ${describe(name)} here.${hint}`, name.at);
  }
  const preset = library.losses[name.text];
  const given = tokens.take("(") ? parseOptions(tokens) : NONE;
  return makeWith(tokens, name, preset, given, preset.definition.options);
}

function parseFormulaCall(tokens: TokenReader): Loss {
  tokens.expect("(", 'after "formula"');
  const text = tokens.next();
  if (text.kind !== "string")
    tokens.fail(`Expected the formula in quotes, found ${describe(text)}.`, text.at);
  const formula = text.text.slice(1, -1);
  const given = tokens.take(",") ? parseOptions(tokens) : NONE;
  if (given === NONE) tokens.expect(")", "after the formula");
  const make = (options: Record<string, ParsedValue>): Loss => loss(formula, splitParameters(options));
  return inside(tokens, text.at + 1, () => makeWith(tokens, text, make, given, REGION_OPTIONS));
}

/** A mistake in a formula in quotes, with its place in the whole text. */
function inside<T>(tokens: TokenReader, offset: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof FormulaError) || error.text === tokens.text) throw error;
    const { problem, position, end, fix } = error;
    return tokens.fail(problem, offset + position, { end: offset + end, fix });
  }
}

/** Beside the region options, `maps` and `fields`, options are constants of the formula. */
function splitParameters({ maps, fields, ...options }: Record<string, ParsedValue>): FormulaOptions {
  const entries = Object.entries(options);
  const settings = fields === undefined ? [] : ["above", "kernel"];
  const ofLoss = ([name]: [string, unknown]): boolean =>
    Object.hasOwn(REGION_OPTIONS, name) || settings.includes(name);
  return {
    ...Object.fromEntries(entries.filter(ofLoss)),
    ...(maps === undefined ? {} : { maps: [maps].flat() as string[] }),
    ...(fields === undefined ? {} : { fields: [fields].flat() as ClassField[] }),
    parameters: Object.fromEntries(entries.filter((entry) => !ofLoss(entry))) as Record<string, number>,
  };
}

const NONE: ParsedOptions = { values: {}, places: new Map() };

/** `name=value, ...)` with the opening parenthesis already read. */
function parseOptions(tokens: TokenReader): ParsedOptions {
  const options: Record<string, ParsedValue> = {};
  const places = new Map<string, { name: Place; value: Place }>();
  const parsed = { values: options, places };
  if (tokens.take(")")) return parsed;
  do {
    const name = tokens.next();
    if (name.kind !== "name")
      tokens.fail(`Expected an option as name=value, found ${describe(name)}.`, name.at);
    tokens.expect("=", `after the option ${quoted(name.text)}`);
    if (Object.hasOwn(options, name.text))
      tokens.fail(`The option ${quoted(name.text)} is given twice.`, name.at);
    const { at } = tokens.peek();
    options[name.text] = parseValue(tokens);
    places.set(name.text, {
      name: { at: name.at, end: name.at + name.text.length },
      value: { at, end: tokens.lastEnd() },
    });
  } while (tokens.take(","));
  tokens.expect(")", "to close the options");
  return parsed;
}

/** Constants in JavaScript's words and in Python's. */
const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  ...{ true: true, True: true, false: false, False: false },
  ...{ null: null, None: null },
};

function parseValue(tokens: TokenReader): ParsedValue {
  const token = tokens.next();
  if (token.kind === "string") return token.text.slice(1, -1);
  if (token.kind === "number") return Number(token.text);
  if (token.text === "-" && tokens.peek().kind === "number") return -Number(tokens.next().text);
  if (token.text === "[") return parseList(tokens);
  if (Object.hasOwn(CONSTANTS, token.text)) return CONSTANTS[token.text];
  // A bare word stands for itself: classes=present.
  if (token.kind === "name") return token.text;
  return tokens.fail(
    `Expected a number, true, false, a word or a [list], found ${describe(token)}.`,
    token.at,
  );
}

/** A list of numbers, or one of names. */
function parseList(tokens: TokenReader): readonly number[] | readonly string[] {
  const list: (number | string)[] = [];
  if (tokens.take("]")) return [];
  do {
    const value = parseValue(tokens);
    const fits =
      (typeof value === "number" || typeof value === "string") && typeof value === typeof (list[0] ?? value);
    if (!fits) tokens.fail("A list holds numbers, or names.");
    list.push(value as number | string);
  } while (tokens.take(","));
  tokens.expect("]", "to close the list");
  return list as readonly number[] | readonly string[];
}
