import { splitFactor } from "../formula/algebra.ts";
import {
  type ApplyNode,
  CLASS,
  type Expression,
  isApply,
  isNumber,
  PIXEL,
  topological,
  variesOver,
} from "../formula/expression.ts";
import { isPositive } from "./is-positive.ts";
import { atom, literal, type Piece, STRENGTH } from "./piece.ts";
import type { HelperName, Over, PrintedOp, Target } from "./target.ts";

/** One region's part of a loss, to be printed. */
export interface PrintedScope {
  readonly over: "image" | "batch";
  readonly value: Expression;
}

export interface Printing {
  readonly target: Target;
  readonly channels: number;
  readonly keepsClasses: boolean;
  /** Whether images and the batch are regions both. */
  readonly hasBoth: boolean;
  /** Names for parts, from the definitions of the formula. */
  readonly hints: ReadonlyMap<string, string>;
  /** Names for constants per class, by their values. */
  readonly vectorNames: ReadonlyMap<string, string>;
  readonly taken: Set<string>;
}

export interface Statements {
  readonly lines: readonly string[];
  /** The value of each scope; `hasAxes`: there may be axes of length 1 besides that of the images. */
  readonly results: readonly (Piece & { readonly hasAxes: boolean })[];
  readonly helpers: ReadonlySet<HelperName>;
  readonly counts: ReadonlySet<"image" | "batch">;
  /** Whether pixels have weights where they are ranked. */
  readonly ranksWeights: boolean;
}

/** Characters of an expression in one statement. */
const WIDEST = 66;

/** The values of the scopes as statements, shared and long parts in variables of their own. */
export function statementsOf(scopes: readonly PrintedScope[], printing: Printing): Statements {
  const made: Made = {
    ...printing,
    hints: new Map([...rolesIn(scopes.map(({ value }) => value)), ...printing.hints]),
    lines: [],
    helpers: new Set(),
    counts: new Set(),
    done: new Map(),
    ranked: new Set(),
    uses: countUses(scopes.map(({ value }) => value)),
  };
  const regions = scopes.map((scope) => ({ ...scope, ...layoutOf(scope, printing) }));
  const results = regions.map((region) => ({
    ...write(region.value, region, made),
    hasAxes: region.keepsPixels || region.keepsClassesOfSums,
  }));
  return {
    lines: made.lines,
    results,
    helpers: made.helpers,
    counts: made.counts,
    ranksWeights: made.ranked.has("weights"),
  };
}

interface Made extends Printing {
  readonly lines: string[];
  readonly helpers: Set<HelperName>;
  readonly counts: Set<"image" | "batch">;
  readonly done: Map<string, Piece>;
  readonly ranked: Set<"weights">;
  readonly uses: ReadonlyMap<string, number>;
}

interface Region extends PrintedScope {
  /** Whether sums over pixels keep their axis. */
  readonly keepsPixels: boolean;
  /** Whether sums over classes keep theirs, of what does not vary over pixels. */
  readonly keepsClassesOfSums: boolean;
}

/** Sums keep the axis of pixels, or of classes, where values that have it meet them. Those of a batch are numbers. */
function layoutOf(
  { over, value }: PrintedScope,
  { channels, target }: Printing,
): Pick<Region, "keepsPixels" | "keepsClassesOfSums"> {
  const nodes = topological([value]).filter((e) => e.kind === "apply");
  const isSum = (arg: Expression): boolean => arg.kind === "apply" && !variesOver(arg, PIXEL);
  const meetings = nodes.filter((e) => variesOver(e, PIXEL) && e.args.some(isSum));
  const ofClasses = meetings.some((e) => e.args.some((arg) => isSum(arg) && variesOver(arg, CLASS)));
  const mixes = nodes.some(
    (e) =>
      variesOver(e, CLASS) &&
      !variesOver(e, PIXEL) &&
      e.args.some((arg) => isSum(arg) && !variesOver(arg, CLASS)),
  );
  if (over === "batch")
    return { keepsPixels: ofClasses && channels > 1 && target.channelsFirst, keepsClassesOfSums: false };
  return {
    keepsPixels: meetings.length > 0,
    keepsClassesOfSums: channels > 1 && (mixes || meetings.length > 0),
  };
}

