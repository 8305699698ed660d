import { evaluate } from "../../src/engines/reference/evaluate.ts";
import { type RegionSize, strides } from "../../src/engines/reference/operand.ts";
import { mul } from "../../src/formula/algebra.ts";
import {
  type ApplyNode,
  CLASS,
  type Expression,
  isApply,
  PIXEL,
  topological,
  variesOver,
} from "../../src/formula/expression.ts";
import { OPS } from "../../src/formula/op-table.ts";
import { RANKS } from "../../src/kernels/ranks.ts";
import { SKELETONS } from "../../src/kernels/skeletons.ts";
import { isLargestError, meanError, sumOverClasses } from "./class-errors.ts";
import type { Column } from "./column.ts";
import { elementwiseError } from "./elementwise-error.ts";
import { hardestError, lovaszError } from "./rank-errors.ts";
import type { Rounded } from "./rounded-node.ts";
import { skeletonError, slopeError } from "./skeleton-errors.ts";

/** What is known of an engine's arithmetic. */
export interface Precision {
  /** Of one operation, relative. */
  readonly operation: number;
  /** Of a sum over the pixels, relative to the sum of the sizes of its terms. */
  readonly sum: number;
}

/** Values and errors of one symbol. */
export type Leaf = (name: string) => { readonly values: Float64Array; readonly errors: Float64Array };

/**
 * Running error analysis: every node in float64, with a bound on how far single precision may take it, first order in
 * each operand (N. J. Higham, Accuracy and stability of numerical algorithms, 2002, section 3.3). Where an operation
 * jumps (step, sign, the order of a rank) within the error of its operand, the bound is the jump.
 */
export function rounded(
  roots: readonly Expression[],
  leaf: Leaf,
  size: RegionSize,
  precision: Precision,
): { readonly roots: readonly Rounded[]; readonly largest: number } {
  const order = topological(roots);
  const all = evaluate(order, (name) => leaf(name).values, size, [RANKS, SKELETONS]);
  const done = new Map<string, Rounded>();
  for (const [i, node] of order.entries()) {
    const values = all[i];
    const extension = isApply(node, "pixelSum") ? extensionError(node, done, size, precision) : null;
    const errors =
      extension ??
      (node.kind === "apply"
        ? errorsOf(
            node,
            values,
            node.args.map((arg) => done.get(arg.key) as Rounded),
            size,
            precision,
          )
        : node.kind === "symbol"
          ? leaf(node.name).errors
          : values.map((x) => (Math.fround(x) === x ? 0 : precision.operation * Math.abs(x))));
    done.set(node.key, { axes: node.axes, values, errors });
  }
  const largest = Math.max(...all.map(sizeOf), ...order.map((node) => coefficientOf(node, done)));
  return { roots: roots.map((root) => done.get(root.key) as Rounded), largest };
}

function sizeOf(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** What an engine may multiply before it meets the pixels: the factors of a product that do not vary over them. */
function coefficientOf(node: Expression, done: ReadonlyMap<string, Rounded>): number {
  if (!isApply(node, "mul")) return 0;
  const fixed = node.args.filter((arg) => !variesOver(arg, PIXEL));
  return fixed.reduce((product, { key }) => product * sizeOf((done.get(key) as Rounded).values), 1);
}

function errorsOf(
  node: ApplyNode,
  values: Float64Array,
  args: readonly Rounded[],
  size: RegionSize,
  precision: Precision,
): Float64Array {
  const op = OPS[node.op];
  if (op.kind === "elementwise") return elementwiseError(op, node, values, args, size, precision.operation);
  if (op.kind === "pixels") return sumError(node, args[0], size, precision);
  const inputs = args.map((arg) => spread(arg, size));
  if (op.kind === "classes") {
    const overPixels = args.some(({ axes }) => axes & PIXEL);
    const wide = args.map((arg) => spread(arg, overPixels ? size : { ...size, pixels: 1 }));
    const u = precision.operation;
    // What is the same for all classes is one number, however it was rounded.
    if (node.op === "isLargest" && !(args[0].axes & CLASS)) return new Float64Array(values.length);
    if (node.op === "isLargest") return isLargestError(wide[0], size);
    if (node.op === "aboveMean") return meanError(wide[0], wide[1], size, u);
    return sumOverClasses(node.op, wide[0], values.length, size, u);
  }
  const classes = node.axes & CLASS ? size.classes : 1;
  const out = new Float64Array(values.length);
  for (let c = 0; c < classes; c++) {
    const columns = inputs.map((input) => columnOf(input, c, size));
    const errors =
      node.op === "lovaszWeights"
        ? lovaszError(columns, precision.operation)
        : node.op === "hardest"
          ? hardestError(columns)
          : node.op === "skeleton"
            ? skeletonError(columns[0], columns[1].values[0], size)
            : slopeError(columns[0], columns[1], columns[2].values[0], size);
    for (let i = 0; i < size.pixels; i++) out[i * classes + c] = errors[i];
  }
  return out;
}

function columnOf({ values, errors }: Column, c: number, { pixels, classes }: RegionSize): Column {
  const pick = (from: Float64Array) => Float64Array.from({ length: pixels }, (_, i) => from[i * classes + c]);
  return { values: pick(values), errors: pick(errors) };
}

/** Over all pixels and classes. */
function spread(a: Rounded, size: RegionSize): Column {
  const [perPixel, perClass] = strides(a.axes, size);
  const over = (from: Float64Array) =>
    Float64Array.from(
      { length: size.pixels * size.classes },
      (_, k) => from[Math.floor(k / size.classes) * perPixel + (k % size.classes) * perClass],
    );
  return { values: over(a.values), errors: over(a.errors) };
}

function sumError(node: ApplyNode, arg: Rounded, size: RegionSize, precision: Precision): Float64Array {
  const classes = node.axes & CLASS ? size.classes : 1;
  const [perPixel, perClass] = strides(arg.axes, size);
  return Float64Array.from({ length: classes }, (_, c) => {
    let error = 0;
    for (let i = 0; i < size.pixels; i++) {
      const k = i * perPixel + c * perClass;
      error += arg.errors[k] + precision.sum * Math.abs(arg.values[k]);
    }
    return error;
  });
}

/**
 * Of a Lovász extension, whose weights add up to 1 at most whatever the order of the errors: it moves no farther than
 * the largest of them does. Null for other sums.
 */
function extensionError(
  node: ApplyNode,
  done: ReadonlyMap<string, Rounded>,
  size: RegionSize,
  precision: Precision,
): Float64Array | null {
  const [product] = node.args;
  if (!isApply(product, "mul")) return null;
  const weights = product.args.find((arg) => isApply(arg, "lovaszWeights"));
  if (!weights || !isApply(weights, "lovaszWeights")) return null;
  const rest = product.args.filter((arg) => arg !== weights);
  const [error] = weights.args;
  const isExtension = mul(...rest).key === error.key;
  if (!isExtension) return null;
  const { values, errors } = spread(done.get(error.key) as Rounded, size);
  const classes = node.axes & CLASS ? size.classes : 1;
  return Float64Array.from({ length: classes }, (_, c) => {
    let [most, largest] = [0, 0];
    for (let i = 0; i < size.pixels; i++) {
      most = Math.max(most, errors[i * size.classes + c]);
      largest = Math.max(largest, Math.abs(values[i * size.classes + c]));
    }
    return most + 8 * precision.operation * largest;
  });
}
