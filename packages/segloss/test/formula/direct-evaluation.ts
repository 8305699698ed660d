import type { FormulaSyntax, Syntax } from "../../src/formula/syntax.ts";

/** The pixels of one region: `[pixel][class]` of each symbol. */
export type Table = Readonly<Record<string, readonly (readonly number[])[]>>;

export interface DirectValue {
  /** Average over classes of what the formula says, at the first pixel. */
  readonly value: number;
  /** Largest absolute value on the way, which tells how much rounding to expect. */
  readonly largest: number;
}

type Grid = readonly (readonly number[])[];

const ONE: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  expm1: Math.expm1,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  step: (x) => (x > 0 ? 1 : 0),
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  tanh: Math.tanh,
  sinh: Math.sinh,
  cosh: Math.cosh,
  stop: (x) => x,
};

const TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  min: Math.min,
  max: Math.max,
};

/** Evaluates a formula as it is written: every part a full table of pixels and classes, nothing simplified. */
export function evaluateDirectly({ body, definitions }: FormulaSyntax, table: Table): DirectValue {
  const shape = Object.values(table)[0];
  let largest = 0;
  const grid = (at: (i: number, c: number) => number): Grid =>
    shape.map((row, i) =>
      row.map((_, c) => {
        const value = at(i, c);
        largest = Math.max(largest, Math.abs(value));
        if (Number.isNaN(value)) largest = Number.POSITIVE_INFINITY;
        return value;
      }),
    );
  const column = (x: Grid, c: number): number => x.reduce((sum, row) => sum + row[c], 0);
  const reductions: Readonly<Record<string, (x: Grid) => Grid>> = {
    sum: (x) => grid((_, c) => column(x, c)),
    mean: (x) => grid((_, c) => column(x, c) / x.length),
    total: (x) => grid((i) => x[i].reduce((sum, value) => sum + value, 0)),
  };
  const call = (name: string, args: readonly Grid[]): Grid => {
    if (name === "clip") {
      const [x, low, high] = args;
      return grid((i, c) => Math.min(Math.max(x[i][c], low[i][c]), high[i][c]));
    }
    if (reductions[name]) return reductions[name](args[0]);
    if (ONE[name]) return grid((i, c) => ONE[name](args[0][i][c]));
    return grid((i, c) => TWO[name](args[0][i][c], args[1][i][c]));
  };
  const read = (node: Syntax): Grid => {
    switch (node.kind) {
      case "number":
        return grid(() => node.value);
      case "name": {
        const definition = definitions.get(node.name);
        return definition ? read(definition.value) : grid((i, c) => table[node.name][i][c]);
      }
      case "negate": {
        const operand = read(node.operand);
        return grid((i, c) => -operand[i][c]);
      }
      case "binary":
        return call(node.operator, [read(node.left), read(node.right)]);
      case "call":
        return call(node.name, node.args.map(read));
    }
  };
  const [first] = read(body);
  return { value: first.reduce((sum, x) => sum + x, 0) / first.length, largest };
}
