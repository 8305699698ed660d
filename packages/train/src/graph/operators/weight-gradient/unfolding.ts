import { reshape } from "../layout.ts";
import type { Form } from "./form.ts";
import { pixelProducts } from "./pixel-products.ts";
import { sumOverFirst } from "./sum-over-first.ts";

/** A strided copy of the padded image for every tap, and one matrix product: the usual unfolding ("im2col"). */
export const unfolding: Form = {
  name: "unfolding",
  needs: ({ image, filter }) =>
    image.block === 1 && filter.block === 1 ? undefined : "maps in the plain order",
  build(g, { image, filter, taps, padding, stride }) {
    const [n, c, h, w] = image.value.shape;
    const [, f, outHeight, outWidth] = filter.value.shape;
    const pads = [0, 0, padding, padding, 0, 0, padding, padding];
    const shape = [n, c, h + 2 * padding, w + 2 * padding];
    const padded = padding ? g.emit("Pad", [image.value, g.integers(pads)], shape) : image.value;
    const copies = Array.from({ length: taps * taps }, (_, at) => {
      const from = [Math.floor(at / taps), at % taps];
      const end = [from[0] + (outHeight - 1) * stride + 1, from[1] + (outWidth - 1) * stride + 1];
      const bounds = [from, end, [2, 3], [stride, stride]].map((entry) => g.integers(entry));
      return g.emit("Slice", [padded, ...bounds], [n, c, outHeight, outWidth]);
    });
    const columns = g.emit("Concat", copies, [n, taps * taps * c, outHeight, outWidth], { axis: 1 });
    return reshape(g, sumOverFirst(g, pixelProducts(g, filter.value, columns)), [f, taps, taps, c]);
  },
};
