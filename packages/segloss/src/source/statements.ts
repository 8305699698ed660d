import {
  type ApplyNode,
  type Expression,
  isApply,
  isNumber,
  PIXEL,
  topological,
  variesOver,
} from "../formula/expression.ts";
import { splitFactor } from "../formula/factors.ts";
import { apply, assign, fitted, HELPER_WORDS, helperCall, reduced } from "./fit-statements.ts";
import { isPositive } from "./is-positive.ts";
import { layoutOf, overClasses, overPixels } from "./layout.ts";
import { atom, literal, type Piece, STRENGTH } from "./piece.ts";
import type { Made, PrintedScope, Printing, Region, Statements } from "./printing.ts";
import type { PrintedOp } from "./target.ts";
import { rolesIn, sumName, symbolWords } from "./variable-names.ts";
import { writeProduct } from "./write-product.ts";

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

/** An expression, in a variable of its own where it is shared, a sum, or has a name. */
export function write(e: Expression, region: Region, made: Made, parent?: Expression): Piece {
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
  if (isApply(e, "mul")) return writeProduct(e, region, made, write);
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
