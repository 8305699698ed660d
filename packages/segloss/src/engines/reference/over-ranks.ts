import { dropsZeros } from "../../formula/drops-zeros.ts";
import { type ApplyNode, CLASS } from "../../formula/expression.ts";
import { column, lengthOf, type Operand, type RegionSize } from "./operand.ts";
import { hardest, lovaszWeights } from "./rank-weights.ts";

/** Weights of the pixels of a region by their rank, class by class. */
export function overRanks(node: ApplyNode, args: readonly Operand[], size: RegionSize): Float64Array {
  const weightsOf = node.op === "hardest" ? hardest : lovaszWeights;
  const drops = dropsZeros(node);
  const classes = node.axes & CLASS ? size.classes : 1;
  const out = new Float64Array(lengthOf(node.axes, size));
  for (let c = 0; c < classes; c++) {
    const [error, second, weight] = args.map((arg) => column(arg, c, size));
    const weights = weightsOf(error, second, weight);
    for (let i = 0; i < size.pixels; i++) out[i * classes + c] = drops && error[i] === 0 ? 0 : weights[i];
  }
  return out;
}
