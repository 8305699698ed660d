import { add, apply, div, mul, neg, pow, sub } from "./algebra.ts";
import { didYouMean } from "./did-you-mean.ts";
import {
  CLASS,
  type Expression,
  isNumber,
  NO_AXES,
  number,
  PIXEL,
  unionAxes,
  variesOver,
} from "./expression.ts";
import { FormulaError } from "./formula-error.ts";
import { FORMULA_FUNCTIONS } from "./functions.ts";
import type { Meaning } from "./meaning.ts";
import { quoted } from "./quoted.ts";
import type { FormulaSyntax, Syntax } from "./syntax.ts";

export type { Meaning } from "./meaning.ts";

/**
 * Gives a parsed formula its meaning as an expression without the pixel axis.
 * @throws FormulaError for an unknown name, a wrong number of operands, or a pixel symbol outside of a reduction.
 */
export function elaborate(formula: FormulaSyntax, meaning: Meaning): Expression {
  const result = elaborateBody(formula, meaning);
  if (variesOver(result, PIXEL)) {
    const reader: Reader = { formula, meaning, open: [], done: new Map() };
    const at = firstUnreduced(reader, formula.body) ?? 0;
    throw new FormulaError(
      "The value still varies over pixels: wrap this in mean(...) or sum(...).",
      formula.text,
      at,
    );
  }
  return result;
}

function elaborateBody(formula: FormulaSyntax, meaning: Meaning): Expression {
  const reader: Reader = { formula, meaning, open: [], done: new Map() };
  for (const [name, { at }] of formula.definitions) define(reader, name, at);
  return read(reader, formula.body);
}

/**
 * What the outer mean of a formula averages: values of pixels, and of classes. A formula without one has the value of its
 * region, or one for each class.
 */
export function elaborateParts(formula: FormulaSyntax, meaning: Meaning): Expression {
  const { body } = formula;
  if (body.kind !== "call" || body.name !== "mean" || body.args.length !== 1)
    return elaborate(formula, meaning);
  return elaborateBody({ ...formula, body: body.args[0] }, meaning);
}

/** What the definitions of a formula stand for, by name. */
export function elaborateDefinitions(
  formula: FormulaSyntax,
  meaning: Meaning,
): ReadonlyMap<string, Expression> {
  const reader: Reader = { formula, meaning, open: [], done: new Map() };
  for (const [name, { at }] of formula.definitions) define(reader, name, at);
  return reader.done;
}

interface Reader {
  readonly formula: FormulaSyntax;
  readonly meaning: Meaning;
  readonly open: string[];
  readonly done: Map<string, Expression>;
}

type Call = Extract<Syntax, { kind: "call" }>;

function fail(reader: Reader, problem: string, at: number): never {
  throw new FormulaError(problem, reader.formula.text, at);
}

function read(reader: Reader, node: Syntax): Expression {
  switch (node.kind) {
    case "number":
      return number(node.value);
    case "name":
      return readName(reader, node.name, node.at);
    case "negate":
      return neg(read(reader, node.operand));
    case "binary":
      return readBinary(reader, node);
    case "call":
      return readCall(reader, node);
  }
}

function readName(reader: Reader, name: string, at: number): Expression {
  if (reader.formula.definitions.has(name)) return define(reader, name, at);
  const known = reader.meaning.names.get(name);
  if (known) return known;
  if (Object.hasOwn(REDUCTIONS, name) || Object.hasOwn(FORMULA_FUNCTIONS, name)) {
    fail(reader, `${quoted(name)} is a function: write ${name}(...).`, at);
  }
  const names = [...reader.meaning.names.keys(), ...reader.formula.definitions.keys()];
  const hint = didYouMean(name, names) || ` Known names: ${someOf(names)}.`;
  return fail(reader, `Unknown name ${quoted(name)}.${hint}`, at);
}

/** Names for a message: a formula may define hundreds. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 40).filter(({ length }) => length <= 40);
  return `${shown.join(", ")}${shown.length < names.length ? ", ..." : ""}`;
}

function define(reader: Reader, name: string, at: number): Expression {
  const done = reader.done.get(name);
  if (done) return done;
  if (reader.meaning.names.has(name))
    fail(reader, `${quoted(name)} already has a meaning: choose another name.`, at);
  if (reader.open.includes(name)) fail(reader, `${quoted(name)} is defined by itself.`, at);
  reader.open.push(name);
  const value = read(reader, reader.formula.definitions.get(name)!.value);
  reader.open.pop();
  reader.done.set(name, value);
  return value;
}

function readBinary(reader: Reader, node: Extract<Syntax, { kind: "binary" }>): Expression {
  const left = read(reader, node.left);
  const right = read(reader, node.right);
  switch (node.operator) {
    case "+":
      return add(left, right);
    case "-":
      return sub(left, right);
    case "*":
      return mul(left, right);
    case "^":
      return pow(left, right);
    case "/":
      return divide(left, right, reader.meaning.empty);
  }
}

/** Between pixel values a plain quotient; between sums 0/0 has the value of an empty class. */
function divide(a: Expression, b: Expression, empty: number): Expression {
  const ofSums = !(unionAxes([a, b]) & PIXEL) && b.kind === "apply";
  return ofSums ? apply("ratio", a, b, number(empty)) : div(a, b);
}