function countUses(roots: readonly Expression[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const e of topological(roots))
    if (e.kind === "apply") for (const { key } of e.args) uses.set(key, (uses.get(key) ?? 0) + 1);
  return uses;
}

/** What depends on the region: the same sum over an image and over the batch are two. */
function keyIn({ over }: Region, e: Expression): string {
  return topological([e]).some((part) => isApply(part, "pixelSum") || isRegional(part))
    ? `${over} ${e.key}`
    : e.key;
}

function isRegional(e: Expression): boolean {
  return (
    isApply(e, "lovaszWeights") || isApply(e, "hardest") || (e.kind === "symbol" && e.name === "pixelCount")
  );
}

function write(e: Expression, region: Region, made: Made, parent?: Expression): Piece {
  if (e.kind === "number") return literal(e.value);
  if (e.kind === "vector") return vectorPiece(e.values, region, made, parent);
  if (e.kind === "symbol") return symbolPiece(e.name, region, made);
  const key = keyIn(region, e);
  const known = made.done.get(key);
  if (known) return known;
  const piece = writeApply(e, region, made);
  const hint = made.hints.get(e.key);
  const isShared = (made.uses.get(e.key) ?? 0) > 1 && piece.text.length > 7;
  const named = hint !== undefined || isShared || (isApply(e, "pixelSum") && parent !== undefined);
  if (!named || /^[\w.]+$/.test(piece.text)) {
    if (isShared) made.done.set(key, piece);
    return piece;
  }
  const name = assign(piece, hint ?? sumName(e), made);
  made.done.set(key, name);
  return name;
}

/** What is ranked, and what comes of it, in the words of the operation. */
function rolesIn(roots: readonly Expression[]): [string, string][] {
  return topological(roots).flatMap((e): [string, string][] => {
    if (!isApply(e, "lovaszWeights") && !isApply(e, "hardest")) return [];
    const [ranked] = e.args;
    const own: [string, string][] = e.op === "lovaszWeights" ? [[e.key, "steps"]] : [];
    return ranked.kind === "apply" ? [[ranked.key, "errors"], ...own] : own;
  });
}

/** `sum_py` for sum(p*y); other sums and parts are numbered. */
function sumName(e: Expression): string | undefined {
  if (!isApply(e, "pixelSum")) return undefined;
  const factors = isApply(e.args[0], "mul") ? e.args[0].args : e.args;
  const names = factors.map((factor) => {
    if (factor.kind === "symbol" && /^(p|q|y|ysoft|z|w|v)$/.test(factor.name)) return factor.name[0];
    if (isApply(factor, "pow") && factor.args[0].kind === "symbol" && isNumber(factor.args[1], 2))
      return `${factor.args[0].name}2`;
    return undefined;
  });
  return names.includes(undefined) || names.length > 3 ? "total" : `sum_${names.join("")}`;
}

function assign(piece: Piece, wanted: string | undefined, made: Made): Piece {
  const name = freeName(
    made.target.nameOf(wanted ?? "part"),
    wanted === undefined || wanted === "total",
    made,
  );
  made.lines.push(made.target.assign(name, piece.text));
  return atom(name, piece.isNumber);
}

function freeName(wanted: string, isNumbered: boolean, { taken }: Made): string {
  let name = isNumbered ? `${wanted}1` : wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
  taken.add(name);
  return name;
}

function vectorPiece(
  values: readonly number[],
  region: Region,
  made: Made,
  parent: Expression | undefined,
): Piece {
  const { target, vectorNames } = made;
  const column =
    target.channelsFirst && (region.keepsPixels || (parent !== undefined && variesOver(parent, PIXEL)));
  const base = vectorNames.get(values.join()) ?? "per_class";
  const key = `${values.join()} ${column}`;
  const known = made.done.get(key);
  if (known) return known;
  const piece = assign(atom(target.vector(values, column)), base, made);
  made.done.set(key, piece);
  return piece;
}

