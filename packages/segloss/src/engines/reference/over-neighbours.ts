import { type ApplyNode, CLASS } from "../../formula/expression.ts";
import { column, lengthOf, type Operand, type RegionSize } from "./operand.ts";
import { softSkeleton, softSkeletonSlope } from "./soft-skeleton.ts";

/** Skeletons, or what passes back through them, image by image: neighbours are pixels of the same image. */
export function overNeighbours(node: ApplyNode, args: readonly Operand[], size: RegionSize): Float64Array {
  const classes = node.axes & CLASS ? size.classes : 1;
  const inImage = size.space.reduce((a, b) => a * b, 1);
  const iterations = args[args.length - 1].data[0];
  const out = new Float64Array(lengthOf(node.axes, size));
  for (let c = 0; c < classes; c++) {
    const columns = args.slice(0, -1).map((arg) => column(arg, c, size));
    for (let first = 0; first < size.pixels; first += inImage) {
      const [one, image] = columns.map((values) => values.subarray(first, first + inImage));
      const values =
        node.op === "skeletonSlope"
          ? softSkeletonSlope(one, image, iterations, size.space)
          : softSkeleton(one, iterations, size.space);
      for (let i = 0; i < inImage; i++) out[(first + i) * classes + c] = values[i];
    }
  }
  return out;
}
