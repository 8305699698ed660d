import type { Meaning } from "../formula/elaborate.ts";
import { type Axes, type Expression, number, PIXEL, symbol, vector } from "../formula/expression.ts";
import type { ClassField } from "../losses/class-field.ts";
import type { Term } from "../losses/loss.ts";
import { PROGRESS } from "../losses/ramp-factor.ts";
import { type ClassFieldRequest, requestFor } from "./class-fields.ts";
import type { FieldRequest } from "./field-request.ts";
import { liveParameter } from "./live-parameters.ts";
import type { Setting } from "./setting.ts";
import { planSymbols, predictionAxes } from "./symbols.ts";

/** The formula of a term under the link; without a link, several channels are classes that exclude each other. */
export function formulaFor(term: Term, setting: Setting): string {
  if (typeof term.formula === "string") return term.formula;
  const exclusive = setting.link === "softmax" || (setting.link === "none" && setting.channels > 1);
  return exclusive ? term.formula.softmax : term.formula.sigmoid;
}

/** What the names in a term's formula stand for. */
export function meaningOf(
  term: Term,
  setting: Setting,
  field: FieldRequest | undefined,
  classFields: readonly ClassFieldRequest[],
): Meaning {
  const symbols = planSymbols(setting);
  const axes = predictionAxes(setting);
  const names = new Map<string, Expression>([
    ...["z", "p", "q", "logp", "log1mp"].map((name) => [name, symbols.prediction(name, axes)] as const),
    ["y", symbols.truth()],
    ["C", number(setting.channels)],
    ["images", number(setting.batch)],
    ["progress", PROGRESS],
    ["foreground", foreground(setting)],
    ["classWeights", classWeights(term, setting)],
    ...term.maps.map((name) => [name, symbol(name, PIXEL as Axes)] as const),
  ]);
  if (field) {
    names.set("d1", symbol(field.d1, PIXEL));
    names.set("d2", symbol(field.d2, PIXEL));
  }
  for (const [name, symbolName] of classFieldNames(term, classFields))
    names.set(name, symbol(symbolName, axes));
  for (const [name, value] of Object.entries(term.parameters))
    names.set(name, parameter(term, name, value, setting));
  return {
    names,
    truth: symbols.truth(),
    weight: symbols.weight(),
    valid: symbols.valid(),
    counted: term.normalize ? symbols.weight() : symbols.valid(),
    classMask: staticMask(term, setting),
    pooled: term.pooled,
    empty: term.empty,
  };
}

function classFieldNames(term: Term, requests: readonly ClassFieldRequest[]): [ClassField, string][] {
  const { fields } = term;
  if (fields?.classFields === undefined) return [];
  return fields.classFields.map((field) => {
    const request = requestFor(requests, field, fields) as ClassFieldRequest;
    return [field, request.name];
  });
}

function parameter(
  term: Term,
  name: string,
  value: number | readonly number[],
  setting: Setting,
): Expression {
  if (typeof value === "number") return setting.live?.includes(name) ? liveParameter(name) : number(value);
  if (value.length !== setting.channels) {
    throw new Error(
      `${term.name}: ${name} has ${value.length} values, the logits have ${setting.channels} channels: give one value per channel.`,
    );
  }
  return setting.channels === 1 ? number(value[0]) : vector(value);
}

/** 0 for class 0, 1 for the others; with one channel, that channel is the foreground. */
function foreground(setting: Setting): Expression {
  if (setting.channels === 1) return number(1);
  return vector(Array.from({ length: setting.channels }, (_, c) => (c === 0 ? 0 : 1)));
}

function classWeights(term: Term, setting: Setting): Expression {
  return term.classWeights === null ? number(1) : parameter(term, "classWeights", term.classWeights, setting);
}

/** 1 for the classes that a list and `background` leave in. */
export function staticMask(term: Term, setting: Setting): Expression {
  const n = setting.channels;
  if (n === 1 && !term.background) {
    throw new Error(`${term.name}: one channel has no background class to leave out: drop background.`);
  }
  const listed = Array.isArray(term.classes) ? (term.classes as readonly number[]) : null;
  const outside = listed?.find((c) => !Number.isInteger(c) || c < 0 || c >= n);
  if (outside !== undefined) {
    throw new Error(`${term.name}: class ${outside} is not among the channels 0 to ${n - 1}.`);
  }
  const mask = Array.from({ length: n }, (_, c) => {
    const inList = listed === null || listed.includes(c);
    return inList && (term.background || c > 0) ? 1 : 0;
  });
  if (!mask.includes(1)) throw new Error(`${term.name}: no class is left: widen classes or background.`);
  return vector(mask);
}