const SYMBOL_NAMES: ReadonlyMap<string, string> = new Map([
  ["logp", "log_p"],
  ["log1mp", "log_q"],
  ["ysoft", "y"],
  ["predictedDistance", "predicted_distance"],
]);

/** The name of a symbol in the source, in words. */
export function symbolWords(name: string): string {
  return SYMBOL_NAMES.get(name) ?? name.replace(/^predictedDistance/, "predicted_distance");
}

function symbolPiece(name: string, region: Region, made: Made): Piece {
  const { target } = made;
  if (name === "classCount") return literal(made.channels);
  if (name === "progress") return atom("progress", true);
  if (name === "pixelCount") {
    made.counts.add(region.over);
    return atom(target.nameOf(region.over === "image" ? "pixels" : "all_pixels"), true);
  }
  return atom(target.nameOf(symbolWords(name)));
}

function writeApply(e: ApplyNode, region: Region, made: Made): Piece {
  const operand = (arg: Expression): Piece => write(arg, region, made, e);
  if (isApply(e, "add")) return writeSum(e, operand, made);
  if (isApply(e, "mul")) return writeProduct(e, region, made);
  if (isApply(e, "pixelSum"))
    return reduced("sum", operand(e.args[0]), overPixels(region, made, e.args[0]), made);
  if ((isApply(e, "total") || isApply(e, "largest")) && e.args[0].kind === "vector")
    return literal(ofConstants(e.op, e.args[0].values));
  if (isApply(e, "total"))
    return reduced("sum", operand(e.args[0]), overClasses(region, made, e.args[0]), made);
  if (isApply(e, "largest"))
    return reduced("max", operand(e.args[0]), overClasses(region, made, e.args[0]), made);
  if (isApply(e, "ratio")) return writeRatio(e, operand, made);
  if (isApply(e, "lovaszWeights") || isApply(e, "hardest")) return writeRank(e, region, operand, made);
  if (isApply(e, "skeleton")) return helperCall("skeleton", [...e.args.map(operand), atom("space")], made);
  if (isApply(e, "pow")) return writePower(e.args, operand, made);
  return apply(e.op as PrintedOp, e.args.map(operand), made);
}

function ofConstants(op: "total" | "largest", values: readonly number[]): number {
  return op === "total" ? values.reduce((a, b) => a + b) : Math.max(...values);
}

/** An operation of pieces, the longest of them in variables until it fits a line. */
function apply(op: PrintedOp, pieces: readonly Piece[], made: Made): Piece {
  const print = made.target.ops[op];
  if (!print)
    throw new Error(`No source code is written for the operation ${op}: this is a defect of segloss.`);
  return fitted(pieces, (list) => print(...list), made);
}

function fitted(pieces: readonly Piece[], join: (pieces: Piece[]) => Piece, made: Made): Piece {
  const list = [...pieces];
  for (;;) {
    const whole = join(list);
    const lengths = list.map(({ text }) => (/^[\w.]+$/.test(text) ? 0 : text.length));
    const longest = Math.max(...lengths);
    if (whole.text.length <= WIDEST || longest < 14) return whole;
    const at = lengths.indexOf(longest);
    list[at] = assign(list[at], undefined, made);
  }
}

function helperCall(helper: HelperName, pieces: readonly Piece[], made: Made): Piece {
  made.helpers.add(helper);
  const name = made.target.nameOf(`_${HELPER_WORDS[helper]}`);
  return fitted(pieces, (list) => atom(`${name}(${list.map(({ text }) => text).join(", ")})`), made);
}

export const HELPER_WORDS: Readonly<Record<HelperName, string>> = {
  ratio: "ratio",
  stop: "constant",
  logOthers: "log_of_others",
  lovaszWeights: "lovasz_weights",
  hardest: "hardest",
  skeleton: "soft_skeleton",
};

