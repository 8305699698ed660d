import {
  type ApplyNode,
  CLASS,
  type Expression,
  PIXEL,
  topological,
  variesOver,
} from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import type { ClassOp, ElementwiseOp, PixelOp } from "../../formula/ops/op.ts";
import { winningZeros } from "../../formula/winning-zeros.ts";
import { kernelsNamed } from "../../kernels/kernel-sets.ts";
import type { TermKernels } from "../../losses/kernels.ts";
import { column, lengthOf, type Operand, type RegionSize, strides } from "./operand.ts";

/**
 * Evaluates expressions over one region in float64, node by node. A node that varies over both axes is an array
 * with the classes of a pixel side by side. What is no arithmetic is in `kernels`.
 */
export function evaluate(
  roots: readonly Expression[],
  symbols: (name: string) => Float64Array,
  size: RegionSize,
  kernels: readonly TermKernels[],
): Float64Array[] {
  const values = new Map<string, Float64Array>();
  const order = topological(roots);
  const lastUse = lastUses(order, roots);
  for (const [i, node] of order.entries()) {
    values.set(node.key, nodeValue(node, values, symbols, size, kernels));
    for (const key of lastUse.get(i) ?? []) values.delete(key);
  }
  return roots.map((root) => values.get(root.key) as Float64Array);
}

/** For each position, the operands that nothing later needs. */
function lastUses(order: readonly Expression[], roots: readonly Expression[]): Map<number, string[]> {
  const last = new Map<string, number>();
  for (const [i, node] of order.entries()) {
    if (node.kind === "apply") for (const arg of node.args) last.set(arg.key, i);
  }
  for (const root of roots) last.delete(root.key);
  const at = new Map<number, string[]>();
  for (const [key, i] of last) at.set(i, [...(at.get(i) ?? []), key]);
  return at;
}

function nodeValue(
  node: Expression,
  values: ReadonlyMap<string, Float64Array>,
  symbols: (name: string) => Float64Array,
  size: RegionSize,
  kernels: readonly TermKernels[],
): Float64Array {
  if (node.kind === "number") return Float64Array.of(node.value);
  if (node.kind === "vector") return Float64Array.from(node.values);
  if (node.kind === "symbol") return symbols(node.name);
  const op = OPS[node.op];
  const args = node.args.map((arg) => ({ axes: arg.axes, data: values.get(arg.key) as Float64Array }));
  switch (op.kind) {
    case "elementwise": {
      const values = elementwise(op, node, args, size);
      if (node.op === "mul" && variesOver(node, PIXEL)) mendProduct(values, node, args, size);
      return values;
    }
    case "pixels":
      return overPixels(op, node, args[0], size);
    case "classes":
      return overClasses(op, node, args, size);
    case "rank":
      return kernelsNamed("ranks", kernels).reference(node, args, size);
    case "neighbourhood":
      return kernelsNamed("skeletons", kernels).reference(node, args, size);
  }
}

function elementwise(
  op: ElementwiseOp,
  node: ApplyNode,
  args: readonly Operand[],
  size: RegionSize,
): Float64Array {
  if (op.arity === "many" && args.length > 2) {
    return args.reduce((a, b) => pair(op, a, b, size)).data;
  }
  const out = new Float64Array(lengthOf(node.axes, size));
  const [a, b = a, c = a] = args;
  const [[ap, ac], [bp, bc], [cp, cc]] = [a, b, c].map((arg) => strides(arg.axes, size));
  const classes = node.axes & CLASS ? size.classes : 1;
  for (let i = 0, k = 0; k < out.length; i++) {
    for (let j = 0; j < classes; j++, k++) {
      out[k] = op.reference(a.data[i * ap + j * ac], b.data[i * bp + j * bc], c.data[i * cp + j * cc]);
    }
  }
  return out;
}

/** Where a product is NaN for a 0 that wins against infinity, it is 0. */
function mendProduct(
  values: Float64Array,
  node: ApplyNode,
  args: readonly Operand[],
  size: RegionSize,
): void {
  const first = values.findIndex(Number.isNaN);
  if (first < 0) return;
  const wins = winningZeros(node.args);
  const winners = args.filter((_, i) => wins[i]);
  const classes = node.axes & CLASS ? size.classes : 1;
  for (let k = first; k < values.length; k++) {
    const isZero = ({ axes, data }: Operand): boolean => {
      const [perPixel, perClass] = strides(axes, size);
      return data[Math.floor(k / classes) * perPixel + (k % classes) * perClass] === 0;
    };
    if (Number.isNaN(values[k]) && winners.some(isZero)) values[k] = 0;
  }
}

function pair(op: ElementwiseOp, a: Operand, b: Operand, size: RegionSize): Operand {
  const axes = a.axes | b.axes;
  return { axes, data: elementwise(op, { axes } as ApplyNode, [a, b], size) };
}

function overPixels(op: PixelOp, node: ApplyNode, arg: Operand, size: RegionSize): Float64Array {
  const classes = node.axes & CLASS ? size.classes : 1;
  return Float64Array.from({ length: classes }, (_, c) => op.reference(column(arg, c, size)));
}

function overClasses(op: ClassOp, node: ApplyNode, args: readonly Operand[], size: RegionSize): Float64Array {
  const { classes } = size;
  const pixels = args.some(({ axes }) => axes & PIXEL) ? size.pixels : 1;
  const rows = args.map(() => new Float64Array(classes));
  const width = node.axes & CLASS ? classes : 1;
  const out = new Float64Array(pixels * width);
  for (let i = 0; i < pixels; i++) {
    for (const [k, { axes, data }] of args.entries()) {
      const [perPixel, perClass] = strides(axes, size);
      for (let c = 0; c < classes; c++) rows[k][c] = data[i * perPixel + c * perClass];
    }
    op.reference(rows[0], out.subarray(i * width, (i + 1) * width), rows[rows.length - 1]);
  }
  return out;
}
