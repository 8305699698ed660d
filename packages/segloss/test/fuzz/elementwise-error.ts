import { type RegionSize, strides } from "../../src/engines/reference/operand.ts";
import { type ApplyNode, CLASS, PIXEL } from "../../src/formula/expression.ts";
import type { ElementwiseOp } from "../../src/formula/ops/op.ts";
import { type Rounded, UNDERFLOW } from "./rounded-node.ts";

/** Errors of an operation pixel by pixel: what each operand's error does to it, and its own rounding. */
export function elementwiseError(
  op: ElementwiseOp,
  node: ApplyNode,
  values: Float64Array,
  args: readonly Rounded[],
  size: RegionSize,
  u: number,
): Float64Array {
  const at = args.map((arg) => strides(arg.axes, size));
  const classes = node.axes & CLASS ? size.classes : 1;
  const pixels = node.axes & PIXEL ? size.pixels : 1;
  const out = new Float64Array(pixels * classes);
  const a = new Float64Array(args.length);
  const e = new Float64Array(args.length);
  for (let i = 0, k = 0; i < pixels; i++)
    for (let c = 0; c < classes; c++, k++) {
      for (let j = 0; j < args.length; j++) {
        const from = i * at[j][0] + c * at[j][1];
        a[j] = args[j].values[from];
        e[j] = args[j].errors[from];
      }
      out[k] = errorAt(op, node.op, values[k], a, e, u);
    }
  return out;
}

function errorAt(
  { reference }: ElementwiseOp,
  op: ApplyNode["op"],
  value: number,
  a: Float64Array,
  e: Float64Array,
  u: number,
): number {
  if (op === "add") return a.reduce((sum, x) => sum + u * Math.abs(x), 0) + e.reduce((x, y) => x + y, 0);
  if (op === "mul") return productError(value, a, e, u);
  if (op === "stop") return e[0];
  const rounds = !SELECTS.includes(op);
  if (!rounds && e.every((x) => x === 0)) return 0;
  let error = 0;
  for (let j = 0; j < a.length; j++) {
    if (e[j] === 0) continue;
    const moved = (x: number): number =>
      Math.abs(reference(j === 0 ? x : a[0], j === 1 ? x : a[1], j === 2 ? x : a[2]) - value);
    const [up, down] = [moved(a[j] + e[j]), moved(a[j] - e[j])];
    // Beyond the end of its domain an operand does not come: sqrt of what is 0 up to rounding.
    if (Number.isNaN(up) && Number.isNaN(down)) return Number.POSITIVE_INFINITY;
    error += Number.isNaN(up) ? 2 * down : Number.isNaN(down) ? 2 * up : Math.max(up, down);
  }
  return rounds ? error + 2 * u * Math.abs(value) + UNDERFLOW : error;
}

/** Operations that make no new number. */
const SELECTS: readonly ApplyNode["op"][] = ["step", "sign", "min", "max", "relu", "abs", "stop"];

/** Of a product; a factor of 0 that is exact leaves nothing of the others' errors. */
function productError(value: number, a: Float64Array, e: Float64Array, u: number): number {
  if (a.some((x, j) => x === 0 && e[j] === 0) && a.every(Number.isFinite)) return 0;
  let product = a[0];
  let error = e[0];
  for (let j = 1; j < a.length; j++) {
    const next = Math.abs(product) * e[j] + Math.abs(a[j]) * error + e[j] * error;
    product *= a[j];
    error = next;
  }
  // Where a 0 wins over infinity.
  if (Number.isNaN(error)) return value === 0 ? UNDERFLOW : Number.POSITIVE_INFINITY;
  return error + (a.length - 1) * u * Math.abs(value) + UNDERFLOW * largestRest(a);
}

/** What a factor that has underflowed is multiplied by. */
function largestRest(a: Float64Array): number {
  let most = 1;
  for (const x of a) if (Math.abs(x) > 1 && Number.isFinite(x)) most *= Math.abs(x);
  return Math.min(most, 1e38);
}
