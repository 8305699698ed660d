import { PIXEL } from "../../formula/expression.ts";
import type { Builder } from "../builder.ts";
import { countUses } from "../graph.ts";
import { changed, type Program, valuesOf } from "../program.ts";
import type { Value } from "../value.ts";

/**
 * The program with its products in the order that costs least: a factor that does not vary over the pixels (or, in a
 * loop over classes, over the classes) is multiplied into a part that varies as little, or into a quotient's
 * numerator; terms with a common factor share its multiplication. Rounding changes in the last bit.
 */
export function regroup(program: Program, build: Builder): Program {
  const uses = countUses(valuesOf(program));
  const done = new Map<Value, Value>();
  const usesAfter = new Map<Value, number>();
  const isFree = (value: Value): boolean => (usesAfter.get(value) ?? 1) === 1;
  const rewrite = (value: Value): Value => {
    const known = done.get(value);
    if (known) return known;
    const args = value.args.map(rewrite);
    const result = rewriteNode(value, args, isFree, build);
    done.set(value, result);
    usesAfter.set(result, (usesAfter.get(result) ?? 0) + (uses.get(value) as number));
    return result;
  };
  return changed(program, rewrite);
}

/** Whether nothing else needs a value. */
type IsFree = (value: Value) => boolean;

function rewriteNode(original: Value, args: readonly Value[], isFree: IsFree, build: Builder): Value {
  const [a, b] = args;
  if (original.op === "mul") {
    const pushed = pushFactor(a, b, isFree, build) ?? pushFactor(b, a, isFree, build);
    if (pushed) return pushed;
  }
  if ((original.op === "add" || original.op === "sub") && args.every(isFree)) {
    const common = commonFactor(a, b);
    if (common) {
      const rest = build.rebuilt(original, [without(a, common, build), without(b, common, build)]);
      return build.mul(common, rest);
    }
  }
  return build.rebuilt(original, args);
}

/** factor times x with the factor inside of x, or null where that saves nothing. */
function pushFactor(factor: Value, x: Value, isFree: IsFree, build: Builder): Value | null {
  if (!isFree(x) || factor.axes === x.axes) return null;
  if (x.op === "mul") {
    for (const [inner, rest] of bothWays(x)) {
      const joined = factor.axes | inner.axes;
      if (joined !== x.axes) return build.mul(build.mul(factor, inner), rest);
    }
    for (const [inner, rest] of bothWays(x)) {
      const pushed = pushFactor(factor, inner, isFree, build);
      if (pushed) return build.mul(pushed, rest);
    }
    return null;
  }
  if ((factor.axes & PIXEL) !== 0) return null;
  if (x.op === "div") return build.div(build.mul(factor, x.args[0]), x.args[1]);
  if (x.op !== "negateWhere") return null;
  const pushed = pushFactor(factor, x.args[0], isFree, build);
  return pushed && build.negateWhere(pushed, x.args[1]);
}

function bothWays({ args: [a, b] }: Value): [[Value, Value], [Value, Value]] {
  return [
    [a, b],
    [b, a],
  ];
}

/** A factor of both products. */
function commonFactor(a: Value, b: Value): Value | undefined {
  if (a.op !== "mul" || b.op !== "mul") return undefined;
  const right = factorsOf(b);
  for (const factor of factorsOf(a)) if (right.has(factor)) return factor;
  return undefined;
}

/** Factors of a product, and of those that are products theirs too, each once: a power by squaring has many. */
function factorsOf(x: Value): Set<Value> {
  const factors = new Set<Value>();
  const visit = (product: Value): void => {
    if (product.op !== "mul") return;
    const fresh = product.args.filter((arg) => !factors.has(arg));
    for (const arg of fresh) factors.add(arg);
    fresh.forEach(visit);
  };
  visit(x);
  return factors;
}

/** The product without one of its factors. */
function without(x: Value, factor: Value, build: Builder): Value {
  for (const [own, rest] of bothWays(x)) if (own === factor) return rest;
  const [inner, rest] = bothWays(x).find(([part]) => factorsOf(part).has(factor)) as [Value, Value];
  return build.mul(without(inner, factor, build), rest);
}
