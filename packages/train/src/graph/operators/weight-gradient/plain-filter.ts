import { reshape } from "../layout.ts";
import type { Form } from "./form.ts";
import { sameSize } from "./same-size.ts";
import { sumOverFirst } from "./sum-over-first.ts";
import { verticalCopies } from "./vertical-copies.ts";

/**
 * A convolution with the filter of the correlation, moved vertically, as its weight, in operators of the standard alone. An
 * image of the batch is a group of one channel with (x, channel) along its rows; a convolution that steps over all channels
 * from one pixel of the filter to the next (`dilations`) has channels and horizontal taps one after another as its columns.
 */
export const plainFilter: Form = {
  name: "plainFilter",
  needs: sameSize,
  build(g, { image, filter, taps, padding }) {
    const [n, c, h, w] = image.value.shape;
    const f = filter.value.shape[1];
    const last =
      c === 1 ? image.value : g.emit("Transpose", [image.value], [n, h, w, c], { perm: [0, 2, 3, 1] });
    const rows = reshape(g, last, [1, n, h, w * c]);
    const weight = reshape(g, verticalCopies(g, filter.value, taps), [n * f * taps, 1, h, w]);
    const made = g.emit("Conv", [rows, weight], [1, n * f * taps, 1, taps * c], {
      kernel_shape: [h, w],
      pads: [0, padding * c, 0, padding * c],
      dilations: [1, c],
      group: n,
    });
    return sumOverFirst(g, reshape(g, made, [n, f, taps, taps, c]));
  },
};
