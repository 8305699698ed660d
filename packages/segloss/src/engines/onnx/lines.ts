import type { GraphLowering, OnnxTensor } from "./lowering.ts";
import { sizeOf } from "./shapes.ts";

/** Pixels of a region and class in a row. */
export interface Lines {
  /** [regions, classes, pixels] */
  from(a: OnnxTensor): OnnxTensor;
  back(a: OnnxTensor): OnnxTensor;
}

/** The pixels of a region and class as the last axis, and back; `full` has the shape of what goes through. */
export function linesOf(to: GraphLowering, full: OnnxTensor): Lines {
  const classes = full.shape[1];
  const whole = (a: OnnxTensor): OnnxTensor => to.broadcast(a, full);
  const back = (a: OnnxTensor): OnnxTensor => to.reshapeLike(a, full);
  if (to.over === "image") return { from: (a) => to.reshape(whole(a), [0, 0, -1]), back };
  if (classes === 1) return { from: (a) => to.reshape(whole(a), [1, 1, -1]), back };
  const swap = (a: OnnxTensor): OnnxTensor => {
    const [m, n, pixels] = a.shape;
    return to.emit("Transpose", [a], [n, m, pixels], { perm: [1, 0, 2] });
  };
  return {
    from: (a) => to.reshape(swap(to.reshape(whole(a), [0, 0, -1])), [1, classes, -1]),
    back: (a) => back(swap(ofImages(to, a, full))),
  };
}

/** [1, classes, pixels of the batch] as [classes, batch, pixels of an image]. */
function ofImages(to: GraphLowering, a: OnnxTensor, full: OnnxTensor): OnnxTensor {
  const [batch, classes, ...space] = full.shape;
  if (to.sizes === "fixed") return to.reshape(a, [classes, batch, -1]);
  const parts = [to.integers([classes]), to.extents(full, 0, 1), to.integers([-1])];
  const pattern = to.emit("Concat", parts, [3], { axis: 0 });
  return to.emit("Reshape", [a, pattern], [classes, batch, sizeOf(space)]);
}

/** Zeros as many as a tensor has elements. */
export function zerosLike(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  return to.broadcast(
    to.constant(
      [0],
      a.shape.map(() => 1),
    ),
    a,
  );
}

/** Of each line all elements, the largest first: their places. Equal ones in the order of the line. */
export function rankedPlaces(to: GraphLowering, lines: OnnxTensor): OnnxTensor {
  const length = to.sizes === "fixed" ? to.integers([lines.shape[2]]) : to.extents(lines, 2, 3);
  const attributes = { axis: 2, largest: 1, sorted: 1 };
  return to.emitMany("TopK", [lines, length], [lines.shape, lines.shape], attributes)[1];
}
