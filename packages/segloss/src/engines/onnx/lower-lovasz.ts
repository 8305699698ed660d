import type { GraphLowering } from "./graph-lowering.ts";
import type { OnnxTensor } from "./lowering.ts";

/**
 * The Lovász weights of every pixel (see the op `lovaszWeights`): TopK sorts (equal errors by index), CumSum counts
 * intersection and union down the ranks, ScatterElements brings the steps of the Jaccard loss back to their pixels.
 */
export function lovaszWeights(
  to: GraphLowering,
  error: OnnxTensor,
  truth: OnnxTensor,
  weight: OnnxTensor,
): OnnxTensor {
  const full = [truth.shape[0], Math.max(error.shape[1], truth.shape[1]), ...truth.shape.slice(2)];
  const lines = linesOf(to, full);
  const [, indices] = to.emitMany(
    "TopK",
    [lines.from(error), to.integers([lines.length])],
    [lines.shape, lines.shape],
    {
      axis: 2,
      largest: 1,
      sorted: 1,
    },
  );
  const ranked = (a: OnnxTensor): OnnxTensor =>
    to.emit("GatherElements", [lines.from(a), indices], lines.shape, { axis: 2 });
  const y = ranked(truth);
  const one = to.scalar(1);
  const weigh = (a: OnnxTensor): OnnxTensor =>
    weight.number === 1 ? a : to.binary("Mul", ranked(weight), a);
  const steps = jaccardSteps(to, weigh(y), weigh(to.binary("Sub", one, y)));
  const zeros = to.expand(to.constant([0], [1, 1, 1]), lines.shape);
  return lines.back(to.emit("ScatterElements", [zeros, indices, steps], lines.shape, { axis: 2 }));
}

/** (I dU + dI U)/(U (U + dU)) at each rank, I and U before it; an empty union becomes 1 with its first pixel. */
function jaccardSteps(to: GraphLowering, dI: OnnxTensor, dU: OnnxTensor): OnnxTensor {
  const before = (a: OnnxTensor): OnnxTensor =>
    to.emit("CumSum", [a, to.emit("Squeeze", [to.integers([2])], [])], a.shape, { exclusive: 1 });
  const truth = to.reduce("ReduceSum", dI, [2]);
  const intersection = to.binary("Sub", truth, before(dI));
  const union = to.binary("Add", truth, before(dU));
  const numerator = to.binary("Add", to.binary("Mul", intersection, dU), to.binary("Mul", dI, union));
  const denominator = to.binary("Mul", union, to.binary("Add", union, dU));
  return to.where(to.isZero(union), to.isPositive(dU), to.binary("Div", numerator, denominator));
}

/** Pixels of a region and class in a row. */
export interface Lines {
  readonly shape: readonly number[];
  readonly length: number;
  from(a: OnnxTensor): OnnxTensor;
  back(a: OnnxTensor): OnnxTensor;
}

/** The pixels of a region and class as the last axis of [regions, classes, pixels], and back. */
export function linesOf(to: GraphLowering, full: readonly number[]): Lines {
  const [batch, classes, ...space] = full;
  const pixels = space.reduce((a, b) => a * b, 1);
  if (to.over === "image") {
    const shape = [batch, classes, pixels];
    const from = (a: OnnxTensor): OnnxTensor => to.reshape(to.expand(a, full), shape);
    return { shape, length: pixels, from, back: (a: OnnxTensor): OnnxTensor => to.reshape(a, full) };
  }
  const shape = [1, classes, batch * pixels];
  const swap = (a: OnnxTensor, [m, n]: readonly [number, number]): OnnxTensor =>
    to.emit("Transpose", [a], [n, m, pixels], { perm: [1, 0, 2] });
  return {
    shape,
    length: batch * pixels,
    from: (a: OnnxTensor): OnnxTensor =>
      to.reshape(swap(to.reshape(to.expand(a, full), [batch, classes, pixels]), [batch, classes]), shape),
    back: (a: OnnxTensor): OnnxTensor =>
      to.reshape(swap(to.reshape(a, [classes, batch, pixels]), [classes, batch]), full),
  };
}
