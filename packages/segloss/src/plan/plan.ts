import { checkSpacing } from "../fields/grid.ts";
import { add, mul } from "../formula/algebra.ts";
import { adjoints } from "../formula/derive.ts";
import { elaborate, elaborateParts, type Meaning } from "../formula/elaborate.ts";
import { type Expression, mentions, number, PIXEL, variesOver } from "../formula/expression.ts";
import { PREDICTION_SYMBOLS } from "../formula/ops/functions.ts";
import { parseFormula } from "../formula/parse.ts";
import { defaultLink, type LinkName, linkNamed } from "../links/index.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import { KERNELS, type TermKernels } from "../losses/kernels.ts";
import type { CellFields, Loss, Term } from "../losses/loss.ts";
import { rampFactor } from "../losses/ramp-factor.ts";
import { checkClassWeights } from "./check-class-weights.ts";
import { checkSetting } from "./check-setting.ts";
import { checkSize } from "./check-size.ts";
import { averageOverClasses } from "./class-average.ts";
import { type ClassFieldRequest, classFieldRequests } from "./class-fields.ts";
import type { FieldRequest } from "./field-request.ts";
import { checkLive } from "./live-parameters.ts";
import { formulaFor, meaningOf } from "./meaning.ts";
import type { Setting } from "./setting.ts";
import { planSymbols, predictionAxes } from "./symbols.ts";

/** The part of a loss whose sums run over the same region. */
export interface Scope {
  readonly over: "image" | "batch";
  /** The loss of one region times the region's share of the average: no axes. */
  readonly value: Expression;
  /** Its derivative with respect to z: over pixels and classes. */
  readonly gradient: Expression;
}

/**
 * A loss compiled for a setting: what every engine runs. Value and gradient are expressions over the symbols
 * `z`, the target, the weight, fields and maps; `definitions` say what p, q, logp and log1mp are.
 */
export interface Plan {
  readonly setting: Setting;
  readonly scopes: readonly Scope[];
  readonly definitions: ReadonlyMap<string, Expression>;
  readonly fields: readonly FieldRequest[];
  readonly classFields: readonly ClassFieldRequest[];
  readonly maps: readonly string[];
  /** Whether a run has to say how much of the training is done. */
  readonly usesProgress: boolean;
  /** What the terms bring along, each once. */
  readonly kernels: readonly TermKernels[];
}

/** The fields of a plan. */
export type PlanFields = Pick<Plan, "fields" | "classFields">;

/**
 * Compiles a loss for a setting.
 * @throws FormulaError for a mistake in a formula or a loss that is too large, Error for parameters that do not fit the classes, RangeError for a
 *   spacing that does not fit the shape.
 */
export function makePlan(given: Loss, setting: Setting): Plan {
  const loss = checkedLoss(given);
  checkSetting(setting);
  if (loss.terms.length === 0) throw new Error("The loss has no terms: expected at least one.");
  checkLink(loss, setting);
  checkChannels(setting);
  checkLive(loss, setting);
  for (const { fields } of loss.terms)
    if (fields?.spacing) checkSpacing(fields.spacing, setting.space.length);
  for (const term of loss.terms) checkClassWeights(term, setting);
  const made: PlanFields = { fields: fieldRequests(loss.terms), classFields: classFieldRequests(loss.terms) };
  const maps = [...new Set(loss.terms.flatMap((term) => term.maps))];
  const scopes = (["image", "batch"] as const).flatMap((over) => {
    const terms = loss.terms.filter((term) => term.over === over);
    return terms.length === 0 ? [] : [makeScope(over, terms, setting, made)];
  });
  const usesProgress = scopes.some(({ value }) => mentions(value, ["progress"]));
  const kernels = [...new Set(loss.terms.flatMap((term) => term[KERNELS] ?? []))];
  return { setting, scopes, definitions: linkDefinitions(setting), ...made, maps, usesProgress, kernels };
}

/** A loss of probabilities ("none") is composed with whatever link makes them. */
function checkLink({ terms }: Loss, { link, channels }: Setting): void {
  const meant = (term: Term): LinkName | undefined => {
    if (term.link === "none") return undefined;
    return term.link === "default" ? defaultLink(channels) : term.link;
  };
  const other = terms.find((term) => ![undefined, link].includes(meant(term)));
  if (!other) return;
  throw new Error(
    `${other.name === "formula" ? "The loss" : other.name} is made for the link "${meant(other)}", but was compiled with "${link}": leave the link out, or choose a loss for it.`,
  );
}

function checkChannels({ link, channels }: Setting): void {
  if (link !== "softmax" || channels > 1) return;
  throw new Error("softmax of one channel is always 1: use the sigmoid link, or give two channels or more.");
}

function makeScope(
  over: "image" | "batch",
  terms: readonly Term[],
  setting: Setting,
  made: PlanFields,
): Scope {
  const values = terms.map((term) =>
    mul(number(term.weight), term.ramp ? rampFactor(term.ramp) : number(1), termValue(term, setting, made)),
  );
  const value = mul(planSymbols(setting).regionShare(over), add(...values));
  checkSize([value], terms, setting);
  const gradient = gradientOf(value, setting);
  checkSize([value, gradient], terms, setting);
  return { over, value, gradient };
}

/** The loss of one term in one region. */
export function termValue(term: Term, setting: Setting, made: PlanFields): Expression {
  const meaning = meaningWith(term, setting, made);
  const perClass = elaborate(parseFormula(formulaFor(term, setting)), meaning);
  return averageOverClasses(perClass, term, setting, meaning);
}

/** The values that a term averages in one region, each times its pixel's weight: of pixels and of classes. */
export function termParts(term: Term, setting: Setting, made: PlanFields): Expression {
  const meaning = meaningWith(term, setting, made);
  const parts = elaborateParts(parseFormula(formulaFor(term, setting)), meaning);
  return variesOver(parts, PIXEL) ? mul(meaning.weight, parts) : parts;
}

function meaningWith(term: Term, setting: Setting, made: PlanFields): Meaning {
  const cells = made.fields.find((field) => sameFields(field.settings, term.fields));
  return meaningOf(term, setting, cells, made.classFields);
}

/** Reverse-mode derivative, then the chain rule of the link. */
export function gradientOf(value: Expression, setting: Setting): Expression {
  const link = linkNamed(setting.link);
  const axes = predictionAxes(setting);
  const slopes = adjoints(value, PREDICTION_SYMBOLS);
  const symbols = planSymbols(setting);
  return link.slope(
    (name) => slopes.get(name) ?? number(0),
    (name) => symbols.prediction(name, axes),
  );
}

function linkDefinitions(setting: Setting): ReadonlyMap<string, Expression> {
  const z = planSymbols(setting).prediction("z", predictionAxes(setting));
  return new Map(Object.entries(linkNamed(setting.link).definitions(z)));
}

function sameFields(a: CellFields, b: Term["fields"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fieldRequests(terms: readonly Term[]): FieldRequest[] {
  const requests: FieldRequest[] = [];
  for (const { fields } of terms) {
    if (fields?.cells === undefined) continue;
    if (requests.some((request) => sameFields(request.settings, fields))) continue;
    const suffix = requests.length === 0 ? "" : `_${requests.length + 1}`;
    requests.push({ settings: fields, d1: `d1${suffix}`, d2: `d2${suffix}` });
  }
  return requests;
}
