import type { Graph } from "../../graph.ts";
import type { Maps } from "../../maps.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";
import type { Correlation } from "./correlation.ts";
import type { Form } from "./form.ts";
import { stripRows } from "./strip-rows.ts";
import { sumOverFirst } from "./sum-over-first.ts";

/** An image whose rows hold (x, channel), so that the next column of pixels is `width` numbers on: [N, parts, H, W * width]. */
interface Rows {
  readonly value: Value;
  /** Channels side by side. */
  readonly width: number;
  /** Groups of so many channels. */
  readonly parts: number;
}

function rowsOf(g: Graph, { value, block }: Maps): Rows {
  const [n, c, h, w] = value.shape;
  if (block > 1)
    return {
      value: reshape(g, value, [n, c / block, h, w * block]),
      width: block,
      parts: c / block,
    };
  const last = c === 1 ? value : g.emit("Transpose", [value], [n, h, w, c], { perm: [0, 2, 3, 1] });
  return { value: reshape(g, last, [n, 1, h, w * c]), width: c, parts: 1 };
}

/** One part of an image with the border that the taps reach: [N, 1, height, width of a row]. */
function framed(
  g: Graph,
  rows: Rows,
  part: number,
  { image, filter, taps, padding, stride }: Correlation,
): Value {
  const [n, , h, w] = image.value.shape;
  const reach = (extent: number) => (extent - 1) * stride + taps;
  const [height, width] = [reach(filter.value.shape[2]), reach(filter.value.shape[3])];
  const before = [0, -part, padding, padding * rows.width];
  const after = [0, part + 1 - rows.parts, height - h - padding, (width - w - padding) * rows.width];
  if ([...before, ...after].every((count) => count === 0)) return rows.value;
  return g.emit("Pad", [rows.value, g.integers([...before, ...after])], [n, 1, height, width * rows.width]);
}

/** Overlapping strips of an image, each what `rows` rows of the filter meet: [N, 1, height, L] to [N * strips, height of one, L]. */
function imageStrips(
  g: Graph,
  value: Value,
  strips: number,
  rows: number,
  { taps, stride }: Correlation,
): Value {
  const [n, , height, length] = value.shape;
  if (strips === 1) return reshape(g, value, [1, n, height, length]);
  const own = (rows - 1) * stride + taps;
  const picked = Array.from(
    { length: strips * own },
    (_, at) => Math.floor(at / own) * rows * stride + (at % own),
  );
  const indices = reshape(g, g.integers(picked), [strips, own]);
  const image = reshape(g, value, [n, height, length]);
  const gathered = g.emit("Gather", [image, indices], [n, strips, own, length], { axis: 1 });
  return reshape(g, gathered, [1, n * strips, own, length]);
}

/** Strips of the filter, which are the filters of one image each: [N * strips * F, 1, rows, w]. */
function filterStrips(g: Graph, { value, block }: Maps, strips: number, rows: number): Value {
  const [n, f, h, w] = value.shape;
  const shape = [n * strips * f, 1, rows, w];
  if (strips === 1 || f === block) return reshape(g, value, shape);
  const split = reshape(g, value, [n, f / block, strips, (h / strips) * w * block]);
  const made = g.emit("Transpose", [split], [n, strips, f / block, (h / strips) * w * block], {
    perm: [0, 2, 1, 3],
  });
  return reshape(g, made, shape);
}

/**
 * The blocked convolution of ONNX Runtime with the filter of the correlation as its weight. In blocks a filter
 * [N, F / b, h, w, b] lies in memory as the weight of N groups of F filters of one channel and size [h, w], so nothing is
 * copied; an image of a group is one channel as well, with (x, channel) along its rows. A convolution that steps over
 * all channels from one pixel of the filter to the next (`dilations`) has channels and horizontal taps one after another as
 * its columns, vertical taps as its rows. What is summed in one accumulator is kept short by cutting images into strips.
 */
export const blockFilter: Form = {
  name: "blockFilter",
  needs: ({ filter: { value, block } }) =>
    block > 1 && value.shape[1] % block === 0 ? undefined : "a filter in blocks of channels",
  build(g, correlation) {
    const { image, filter, taps, stride } = correlation;
    const [n, f, h, w] = filter.value.shape;
    const { block } = filter;
    const rows = stripRows(h, w);
    const groups = (n * h) / rows;
    const weight = filterStrips(g, filter, h / rows, rows);
    const source = rowsOf(g, image);
    const window = { kernel_shape: [rows, w], pads: [0, 0, 0, 0], strides: [1, 1], group: groups };
    const attributes = { ...window, dilations: [stride, stride * source.width] };
    const one = (part: number) => {
      const strips = imageStrips(g, framed(g, source, part, correlation), h / rows, rows, correlation);
      const shape = [1, groups * f, taps, taps * source.width];
      const made = g.emit("com.microsoft.nchwc.Conv", [strips, weight], shape, attributes);
      return reshape(g, made, [groups, (f / block) * taps * taps, source.width * block]);
    };
    const c = source.width * source.parts;
    const made = Array.from({ length: source.parts }, (_, part) => one(part));
    const shape = [groups, (f / block) * taps * taps, c * block];
    const summed = sumOverFirst(g, made.length === 1 ? made[0] : g.emit("Concat", made, shape, { axis: 2 }));
    const split = reshape(g, summed, [f / block, taps * taps * c, block]);
    // Runtimes move a single axis many times faster than several at once.
    const turned = g.emit("Transpose", [split], [f / block, block, taps * taps * c], { perm: [0, 2, 1] });
    return reshape(g, turned, [f, taps, taps, c]);
  },
};
