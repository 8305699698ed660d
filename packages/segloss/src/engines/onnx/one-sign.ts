import { add, mul, pow, sub } from "../../formula/algebra.ts";
import { type Expression, isApply, isSymbol, number } from "../../formula/expression.ts";
import { splitFactor } from "../../formula/factors.ts";
import { HARD_TARGET, isHardTarget, SOFT_TARGET } from "../../formula/targets.ts";

/** Coefficients of p^i y^j, by "i j". */
type Polynomial = ReadonlyMap<string, number>;

interface Common {
  readonly p: Expression;
  readonly y: Expression;
  /** The factors that all terms have besides. */
  readonly rest: Expression;
  readonly polynomial: Polynomial;
}

const NO_TERM = 1e-12;

/**
 * A polynomial of p and y, times what all its terms have in common, as a sum of products that are not below 0, or not above:
 * p + y - 2 p y is (1 - y) p + y q, and p^2 + y^2 - 2 p y is (y - p)^2. Nothing cancels but y - p, whose square is small where
 * that matters. Undefined for what has no such form.
 */
export function oneSign(e: Expression): Expression | undefined {
  const common = polynomialOf(e);
  if (common === undefined) return undefined;
  const form = square(common) ?? byTarget(common);
  return form && mul(common.rest, form);
}

/** y f(p, 1) + (1 - y) f(p, 0) for what is linear in y, the first in powers of q. */
function byTarget({ p, y, polynomial }: Common): Expression | undefined {
  const degrees = [...polynomial.keys()].map((key) => key.split(" ").map(Number));
  if (degrees.some(([, j]) => j > 1)) return undefined;
  const highest = Math.max(...degrees.map(([i]) => i));
  const at = (i: number, j: number): number => polynomial.get(`${i} ${j}`) ?? 0;
  const powers = Array.from({ length: highest + 1 }, (_, i) => i);
  const without = powers.map((i) => at(i, 0));
  const within = complementary(powers.map((i) => at(i, 0) + at(i, 1)));
  const all = [...without, ...within];
  if (!all.every((c) => c >= 0) && !all.every((c) => c <= 0)) return undefined;
  const sum = (coefficients: readonly number[], x: Expression): Expression =>
    add(...coefficients.map((c, i) => mul(number(c), pow(x, number(i)))));
  return add(mul(y, sum(within, sub(number(1), p))), mul(sub(number(1), y), sum(without, p)));
}

/** The coefficients of sum c_i p^i in powers of q = 1 - p. */
function complementary(coefficients: readonly number[]): number[] {
  const out = coefficients.map(() => 0);
  coefficients.forEach((c, i) => {
    for (let k = 0, binomial = 1; k <= i; k++) {
      out[k] += c * binomial * (k % 2 ? -1 : 1);
      binomial = (binomial * (i - k)) / (k + 1);
    }
  });
  return out.map((c) => (Math.abs(c) < NO_TERM ? 0 : c));
}

/** c (p - y)^2, in which class indices are their own squares. */
function square({ p, y, polynomial }: Common): Expression | undefined {
  const c = polynomial.get("2 0") ?? 0;
  const ofY = polynomial.get(isHardTarget(y) ? "0 1" : "0 2");
  if (polynomial.size !== 3 || ofY !== c || polynomial.get("1 1") !== -2 * c) return undefined;
  return mul(number(c), pow(sub(y, p), number(2)));
}

/** y - p as y q - (1 - y) p: of a p near 1 the difference to 1 is known better than p. */
export function gap(p: Expression, y: Expression): Expression {
  return sub(mul(y, sub(number(1), p)), mul(sub(number(1), y), p));
}

/** |y - p|, which for class indices needs no absolute value. Undefined for all else. */
export function distanceOf(e: Expression): { readonly p: Expression; readonly y: Expression } | undefined {
  const found = polynomialOf(e);
  if (found === undefined || found.rest.key !== number(1).key || found.polynomial.size !== 2)
    return undefined;
  const [ofP, ofY] = [found.polynomial.get("1 0"), found.polynomial.get("0 1")];
  return ofP !== undefined && ofP === -(ofY ?? 0) && Math.abs(ofP) === 1 ? found : undefined;
}

