import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";
import type { Form } from "./form.ts";
import { pixelProducts } from "./pixel-products.ts";
import { sameSize } from "./same-size.ts";
import { sumOverFirst } from "./sum-over-first.ts";
import { verticalCopies } from "./vertical-copies.ts";

/** Moves an image sideways: result[y, x] = value[y, x + by], 0 where that lies outside. */
function sideways(g: Graph, value: Value, by: number): Value {
  // A negative pad crops, so one Pad moves an image without changing its size.
  return by === 0 ? value : g.emit("Pad", [value, g.integers([0, 0, 0, -by, 0, 0, 0, by])], value.shape);
}

/**
 * Matrix products of the filter moved vertically and the image moved horizontally. So `taps` copies of each side and as
 * many products give all taps, where the usual unfolding needs taps * taps copies of one side.
 */
export const movedProducts: Form = {
  name: "movedProducts",
  needs: sameSize,
  build(g, { image, filter, taps, padding }) {
    const [n, c] = image.value.shape;
    const f = filter.value.shape[1];
    const rows = verticalCopies(g, filter.value, taps);
    // One product a column of taps: copying all columns side by side would cost more than the larger product gains.
    const products = Array.from({ length: taps }, (_, j) =>
      pixelProducts(g, rows, sideways(g, image.value, j - padding)),
    );
    const shape = [n, f * taps, taps * c];
    const perImage = taps === 1 ? products[0] : g.emit("Concat", products, shape, { axis: 2 });
    return reshape(g, sumOverFirst(g, perImage), [f, taps, taps, c]);
  },
};