/** Terms with a minus sign are taken away; a positive one comes first. */
function writeSum(e: ApplyNode, operand: (arg: Expression) => Piece, made: Made): Piece {
  const terms = e.args.map((term) => {
    const [factor, rest] = splitFactor(term);
    if (term.kind === "number") return { minus: term.value < 0, piece: literal(Math.abs(term.value)) };
    if (!isNumber(factor) || factor.value >= 0) return { minus: false, piece: operand(term) };
    if (isNumber(factor, -1)) return { minus: true, piece: operand(rest) };
    const known = operand(term);
    const isNegated = known.text.startsWith("-");
    return { minus: isNegated, piece: isNegated ? minusOf(known) : known };
  });
  const ordered = [...terms.filter(({ minus }) => !minus), ...terms.filter(({ minus }) => minus)];
  const [first, ...rest] = ordered;
  const start = first.minus ? apply("neg", [first.piece], made) : first.piece;
  return rest.reduce((sum, { minus, piece }) => apply(minus ? "sub" : "add", [sum, piece], made), start);
}

/** A piece without the minus sign at its head. */
function minusOf({ text, isNumber: number }: Piece): Piece {
  return { text: text.slice(1), strength: STRENGTH.product, isNumber: number };
}

/** Numbers first, divisors last; a sum divided by the number of pixels, or of classes, is a mean. */
function writeProduct(e: ApplyNode, region: Region, made: Made): Piece {
  const means = meansIn(e, region, made);
  const above: Piece[] = [];
  const below: Piece[] = [];
  let sign = 1;
  for (const arg of e.args) {
    if (means.dropped.has(arg)) continue;
    const mean = means.pieces.get(arg);
    if (mean) above.push(mean);
    else if (arg.kind === "number") {
      if (arg.value < 0) sign = -1;
      if (Math.abs(arg.value) !== 1) above.push(literal(Math.abs(arg.value)));
    } else if (isDivisor(arg)) below.push(write(divisorOf(arg), region, made, e));
    else above.push(write(arg, region, made, e));
  }
  const join = (pieces: readonly Piece[]): Piece => pieces.reduce((a, b) => apply("mul", [a, b], made));
  const top = above.length === 0 ? literal(1) : join(above);
  const whole = below.length === 0 ? top : apply("div", [top, join(below)], made);
  return sign < 0 ? apply("neg", [whole], made) : whole;
}

interface Means {
  /** Means by the sum that they are made of. */
  readonly pieces: ReadonlyMap<Expression, Piece>;
  /** Factors that are in the means. */
  readonly dropped: ReadonlySet<Expression>;
}

function meansIn(e: ApplyNode, region: Region, made: Made): Means {
  const pieces = new Map<Expression, Piece>();
  const dropped = new Set<Expression>();
  const count = e.args.find((arg) => isDivisor(arg) && isPixelCount(divisorOf(arg)));
  const sum = e.args.find((arg) => isApply(arg, "pixelSum"));
  const total = e.args.find((arg) => isApply(arg, "total"));
  const isOnce = (part: Expression | undefined): part is ApplyNode =>
    part !== undefined && (made.uses.get(part.key) ?? 0) === 1 && !made.hints.has(part.key);
  if (count && isOnce(sum)) {
    pieces.set(sum, meanOf(sum, region, made, overPixels(region, made, sum.args[0])));
    dropped.add(count);
  }
  const share = e.args.find(
    (arg) => isNumber(arg, 1 / made.channels) || (isDivisor(arg) && isClassCount(divisorOf(arg))),
  );
  if (isOnce(total)) {
    const [inner] = total.args;
    if (count && isApply(inner, "pixelSum") && isOnce(inner) && !dropped.has(count)) {
      const mean = meanOf(inner, region, made, overPixels(region, made, inner.args[0]));
      dropped.add(count);
      if (share) dropped.add(share);
      pieces.set(total, reduced(share ? "mean" : "sum", mean, overClasses(region, made, inner), made));
    } else if (share) {
      dropped.add(share);
      pieces.set(total, meanOf(total, region, made, overClasses(region, made, inner)));
    }
  }
  return { pieces, dropped };
}

