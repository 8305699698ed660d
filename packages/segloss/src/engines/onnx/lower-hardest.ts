import { linesOf, rankedPlaces, zerosLike } from "./lines.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";
import { sumLast } from "./sum-pixels.ts";

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
  const lines = linesOf(to, to.broadcast(error, weight));
  const errors = lines.from(error);
  const candidates = weight.number === 1 ? null : to.isPositive(lines.from(weight));
  const kept = candidates ? to.where(to.isZero(candidates), to.scalar(-3e38), errors) : errors;
  const places = rankedPlaces(to, kept);
  const ofRegion = share.shape.length === 0 ? share : to.reshape(share, [0, 0, -1]);
  const count = candidates
    ? hardestCount(to, ofRegion, sumLast(to, candidates))
    : countOfAll(to, ofRegion, errors);
  const below = to.isPositive(to.binary("Sub", count, ranks(to, errors)));
  const zeros = zerosLike(to, errors);
  const chosen = to.broadcast(below, errors);
  const picked = to.emit("ScatterElements", [zeros, places, chosen], errors.shape, { axis: 2 });
  return lines.back(candidates ? to.binary("Mul", picked, candidates) : picked);
}

/** 0, 1, 2, ... along the lines: [1, 1, pixels]. */
function ranks(to: GraphLowering, lines: OnnxTensor): OnnxTensor {
  const length = lines.shape[2];
  const end = to.sizes === "fixed" ? to.scalar(length) : lengthOf(to, lines);
  return to.reshape(to.emit("Range", [to.scalar(0), end, to.scalar(1)], [length]), [1, 1, -1]);
}

function lengthOf(to: GraphLowering, lines: OnnxTensor): OnnxTensor {
  return to.emit("Cast", [to.reshape(to.extents(lines, 2, 3), [])], [], { to: 1 });
}

function countOfAll(to: GraphLowering, share: OnnxTensor, lines: OnnxTensor): OnnxTensor {
  if (to.sizes === "any" || share.number === undefined) {
    const length = to.sizes === "any" ? lengthOf(to, lines) : to.scalar(lines.shape[2]);
    return hardestCount(to, share, length);
  }
  return to.scalar(Math.max(1, Math.floor(share.number * lines.shape[2] * (1 + 1e-12))));
}

/** floor(share n), but 1 at least; the small addend makes up for the rounding of share n in float32. */
function hardestCount(to: GraphLowering, share: OnnxTensor, n: OnnxTensor): OnnxTensor {
  const exact = to.binary("Add", to.binary("Mul", share, n), to.scalar(1e-5));
  return to.unary("Floor", to.binary("Max", exact, to.scalar(1)));
}
