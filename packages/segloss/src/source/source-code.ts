import { add, mul } from "../formula/algebra.ts";
import { elaborateDefinitions } from "../formula/elaborate.ts";
import { CLASS, type Expression, isApply, number, PIXEL, topological } from "../formula/expression.ts";
import { OPS } from "../formula/op-table.ts";
import { parseFormula } from "../formula/parse.ts";
import { printText } from "../formula/print-text.ts";
import { defaultLink, type LinkName } from "../links/index.ts";
import { linkOf } from "../losses/combine.ts";
import { LOSSES } from "../losses/index.ts";
import type { Loss, Term } from "../losses/loss.ts";
import { printLoss, printRamp } from "../losses/print-loss.ts";
import { rampFactor } from "../losses/ramp.ts";
import { formulaFor, meaningOf, staticMask } from "../plan/meaning.ts";
import { makePlan, type Plan, termValue } from "../plan/plan.ts";
import type { Setting } from "../plan/setting.ts";
import { argumentsOf } from "./arguments.ts";
import { atom, type Piece } from "./piece.ts";
import { wrapped } from "./python.ts";
import { HELPER_WORDS, type PrintedScope, type Statements, statementsOf, symbolWords } from "./statements.ts";
import type { Argument, HelperName, HelperShape, Needs, Shape, Target, TargetName } from "./target.ts";
import { TARGETS } from "./targets/index.ts";

export interface SourceCodeOptions {
  /** The library that the code is for. */
  readonly as: TargetName;
  /** Default: that of the loss; else sigmoid for one channel, softmax for several. */
  readonly link?: LinkName;
  /** Channels of the logits: the code is for this number. Default 1, under softmax 3. */
  readonly channels?: number;
  /** Axes of space, 1 to 3; soft skeletons alone depend on it. Default 2. */
  readonly dimensions?: number;
  /** Class indices (default), or values in [0, 1] of the logits' shape. */
  readonly targets?: "indices" | "soft";
  /** Whether the function takes pixel weights. Default false. */
  readonly weights?: boolean;
  /** Whether it takes a mask, 0 for pixels to leave out. Default false. */
  readonly mask?: boolean;
  /** Label or labels of pixels to leave out. */
  readonly ignore?: number | readonly number[];
}

/** Source code of a loss. */
export interface SourceCode {
  readonly as: TargetName;
  /** Name of the function. */
  readonly name: string;
  readonly code: string;
  readonly link: LinkName;
  readonly channels: number;
  /** What the function takes, in order. */
  readonly arguments: readonly Argument[];
}

/**
 * A loss as source code for another library: one function, its helpers and imports, printed from the same formula. Its
 * gradient is what that library's own differentiation makes of it. Logits are [N, C, *space] in PyTorch and [N, *space, C] in the
 * others, targets [N, *space].
 * @throws Error for an unknown library, a shape or labels that make no sense, and whatever `makePlan` throws
 */
export function sourceCode(loss: Loss, options: SourceCodeOptions): SourceCode {
  const target = targetNamed(options.as);
  const setting = settingOf(loss, options);
  const plan = makePlan(loss, setting);
  const scopes = scopesOf(loss, plan);
  const shape: Shape = {
    channels: setting.channels,
    dimensions: setting.space.length,
    link: setting.link,
    targets: setting.targets,
    weighted: setting.weighted,
    masked: setting.masked,
    ignore: setting.ignore,
    keepsClasses: setting.channels > 1 && scopes.some(mixesClasses),
  };
  const name = target.nameOf(functionName(loss));
  const args = argumentsOf(loss, plan, shape, target);
  return {
    arguments: args,
    as: options.as,
    name,
    code: codeOf({ loss, plan, scopes, shape, target, name, args }),
    link: setting.link,
    channels: setting.channels,
  };
}

function targetNamed(name: TargetName): Target {
  const target = TARGETS.find((each) => each.name === name);
  if (!target)
    throw new Error(`Unknown library "${name}": expected ${TARGETS.map((t) => t.name).join(", ")}.`);
  return target;
}

function settingOf(loss: Loss, options: SourceCodeOptions): Setting {
  const own = options.link ?? linkOf(loss);
  const channels = options.channels ?? (own === "softmax" ? 3 : 1);
  const { dimensions = 2, targets = "indices", weights = false, mask = false, ignore = [] } = options;
  if (!Number.isInteger(channels) || channels < 1)
    throw new Error(`channels must be a whole number of at least 1, got ${channels}.`);
  if (![1, 2, 3].includes(dimensions)) throw new Error(`dimensions must be 1, 2 or 3, got ${dimensions}.`);
  const labels = [ignore].flat() as number[];
  if (!labels.every(Number.isInteger))
    throw new Error(`ignore must be whole labels such as 255, got ${labels}.`);
  if (targets === "soft" && labels.length > 0)
    throw new Error("ignore names labels, but the targets are soft: leave pixels out with a mask instead.");
  return {
    batch: 1,
    space: Array.from({ length: dimensions }, () => 1),
    channels,
    layout: "channels-last",
    link: own ?? defaultLink(channels),
    targets,
    weighted: weights,
    ignore: labels,
    masked: mask,
  };
}

