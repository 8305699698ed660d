import { add, apply, mul, neg } from "../../formula/algebra.ts";
import {
  type Expression,
  isApply,
  isNumber,
  number,
  PIXEL,
  symbol,
  topological,
  variesOver,
} from "../../formula/expression.ts";
import { splitByAxis, splitFactor } from "../../formula/factors.ts";
import { OPS } from "../../formula/op-table.ts";
import { HARD_TARGET } from "../../formula/targets.ts";

/** An expression that holds no target, for pixels with y = 1 and for those with y = 0. */
export interface LabelChoice {
  readonly positive: Expression;
  readonly negative: Expression;
}

/** Maps the symbols outside of sums, class operations and sorts, whose operands are lowered on their own. */
function mapSymbols(e: Expression, image: (name: string, self: Expression) => Expression): Expression {
  const done = new Map<string, Expression>();
  const visit = (node: Expression): Expression => {
    const seen = done.get(node.key);
    if (seen) return seen;
    let result: Expression = node;
    if (node.kind === "symbol") result = image(node.name, node);
    if (node.kind === "apply" && OPS[node.op].kind === "elementwise" && variesOver(node, PIXEL)) {
      result = apply(node.op, ...node.args.map(visit));
    }
    done.set(node.key, result);
    return result;
  };
  return visit(e);
}

/** Whether the hard target stands in the expression outside of sums, class operations and sorts. */
export function choosesByLabel(e: Expression): boolean {
  const without = new Set<string>();
  const holds = (node: Expression): boolean => {
    if (without.has(node.key)) return false;
    without.add(node.key);
    if (node.kind === "symbol") return node.name === HARD_TARGET;
    return node.kind === "apply" && OPS[node.op].kind === "elementwise" && node.args.some(holds);
  };
  return holds(e);
}

export function labelChoice(e: Expression): LabelChoice {
  const at = (y: number): Expression =>
    gatherTerms(mapSymbols(e, (name, self) => (name === HARD_TARGET ? number(y) : self)));
  return { positive: at(1), negative: at(0) };
}

/** Terms that differ in factors without the pixel axis alone, as one: `a p q - b p q` is `(a - b) p q`. */
export function gatherTerms(e: Expression): Expression {
  if (!isApply(e, "add")) return e;
  const groups = new Map<string, { part: Expression; fixed: Expression[] }>();
  for (const term of e.args) {
    const [varying, fixed] = splitByAxis(term, PIXEL);
    const part = mul(...varying);
    const group = groups.get(part.key) ?? { part, fixed: [] };
    group.fixed.push(mul(...fixed));
    groups.set(part.key, group);
  }
  if (groups.size === e.args.length) return e;
  return add(...[...groups.values()].map(({ part, fixed }) => mul(add(...fixed), part)));
}

const MIRROR: Readonly<Record<string, string>> = { p: "q", q: "p", logp: "log1mp", log1mp: "logp" };

/** The expression at -z: under the sigmoid link p and q = 1 - p change places. */
function mirror(e: Expression): Expression {
  return mapSymbols(e, (name, self) => {
    if (name === "z") return neg(self);
    return Object.hasOwn(MIRROR, name) ? symbol(MIRROR[name], self.axes) : self;
  });
}

/** `factor` times `part`, the same for both labels when the part is taken at z for y = 1 and at -z for y = 0. */
export interface MirrorImage {
  readonly part: Expression;
  readonly positiveFactor: Expression;
  readonly negativeFactor: Expression;
}

/**
 * A loss that treats both labels alike is one function of the margin z (2y - 1): half of the work. Returns it with its
 * factor for either label, or null.
 */
export function mirrorImage({ positive, negative }: LabelChoice): MirrorImage | null {
  const one = standardForm(positive);
  const zero = standardForm(gatherTerms(mirror(negative)));
  if (one.part.key !== zero.part.key) return null;
  return { part: one.part, positiveFactor: one.factor, negativeFactor: zero.factor };
}

interface Scaled {
  readonly factor: Expression;
  readonly part: Expression;
}

/** Takes the factors without the pixel axis out; of a sum, the constant of its first term in the order of the keys. */
function standardForm(e: Expression): Scaled {
  const [varying, fixed] = splitByAxis(e, PIXEL);
  const inner = mul(...varying);
  if (!isApply(inner, "add")) return { factor: mul(...fixed), part: inner };
  const terms = inner.args.map((term) => splitFactor(term));
  const first = terms.reduce((a, b) => (a[1].key < b[1].key ? a : b));
  const lead = first[0];
  if (lead.kind !== "number") return { factor: mul(...fixed), part: inner };
  const parts = terms.map(([factor, rest]) =>
    factor.kind === "number" ? mul(number(rounded(factor.value / lead.value)), rest) : null,
  );
  if (parts.includes(null)) return { factor: mul(...fixed), part: inner };
  return { factor: mul(...fixed, lead), part: add(...(parts as Expression[])) };
}

/** Drops the last digits, in which equal quotients may differ. */
function rounded(x: number): number {
  return Number(x.toPrecision(14));
}

/** Number of operations on pixels, shared ones counted once: what an expression costs. */
export function pixelCost(roots: readonly Expression[]): number {
  return topological(roots).filter((e) => e.kind === "apply" && variesOver(e, PIXEL)).length;
}

/** Factors that both have, and what is left of each; of powers of one base the smaller. */
export function commonFactors({ positive, negative }: LabelChoice): LabelChoice & { common: Expression[] } {
  const factors = (e: Expression): Expression[] => (isApply(e, "mul") ? [...e.args] : [e]).flatMap(repeated);
  const left = factors(positive);
  const right = factors(negative);
  const common: Expression[] = [];
  for (const factor of [...left]) {
    const at = right.findIndex((other) => other.key === factor.key);
    if (at < 0 || isNumber(factor, 1)) continue;
    common.push(factor);
    left.splice(left.indexOf(factor), 1);
    right.splice(at, 1);
  }
  return { positive: mul(...left), negative: mul(...right), common };
}

/** A small whole power as its factors. */
function repeated(e: Expression): Expression[] {
  if (!isApply(e, "pow") || e.args[1].kind !== "number") return [e];
  const { value } = e.args[1];
  return Number.isInteger(value) && value > 1 && value < 5
    ? new Array<Expression>(value).fill(e.args[0])
    : [e];
}

/** Terms that vary over pixels and that both have, where what is left of each is a number; else null. */
export function commonTerms({
  positive,
  negative,
}: LabelChoice): (LabelChoice & { common: Expression }) | null {
  const terms = (e: Expression): readonly Expression[] => (isApply(e, "add") ? e.args : [e]);
  const others = new Set(terms(negative).map(({ key }) => key));
  const common = terms(positive).filter((term) => variesOver(term, PIXEL) && others.has(term.key));
  const keys = new Set(common.map(({ key }) => key));
  const rest = (e: Expression): Expression => add(...terms(e).filter((term) => !keys.has(term.key)));
  const choice = { positive: rest(positive), negative: rest(negative) };
  if (common.length === 0 || [choice.positive, choice.negative].some((e) => variesOver(e, PIXEL)))
    return null;
  return { ...choice, common: add(...common) };
}
