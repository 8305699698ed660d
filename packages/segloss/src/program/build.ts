import { type Axes, PIXEL } from "../formula/expression.ts";
import type { Builder, NodeMaker, Rules } from "./builder.ts";
import { OPS } from "./ops.ts";
import { compareValues } from "./order.ts";
import { resultType, type Signature, type Signatures } from "./signature.ts";
import { RULES } from "./simplify.ts";
import type { Value } from "./value.ts";

/** A builder of programs. */
export function programBuilder(): Builder {
  return new ProgramBuilder();
}

/** Makes builders of graphs over a table of operations: a class, since each has a method for every operation. */
export function builderOf<O extends string>(table: Signatures<O>, rules: Rules<O>): new () => Builder<O> {
  class Made implements NodeMaker<O> {
    readonly #leaves: Value<O>[] = [];
    /** By the identifiers of their first operands: there are few for each. */
    readonly #nodes: Value<O>[][] = [];

    leaf(op: O, axes: Axes, immediate = 0): Value<O> {
      return this.#intern(op, [], axes, immediate);
    }
    constant(x: number): Value<O> {
      return this.leaf("constant" as O, 0, Math.fround(x));
    }
    integer(n: number): Value<O> {
      return this.leaf("integer" as O, 0, n);
    }
    apply(op: O, given: readonly Value<O>[], immediate = 0): Value<O> {
      const args = inOrder(given, op, table);
      const make = this as unknown as Builder<O>;
      return rules[op]?.(args, make) ?? this.#intern(op, args, axesOf(table[op], args), immediate);
    }
    rebuilt(value: Value<O>, args: readonly Value<O>[]): Value<O> {
      return args.length === 0 ? value : this.apply(value.op, args, value.immediate);
    }
    node(op: O, given: readonly Value<O>[], axes: Axes, immediate = 0): Value<O> {
      return this.#intern(op, inOrder(given, op, table), axes, immediate);
    }

    #intern(op: O, args: readonly Value<O>[], axes: Axes, immediate: number): Value<O> {
      const known = args.length === 0 ? this.#leaves : this.#nodes[args[0].id];
      for (const seen of known)
        if (
          seen.op === op &&
          isSame(seen.args, args) &&
          seen.axes === axes &&
          Object.is(seen.immediate, immediate)
        )
          return seen;
      let depth = 0;
      for (const arg of args) depth = Math.max(depth, arg.depth + 1);
      const id = this.#nodes.push([]) - 1;
      const value = { id, op, type: resultType(table[op], args), axes, args, immediate, depth };
      known.push(value);
      return value;
    }
  }
  const methods = Made.prototype as unknown as Record<O, unknown>;
  for (const op of Object.keys(table) as O[])
    methods[op] ??= function (this: Made, ...args: (Value<O> | number)[]): Value<O> {
      return this.apply(
        op,
        args.map((x) => (typeof x === "number" ? this.constant(x) : x)),
      );
    };
  return Made as unknown as new () => Builder<O>;
}

const ProgramBuilder = builderOf(OPS, RULES);

function isSame(a: readonly object[], b: readonly object[]): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

function inOrder<O extends string>(
  args: readonly Value<O>[],
  op: O,
  table: Signatures<O>,
): readonly Value<O>[] {
  return table[op].commutes && compareValues(args[0], args[1], table) > 0 ? [args[1], args[0]] : args;
}

/** What is made of all classes has its place for each pixel, also where it is the same for all. */
function axesOf(signature: Signature, args: readonly Value<string>[]): Axes {
  if (signature.perPixel) return PIXEL;
  let axes = 0;
  for (const arg of args) axes |= arg.axes;
  return axes as Axes;
}