/** a, b, y and p of a + b - a y - b p. Undefined for all else. */
export function meanOf(
  e: Expression,
): { readonly a: number; readonly b: number; readonly y: Expression; readonly p: Expression } | undefined {
  const found = polynomialOf(e);
  if (found === undefined || found.rest.key !== number(1).key || found.polynomial.size !== 3)
    return undefined;
  const [c, a, b] = ["0 0", "0 1", "1 0"].map((key) => -(found.polynomial.get(key) ?? 0));
  return a * b * c !== 0 && Math.abs(a + b + c) < NO_TERM ? { a, b, y: found.y, p: found.p } : undefined;
}

function polynomialOf(e: Expression): Common | undefined {
  const terms = isApply(e, "add") ? e.args : [e];
  const parts = terms.map(partOf);
  const rest = parts[0]?.rest;
  if (!parts.every((part) => part !== undefined && part.rest.key === rest?.key)) return undefined;
  const polynomial = parts.reduce<Polynomial>((sum, part) => plus(sum, part!.polynomial), new Map());
  const kept = new Map([...polynomial].filter(([, c]) => Math.abs(c) >= NO_TERM));
  const symbols = parts.flatMap((part) => part!.symbols);
  const [p, y] = [symbols.find((s) => isSymbol(s, "p")), symbols.find(isTarget)];
  return p && y && kept.size > 0 ? { p, y, rest: rest!, polynomial: kept } : undefined;
}

interface Part {
  readonly rest: Expression;
  readonly polynomial: Polynomial;
  readonly symbols: readonly Expression[];
}

/** A product as a polynomial of p and y and whatever else it has. */
function partOf(term: Expression): Part | undefined {
  const [factor, product] = splitFactor(term);
  if (factor.kind !== "number") return undefined;
  let polynomial: Polynomial = new Map([["0 0", factor.value]]);
  const rest: Expression[] = [];
  const symbols: Expression[] = [];
  for (const f of isApply(product, "mul") ? product.args : [product]) {
    const known = factorOf(f);
    if (known === undefined) rest.push(f);
    else {
      polynomial = times(polynomial, known.polynomial);
      symbols.push(known.symbol);
    }
  }
  return { rest: mul(...rest), polynomial: hard(polynomial, symbols), symbols };
}

function isTarget(e: Expression): boolean {
  return isSymbol(e, HARD_TARGET) || isSymbol(e, SOFT_TARGET);
}

/** Class indices are their own squares. */
function hard(polynomial: Polynomial, symbols: readonly Expression[]): Polynomial {
  if (!symbols.some(isHardTarget)) return polynomial;
  return [...polynomial].reduce<Polynomial>((sum, [key, c]) => {
    const [i, j] = key.split(" ").map(Number);
    return plus(sum, new Map([[`${i} ${Math.min(j, 1)}`, c]]));
  }, new Map());
}

const COMPLEMENT: Polynomial = new Map([
  ["0 0", 1],
  ["1 0", -1],
]);
const FALSE: Polynomial = new Map([
  ["0 0", 1],
  ["0 1", -1],
]);

/** p, q, y, 1 - y and small whole powers of them. */
function factorOf(e: Expression): { polynomial: Polynomial; symbol: Expression } | undefined {
  if (isSymbol(e, "p")) return { polynomial: new Map([["1 0", 1]]), symbol: e };
  if (isSymbol(e, "q")) return { polynomial: COMPLEMENT, symbol: sub(number(1), e) };
  if (isTarget(e)) return { polynomial: new Map([["0 1", 1]]), symbol: e };
  if (isApply(e, "add") && e.args.length === 2 && isTarget(sub(number(1), e)))
    return { polynomial: FALSE, symbol: sub(number(1), e) };
  if (!isApply(e, "pow") || e.args[1].kind !== "number") return undefined;
  const [base, n] = [factorOf(e.args[0]), e.args[1].value];
  if (base === undefined || !Number.isInteger(n) || n < 1 || n > 4) return undefined;
  const power = Array.from({ length: n - 1 }).reduce<Polynomial>(
    (a) => times(a, base.polynomial),
    base.polynomial,
  );
  return { polynomial: power, symbol: base.symbol };
}

function plus(a: Polynomial, b: Polynomial): Polynomial {
  const sum = new Map(a);
  for (const [key, c] of b) sum.set(key, (sum.get(key) ?? 0) + c);
  return sum;
}

function times(a: Polynomial, b: Polynomial): Polynomial {
  let sum: Polynomial = new Map();
  for (const [m, c] of a)
    for (const [n, d] of b) {
      const [[i, j], [k, l]] = [m, n].map((key) => key.split(" ").map(Number));
      sum = plus(sum, new Map([[`${i + k} ${j + l}`, c * d]]));
    }
  return sum;
}