/** The value of one region of each kind, without its share of the average. */
function scopesOf({ terms }: Loss, plan: Plan): PrintedScope[] {
  return (["image", "batch"] as const).flatMap((over) => {
    const values = terms.filter((term) => term.over === over).map((term) => termOf(term, plan));
    return values.length === 0 ? [] : [{ over, value: add(...values) }];
  });
}

function termOf(term: Term, plan: Plan): Expression {
  const ramp = term.ramp ? rampFactor(term.ramp) : number(1);
  return mul(number(term.weight), ramp, termValue(term, plan.setting, plan));
}

/** Whether values of pixels with the class axis meet others without it, or sums of images that keep it. */
function mixesClasses({ over, value }: PrintedScope): boolean {
  const isArray = (e: Expression): boolean => e.kind === "apply" || (e.kind === "symbol" && e.axes !== 0);
  return topological([value]).some((e) => {
    if (e.kind !== "apply" || isApply(e, "pixelSum")) return false;
    // Pixels are ranked class by class, also where there is one row for all.
    if (OPS[e.op].kind === "rank" && (e.axes & CLASS) === 0) return true;
    const without = e.args.filter((arg) => isArray(arg) && (arg.axes & CLASS) === 0);
    if (over === "image" && (e.axes & CLASS) !== 0 && without.length > 0) return true;
    return (
      (e.axes & PIXEL) !== 0 &&
      without.some((arg) => (e.axes & CLASS) !== 0 || (over === "image" && (arg.axes & PIXEL) === 0))
    );
  });
}

interface Printed {
  readonly loss: Loss;
  readonly plan: Plan;
  readonly scopes: readonly PrintedScope[];
  readonly shape: Shape;
  readonly target: Target;
  readonly name: string;
  readonly args: readonly Argument[];
}

function codeOf({ loss, plan, scopes, shape, target, name, args }: Printed): string {
  const symbols = symbolsIn(scopes);
  const taken = new Set([
    ...args.map((arg) => arg.name),
    ...RESERVED.map(target.nameOf),
    ...[...symbols].map(target.nameOf),
    ...Object.values(HELPER_WORDS).map((words) => target.nameOf(`_${words}`)),
    name,
  ]);
  const written = statementsOf(scopes, {
    target,
    channels: shape.channels,
    keepsClasses: shape.keepsClasses,
    hasBoth: scopes.length > 1,
    hints: hintsOf(loss, plan),
    vectorNames: vectorNamesOf(loss, plan),
    taken,
  });
  const needs: Needs = {
    symbols,
    ...fieldsOf(plan, target),
    counts: written.counts,
    space: written.helpers.has("skeleton"),
  };
  const preamble = target.preamble(shape, needs);
  const { lines, result } = averaged(scopes, written.results, shape, target);
  const body = [...preamble, ...written.lines, ...lines];
  const over = new Set(scopes.map((scope) => scope.over));
  const helpers = helpersFor([...body, result], target, {
    ...shape,
    over,
    ranksWeights: written.ranksWeights,
  });
  const all = [...helpers, ...body, result].join("\n");
  return target.assemble({
    name,
    description: descriptionOf(loss, plan, target),
    arguments: args,
    imports: target.imports(all),
    helpers,
    body,
    result,
  });
}

/** The helpers that are called in lines of the loss, or in one another. */
function helpersFor(lines: readonly string[], target: Target, shape: HelperShape): string[] {
  const made = new Map<HelperName, string>();
  const isCalled = (helper: HelperName): boolean => {
    const call = new RegExp(`(?<![\\w.])${target.nameOf(`_${HELPER_WORDS[helper]}`)}\\(`);
    return [...lines, ...made.values()].some((text) => call.test(text));
  };
  for (const helper of [...HELPER_ORDER].reverse())
    if (isCalled(helper)) made.set(helper, target.helpers[helper](shape));
  return [...made.values()].reverse();
}

/** Each may call those before it. */
const HELPER_ORDER: readonly HelperName[] = [
  "stop",
  "ratio",
  "logOthers",
  "lovaszWeights",
  "hardest",
  "skeleton",
];
const RESERVED = [
  "z",
  "y",
  "p",
  "q",
  "w",
  "v",
  "log_p",
  "log_q",
  "valid",
  "present",
  "loss",
  "per_image",
  "of_images",
  "of_batch",
  "labels",
  "pixels",
  "all_pixels",
  "math",
  "torch",
  "jnp",
  "jax",
  "ops",
  "keras",
  "tf",
];

/** Means over the images; what is summed over images and what over the batch is added up. */
function averaged(
  scopes: readonly PrintedScope[],
  results: Statements["results"],
  shape: Shape,
  target: Target,
): { lines: string[]; result: string } {
  const leavesOut = shape.masked || shape.ignore.length > 0;
  const lines: string[] = [];
  const parts = scopes.map(({ over }, i): Piece => {
    const piece = results[i];
    if (over === "batch") return piece;
    if (!leavesOut) return target.reduce.mean(piece, { axes: null, keep: false });
    lines.push(...target.meanOfValidImages(piece, piece.hasAxes));
    return atom(target.nameOf("loss"));
  });
  if (parts.length === 1) return { lines, result: parts[0].text };
  const names = ["of_images", "of_batch"].map((name) => target.nameOf(name));
  for (const [i, name] of names.entries()) lines.push(target.assign(name, parts[i].text));
  return { lines, result: target.ops.add(atom(names[0]), atom(names[1])).text };
}

