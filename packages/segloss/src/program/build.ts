import { type Axes, PIXEL } from "../formula/expression.ts";
import type { Builder, Rules } from "./builder.ts";
import { OPS } from "./ops.ts";
import { compareValues } from "./order.ts";
import { resultType, type Signature, type Signatures } from "./signature.ts";
import { RULES } from "./simplify.ts";
import type { Value } from "./value.ts";

/** A builder of programs. */
export function programBuilder(): Builder {
  return builderOf(OPS, RULES);
}

/** A builder of graphs over a table of operations. */
export function builderOf<O extends string>(table: Signatures<O>, rules: Rules<O>): Builder<O> {
  const names = Object.keys(table) as O[];
  const known = new Map<O, Map<number | string, Value<O>>>(names.map((op) => [op, new Map()]));
  let count = 0;
  const intern = (op: O, args: readonly Value<O>[], axes: Axes, immediate: number): Value<O> => {
    const same = known.get(op) as Map<number | string, Value<O>>;
    const key = keyOf(args, axes, immediate);
    const seen = same.get(key);
    if (seen) return seen;
    let depth = 0;
    for (const arg of args) depth = Math.max(depth, arg.depth + 1);
    const value = { id: count++, op, type: resultType(table[op], args), axes, args, immediate, depth };
    same.set(key, value);
    return value;
  };
  const apply = (op: O, given: readonly Value<O>[], immediate = 0): Value<O> => {
    const args = inOrder(given, op, table);
    return rules[op]?.(args, build) ?? intern(op, args, axesOf(table[op], args), immediate);
  };
  const node = (op: O, given: readonly Value<O>[], axes: Axes, immediate = 0): Value<O> =>
    intern(op, inOrder(given, op, table), axes, immediate);
  const constant = (x: number): Value<O> => node("constant" as O, [], 0, Math.fround(x));
  const asValue = (x: Value<O> | number): Value<O> => (typeof x === "number" ? constant(x) : x);
  const methods = Object.fromEntries(
    names.map((op) => [op, (...args: (Value<O> | number)[]) => apply(op, args.map(asValue))]),
  );
  const build = Object.assign(methods, {
    leaf: (op: O, axes: Axes, immediate = 0) => node(op, [], axes, immediate),
    constant,
    integer: (n: number) => node("integer" as O, [], 0, n),
    apply,
    rebuilt: (value: Value<O>, args: readonly Value<O>[]) =>
      args.length === 0 ? value : apply(value.op, args, value.immediate),
    node,
  }) as unknown as Builder<O>;
  return build;
}

function inOrder<O extends string>(
  args: readonly Value<O>[],
  op: O,
  table: Signatures<O>,
): readonly Value<O>[] {
  return table[op].commutes && compareValues(args[0], args[1], table) > 0 ? [args[1], args[0]] : args;
}

/** Room for the identifiers of two operands in a number. */
const IDS = 2 ** 24;

function keyOf(args: readonly Value<string>[], axes: Axes, immediate: number): number | string {
  if (args.length === 0) return `${axes} ${Object.is(immediate, -0) ? "-0" : immediate}`;
  if (immediate !== 0 || args.length > 2) return `${args.map(({ id }) => id).join()} ${immediate}`;
  return args.length === 1 ? args[0].id : args[0].id * IDS + args[1].id;
}

/** What is made of all classes has its place for each pixel, also where it is the same for all. */
function axesOf(signature: Signature, args: readonly Value<string>[]): Axes {
  if (signature.perPixel) return PIXEL;
  let axes = 0;
  for (const arg of args) axes |= arg.axes;
  return axes as Axes;
}