function meanOf(sum: ApplyNode, region: Region, made: Made, over: Over): Piece {
  return reduced("mean", write(sum.args[0], region, made, sum), over, made);
}

function isPixelCount(e: Expression): boolean {
  return e.kind === "symbol" && e.name === "pixelCount";
}

function isClassCount(e: Expression): boolean {
  return e.kind === "symbol" && e.name === "classCount";
}

function isDivisor(e: Expression): e is ApplyNode {
  return isApply(e, "pow") && isNumber(e.args[1], -1);
}

function divisorOf(e: ApplyNode): Expression {
  return e.args[0];
}

function writePower(
  [base, exponent]: readonly Expression[],
  operand: (arg: Expression) => Piece,
  made: Made,
): Piece {
  if (isNumber(exponent, 2)) return apply("square", [operand(base)], made);
  if (isNumber(exponent, 0.5)) return apply("sqrt", [operand(base)], made);
  if (isNumber(exponent, -1)) return apply("div", [literal(1), operand(base)], made);
  return apply("pow", [operand(base), operand(exponent)], made);
}

function writeRatio(e: ApplyNode, operand: (arg: Expression) => Piece, made: Made): Piece {
  const [a, b, empty] = e.args;
  const pieces = [operand(a), operand(b)];
  if (isPositive(b)) return apply("div", pieces, made);
  return helperCall("ratio", [...pieces, operand(empty)], made);
}

/** The last operand, weights of 1 everywhere, is left out. */
function writeRank(e: ApplyNode, region: Region, operand: (arg: Expression) => Piece, made: Made): Piece {
  const [error, second, weight] = e.args;
  const pieces = [operand(error), operand(second), ...(isNumber(weight, 1) ? [] : [operand(weight)])];
  const helper = e.op as "lovaszWeights" | "hardest";
  if (pieces.length > 2) made.ranked.add("weights");
  made.helpers.add(helper);
  const name = made.target.nameOf(`_${HELPER_WORDS[helper]}`);
  const join = (list: readonly Piece[]): string[] => list.map(({ text }) => text);
  return fitted(
    pieces,
    (list) => atom(`${name}(${[...join(list), ...batchArguments(region, list.length, made)].join(", ")})`),
    made,
  );
}

/** What says that all images are ranked together. */
function batchArguments({ over }: Region, given: number, { target, hasBoth }: Made): string[] {
  if (over === "image" || !hasBoth) return [];
  if (target.extension === "py") return ["over_batch=True"];
  return given === 2 ? ["null", "true"] : ["true"];
}

function reduced(kind: "sum" | "mean" | "max", x: Piece, over: Over, made: Made): Piece {
  return fitted([x], ([only]) => made.target.reduce[kind](only, over), made);
}

/** Pixels are the last axis, or the second where the classes are last. */
function overPixels(
  { over, keepsPixels, keepsClassesOfSums }: Region,
  made: Made,
  operand: Expression,
): Over {
  const { channels, keepsClasses, target } = made;
  const axis = target.channelsFirst ? -1 : 1;
  if (variesOver(operand, CLASS)) return { axes: over === "image" ? [axis] : [0, axis], keep: keepsPixels };
  if (over === "batch") return { axes: null, keep: false };
  // An axis of classes that has length 1 goes with that of the pixels.
  const drops = channels > 1 && keepsClasses && !keepsClassesOfSums;
  return { axes: drops ? [1, 2] : [axis], keep: keepsPixels };
}

/** Classes are the second axis, or the last where the target has them there. */
function overClasses(region: Region, made: Made, operand: Expression): Over {
  const { over, keepsPixels, keepsClassesOfSums } = region;
  const ofPixels = variesOver(operand, PIXEL);
  const keep = ofPixels ? made.keepsClasses : keepsClassesOfSums;
  if (!ofPixels && over === "batch") return { axes: null, keep: false };
  if (!made.target.channelsFirst) return { axes: [-1], keep };
  return { axes: [ofPixels || over === "image" || keepsPixels ? 1 : 0], keep };
}
