import { type ApplyNode, type Expression, isApply, isNumber } from "../formula/expression.ts";
import { apply, reduced } from "./fit-statements.ts";
import { overClasses, overPixels } from "./layout.ts";
import { literal, type Piece } from "./piece.ts";
import type { Made, Region, Write } from "./printing.ts";
import type { Over } from "./target.ts";

/** Numbers first, divisors last; a sum divided by the number of pixels, or of classes, is a mean. */
export function writeProduct(e: ApplyNode, region: Region, made: Made, write: Write): Piece {
  const means = meansIn(e, region, made, write);
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

function meansIn(e: ApplyNode, region: Region, made: Made, write: Write): Means {
  const pieces = new Map<Expression, Piece>();
  const dropped = new Set<Expression>();
  const count = e.args.find((arg) => isDivisor(arg) && isPixelCount(divisorOf(arg)));
  const sum = e.args.find((arg) => isApply(arg, "pixelSum"));
  const total = e.args.find((arg) => isApply(arg, "total"));
  const isOnce = (part: Expression | undefined): part is ApplyNode =>
    part !== undefined && (made.uses.get(part.key) ?? 0) === 1 && !made.hints.has(part.key);
  const meanOf = (part: ApplyNode, over: Over): Piece =>
    reduced("mean", write(part.args[0], region, made, part), over, made);
  if (count && isOnce(sum)) {
    pieces.set(sum, meanOf(sum, overPixels(region, made, sum.args[0])));
    dropped.add(count);
  }
  const share = e.args.find(
    (arg) => isNumber(arg, 1 / made.channels) || (isDivisor(arg) && isClassCount(divisorOf(arg))),
  );
  if (isOnce(total)) {
    const [inner] = total.args;
    if (count && isApply(inner, "pixelSum") && isOnce(inner) && !dropped.has(count)) {
      const mean = meanOf(inner, overPixels(region, made, inner.args[0]));
      dropped.add(count);
      if (share) dropped.add(share);
      pieces.set(total, reduced(share ? "mean" : "sum", mean, overClasses(region, made, inner), made));
    } else if (share) {
      dropped.add(share);
      pieces.set(total, meanOf(total, overClasses(region, made, inner)));
    }
  }
  return { pieces, dropped };
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