function readCall(reader: Reader, node: Call): Expression {
  const reduction = Object.hasOwn(REDUCTIONS, node.name) ? REDUCTIONS[node.name] : undefined;
  const known = Object.hasOwn(FORMULA_FUNCTIONS, node.name) ? FORMULA_FUNCTIONS[node.name] : undefined;
  if (reader.meaning.names.has(node.name)) fail(reader, `${quoted(node.name)} is not a function.`, node.at);
  if (!reduction && !known) {
    const all = [...Object.keys(REDUCTIONS), ...Object.keys(FORMULA_FUNCTIONS)];
    const hint = didYouMean(node.name, all) || ` Known functions: ${all.join(", ")}.`;
    fail(reader, `Unknown function ${quoted(node.name)}.${hint}`, node.at);
  }
  const arity = (reduction ?? known)!.arity;
  if (node.args.length !== arity) {
    const wants = arity === 1 ? "1 operand" : `${arity} operands`;
    fail(reader, `${node.name}(...) takes ${wants}, found ${node.args.length}.`, node.at);
  }
  const args = node.args.map((arg) => read(reader, arg));
  return reduction ? reduction.meaning(reader, args, node.at) : apply(known!.op, ...args);
}

interface Reduction {
  readonly arity: number;
  readonly pixels: boolean;
  meaning(reader: Reader, args: readonly Expression[], at: number): Expression;
}

/** The functions that look at the region, its weights and its classes. */
export const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  sum: {
    arity: 1,
    pixels: true,
    meaning: (reader, [e]) => sumOver(reader.meaning, e, reader.meaning.weight),
  },
  mean: { arity: 1, pixels: true, meaning: (reader, [e]) => meanOver(reader.meaning, e) },
  total: { arity: 1, pixels: false, meaning: (reader, [e]) => totalOver(reader.meaning, e) },
  largest: { arity: 1, pixels: false, meaning: (reader, [e]) => largestOver(reader.meaning, e) },
  lovasz: { arity: 1, pixels: true, meaning: lovaszOf },
  hardest: { arity: 2, pixels: false, meaning: hardestOf },
  skeleton: { arity: 2, pixels: false, meaning: skeletonOf },
  clip: { arity: 3, pixels: false, meaning: (_, [e, low, high]) => apply("min", apply("max", e, low), high) },
};

function sumOver(meaning: Meaning, e: Expression, weight: Expression): Expression {
  const perClass = apply("pixelSum", mul(weight, e));
  return meaning.pooled && variesOver(perClass, CLASS) ? totalOver(meaning, perClass) : perClass;
}

/** Sum over the pixels divided by their number (or weight); 0 where no pixel is left. */
function meanOver(meaning: Meaning, e: Expression): Expression {
  const numerator = sumOver(meaning, e, meaning.weight);
  const perPixel = meaning.pooled && variesOver(e, CLASS) ? meaning.classMask : number(1);
  const classes = isNumber(perPixel) ? pooledClasses(meaning, e) : apply("total", perPixel);
  const count = mul(apply("pixelSum", meaning.counted), classes);
  return isNumber(meaning.counted) ? div(numerator, count) : apply("ratio", numerator, count, number(0));
}

function pooledClasses(meaning: Meaning, e: Expression): Expression {
  return meaning.pooled && variesOver(e, CLASS) ? apply("total", number(1)) : number(1);
}

function totalOver(meaning: Meaning, e: Expression): Expression {
  // With one channel there is no class axis and the sum over one class is the thing itself.
  if (!variesOver(meaning.truth, CLASS)) return e;
  return apply("total", mul(meaning.classMask, e));
}

function largestOver(meaning: Meaning, e: Expression): Expression {
  if (!variesOver(meaning.truth, CLASS)) return e;
  return apply("largest", mul(meaning.classMask, e));
}

/** Which pixels are the hardest depends on all of them: the ranking is by the error as it is, without weights. */
function hardestOf(reader: Reader, [error, share]: readonly Expression[], at: number): Expression {
  if (!variesOver(error, PIXEL))
    fail(reader, "hardest(...) ranks pixels: its first operand must vary over pixels.", at);
  if (share.axes !== NO_AXES) fail(reader, "hardest(..., share) needs one share for all pixels.", at);
  return apply("hardest", error, share, reader.meaning.weight);
}

/** Pixels that are left out are 0 to their neighbours. */
function skeletonOf(reader: Reader, [e, iterations]: readonly Expression[], at: number): Expression {
  if (!variesOver(e, PIXEL))
    fail(reader, "skeleton(...) looks at neighbours: its first operand must vary over pixels.", at);
  const count = isNumber(iterations) ? iterations.value : -1;
  if (!Number.isInteger(count) || count < 0 || count > 100)
    fail(reader, "skeleton(..., n) needs a whole number of iterations n from 0 to 100.", at);
  return apply("skeleton", mul(reader.meaning.valid, e), iterations);
}

function lovaszOf(reader: Reader, [error]: readonly Expression[], at: number): Expression {
  const { truth, weight, pooled } = reader.meaning;
  if (!variesOver(error, PIXEL))
    fail(reader, "lovasz(...) ranks pixels: its operand must vary over pixels.", at);
  if (pooled && variesOver(truth, CLASS)) {
    fail(reader, "lovasz(...) ranks the pixels of one class: it cannot be pooled over classes.", at);
  }
  return apply("pixelSum", mul(error, apply("lovaszWeights", error, truth, weight)));
}

/** Where the first name stands that varies over pixels and is in no reduction. */
function firstUnreduced(reader: Reader, node: Syntax): number | undefined {
  if (node.kind === "number") return undefined;
  if (node.kind === "name")
    return variesOver(readName(reader, node.name, node.at), PIXEL) ? node.at : undefined;
  if (node.kind === "negate") return firstUnreduced(reader, node.operand);
  const parts =
    node.kind === "binary"
      ? [node.left, node.right]
      : REDUCTIONS[node.name]?.pixels === true
        ? []
        : node.args;
  for (const part of parts) {
    const at = firstUnreduced(reader, part);
    if (at !== undefined) return at;
  }
  return undefined;
}
