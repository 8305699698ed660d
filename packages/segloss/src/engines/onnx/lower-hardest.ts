import { broadcastShape, type GraphLowering } from "./graph-lowering.ts";
import { linesOf } from "./lower-lovasz.ts";
import type { OnnxTensor } from "./lowering.ts";

/**
 * 1 for the hardest pixels (see the op `hardest`): TopK sorts all, pixels that are left out last, and the ranks below
 * the count go back to their pixels. The count depends on the data, so it cannot be TopK's own k.
 */
export function hardest(
  to: GraphLowering,
  error: OnnxTensor,
  share: OnnxTensor,
  weight: OnnxTensor,
): OnnxTensor {
  const full = [...broadcastShape(error.shape, weight.shape)];
  const lines = linesOf(to, full);
  const errors = lines.from(error);
  const candidates = weight.number === 1 ? null : to.isPositive(lines.from(weight));
  const kept = candidates
    ? to.where(to.isZero(candidates), to.expand(to.scalar(-3e38), lines.shape), errors)
    : errors;
  const [, indices] = to.emitMany("TopK", [kept, to.integers([lines.length])], [lines.shape, lines.shape], {
    axis: 2,
    largest: 1,
    sorted: 1,
  });
  const count = candidates
    ? hardestCount(to, share, to.reduce("ReduceSum", candidates, [2]))
    : to.scalar(Math.max(1, Math.floor((share.number as number) * lines.length * (1 + 1e-12))));
  const ranks = to.constant(
    Array.from({ length: lines.length }, (_, i) => i),
    [1, 1, lines.length],
  );
  const below = to.isPositive(to.binary("Sub", count, ranks));
  const chosen = to.expand(below, lines.shape);
  const zeros = to.expand(to.constant([0], [1, 1, 1]), lines.shape);
  const picked = to.emit("ScatterElements", [zeros, indices, chosen], lines.shape, { axis: 2 });
  return lines.back(candidates ? to.binary("Mul", picked, candidates) : picked);
}

/** floor(share n), but 1 at least; the small addend makes up for the rounding of share n in float32. */
function hardestCount(to: GraphLowering, share: OnnxTensor, n: OnnxTensor): OnnxTensor {
  const exact = to.binary("Add", to.binary("Mul", share, n), to.scalar(1e-5));
  return to.unary("Floor", to.binary("Max", exact, to.scalar(1)));
}
