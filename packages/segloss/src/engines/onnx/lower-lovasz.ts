import { cumulate } from "./cumulate.ts";
import { linesOf, rankedPlaces, zerosLike } from "./lines.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";
import { sumLast } from "./sum-pixels.ts";

/**
 * The Lovász weights of every pixel (see the op `lovaszWeights`): TopK sorts (equal errors by index), intersection and
 * union are cumulated down the ranks, ScatterElements brings the steps of the Jaccard loss back to their pixels.
 */
export function lovaszWeights(
  to: GraphLowering,
  error: OnnxTensor,
  truth: OnnxTensor,
  weight: OnnxTensor,
): OnnxTensor {
  const lines = linesOf(to, to.broadcast(error, truth));
  const places = rankedPlaces(to, lines.from(error));
  const ranked = (a: OnnxTensor): OnnxTensor =>
    to.emit("GatherElements", [lines.from(a), places], places.shape, { axis: 2 });
  const y = ranked(truth);
  const one = to.scalar(1);
  const weigh = (a: OnnxTensor): OnnxTensor =>
    weight.number === 1 ? a : to.binary("Mul", ranked(weight), a);
  const steps = jaccardSteps(to, weigh(y), weigh(to.binary("Sub", one, y)));
  const zeros = zerosLike(to, steps);
  return lines.back(to.emit("ScatterElements", [zeros, places, steps], steps.shape, { axis: 2 }));
}

/** (I dU + dI U)/(U (U + dU)) at each rank, I and U before it; an empty union becomes 1 with its first pixel. */
function jaccardSteps(to: GraphLowering, dI: OnnxTensor, dU: OnnxTensor): OnnxTensor {
  const truth = sumLast(to, dI);
  const intersection = to.binary("Sub", truth, cumulate(to, dI));
  const union = to.binary("Add", truth, cumulate(to, dU));
  const numerator = to.binary("Add", to.binary("Mul", intersection, dU), to.binary("Mul", dI, union));
  const denominator = to.binary("Mul", union, to.binary("Add", union, dU));
  return to.where(to.isZero(union), to.isPositive(dU), to.binary("Div", numerator, denominator));
}