function symbolsIn(scopes: readonly PrintedScope[]): Set<string> {
  const names = topological(scopes.map(({ value }) => value)).flatMap((e) =>
    e.kind === "symbol" ? [e.name] : [],
  );
  return new Set(names.map(symbolWords));
}

function fieldsOf(plan: Plan, target: Target): Pick<Needs, "perPixel" | "perClass"> {
  const name = (field: string): string => target.nameOf(symbolWords(field));
  return {
    perPixel: [...plan.fields.flatMap(({ d1, d2 }) => [d1, d2]), ...plan.maps].map(name),
    perClass: plan.classFields.map((field) => name(field.name)),
  };
}

/** What the definitions of the formulas are called, by the key of the expression. */
function hintsOf({ terms }: Loss, plan: Plan): Map<string, string> {
  const hints = new Map<string, string>();
  for (const term of terms) {
    const field = plan.fields.find(
      ({ settings }) => JSON.stringify(settings) === JSON.stringify(term.fields),
    );
    const definitions = elaborateDefinitions(
      parseFormula(formulaFor(term, plan.setting)),
      meaningOf(term, plan.setting, field, plan.classFields),
    );
    for (const [name, value] of definitions)
      if (value.kind === "apply" && !hints.has(value.key)) hints.set(value.key, snakeCase(name));
  }
  return hints;
}

function vectorNamesOf({ terms }: Loss, plan: Plan): Map<string, string> {
  const names = new Map<string, string>();
  const { channels } = plan.setting;
  names.set(Array.from({ length: channels }, (_, c) => (c === 0 ? 0 : 1)).join(), "foreground");
  for (const term of terms) {
    const mask = staticMask(term, plan.setting);
    if (mask.kind === "vector") names.set(mask.values.join(), "classes");
    const lists = { ...term.parameters, classWeights: term.classWeights };
    for (const [name, list] of Object.entries(lists))
      if (Array.isArray(list)) names.set(list.join(), snakeCase(name));
  }
  return names;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function functionName({ terms }: Loss): string {
  const names = [...new Set(terms.map(({ name }) => name))];
  const [name] = names;
  if (names.length > 1 || name === "formula") return "segmentation_loss";
  return `${snakeCase(name)}_loss`;
}

/** What the function computes, with its formula and constants. */
function descriptionOf(loss: Loss, plan: Plan, target: Target): string[] {
  const { terms } = loss;
  const definition = LOSSES.find(
    ({ definition: d }) => terms.length === 1 && d.name === terms[0].name,
  )?.definition;
  const title = definition ? `${definition.title}: ${definition.summary}.` : "Segmentation loss.";
  const call = terms.some(({ name }) => name === "formula") ? "" : ` of ${printLoss(loss)}`;
  return [
    ...wrapped(title, 80),
    ...terms.flatMap((term) => ["", ...formulaLines(term, plan), "", ...constantsOf(term)]),
    "",
    ...wrapped(`Written by segloss: ${target.title} code${call}.`, 80),
  ];
}

/** The formula, and below it its definitions. */
function formulaLines(term: Term, plan: Plan): string[] {
  const { body, definitions } = parseFormula(formulaFor(term, plan.setting));
  const factors = [
    ...(term.weight === 1 ? [] : [String(term.weight)]),
    ...(term.ramp ? [printRamp(term.ramp)] : []),
  ];
  const text = factors.length === 0 ? printText(body) : `${factors.join(" * ")} * (${printText(body)})`;
  const list = [...definitions].map(([name, { value }]) => `${name} = ${printText(value)}`);
  const where = list.map(
    (line, i) => `${i === 0 ? "  where " : "        "}${line}${i < list.length - 1 ? "," : ""}`,
  );
  const lines = [...wrapped(text, 76), ...where.flatMap((line) => hanging(line, 76))];
  return lines.map((line) => `    ${line}`);
}

/** A line that is too long goes on further to the right. */
function hanging(line: string, width: number): string[] {
  const indent = line.length - line.trimStart().length;
  return wrapped(line.trimStart(), width - indent - 4).map(
    (part, i) => " ".repeat(indent + (i === 0 ? 0 : 4)) + part,
  );
}

function constantsOf(term: Term): string[] {
  const constants = Object.entries(term.parameters).map(
    ([name, value]) => `${name} = ${Array.isArray(value) ? `[${value.join(", ")}]` : value}`,
  );
  const region = `Sums run over the pixels of ${term.over === "image" ? "each image, and images are averaged" : "the whole batch"}.`;
  return [...(constants.length === 0 ? [] : wrapped(`With ${constants.join(", ")}.`, 80)), region];
}
