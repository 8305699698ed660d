import type { Graph } from "../../graph.ts";
import type { Maps } from "../../maps.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";
import type { Correlation } from "./correlation.ts";
import type { Form } from "./form.ts";
import { imageStrips } from "./image-strips.ts";
import { stripRows } from "./strip-rows.ts";
import { sumOverFirst } from "./sum-over-first.ts";

/** Pixels in a block of the processor. */
const pixelsOf = ({ filter, lanes = filter.block }: Correlation) => lanes / filter.block;

function needs(correlation: Correlation): string | undefined {
  const { block, value } = correlation.filter;
  if (block === 1 || value.shape[1] % block) return "a filter in blocks of channels";
  const pixels = pixelsOf(correlation);
  return value.shape[3] % pixels === 0 ? undefined : `a filter whose width is a multiple of ${pixels}`;
}

/** What is summed by one group of the convolution. */
interface Grouping {
  /** Rows of a strip of an image. */
  readonly rows: number;
  /** Images whose sums the convolution adds up itself, as it does with channels; of strips one. */
  readonly images: number;
}

/** Pixels of a group below which it takes in further images. */
const enough = 1024;

function groupingOf(correlation: Correlation): Grouping {
  const { filter, lanes = filter.block } = correlation;
  const [n, , h, w] = filter.value.shape;
  const rows = stripRows(h, w / pixelsOf(correlation));
  if (rows < h) return { rows, images: 1 };
  // As many channels as a block would be taken for one.
  const most = Math.max(1, Math.min(lanes - 1, Math.floor(enough / h / w)));
  const counts = Array.from({ length: most }, (_, at) => most - at);
  return { rows, images: counts.find((count) => n % count === 0)! };
}

/** The filter as the weight of groups of images or strips: [N * strips / images * F * pixels, images, rows, w / pixels]. */
function groupedFilter(g: Graph, { value, block }: Maps, { rows, images }: Grouping, pixels: number): Value {
  const [n, f, h, w] = value.shape;
  const shape = [((n * h) / rows / images) * f * pixels, images, rows, w / pixels];
  if (f === block || (rows === h && images === 1)) return reshape(g, value, shape);
  const strip = rows * w * block;
  const split = images > 1 ? [n / images, images, f / block, strip] : [n, f / block, h / rows, strip];
  const turned = [split[0], split[2], split[1], strip];
  return reshape(g, g.emit("Transpose", [reshape(g, value, split)], turned, { perm: [0, 2, 1, 3] }), shape);
}

/** Tap j of a block's pixel p is column j + p * stride: [F / b, taps, columns, C, pixels, b] to [F / b, taps, taps, C, 1, b]. */
function together(g: Graph, value: Value, taps: number, stride: number): Value {
  const [f, , , c, pixels, block] = value.shape;
  const shape = [f, taps, taps, c, 1, block];
  if (pixels === 1) return value;
  const parts = Array.from({ length: pixels }, (_, pixel) => {
    const from = pixel * stride;
    const bounds = [
      [from, pixel],
      [from + taps, pixel + 1],
      [2, 4],
    ].map((bound) => g.integers(bound));
    return g.emit("Slice", [value, ...bounds], shape);
  });
  return parts.reduce((sum, part) => g.emit("Add", [sum, part], shape));
}

function build(g: Graph, correlation: Correlation): Value {
  const { image, filter, taps, stride } = correlation;
  const [n, f, h, w] = filter.value.shape;
  const { block } = filter;
  const pixels = pixelsOf(correlation);
  const columns = taps + (pixels - 1) * stride;
  const grouping = groupingOf(correlation);
  const { rows, images } = grouping;
  const groups = (n * h) / rows / images;
  const weight = groupedFilter(g, filter, grouping, pixels);
  const { parts, width } = imageStrips(g, correlation, rows);
  const window = { kernel_shape: [rows, w / pixels], pads: [0, 0, 0, 0], strides: [1, 1], group: groups };
  const attributes = { ...window, dilations: [stride, pixels * stride * width] };
  const made = parts.map((part) => {
    const shape = [1, groups * f * pixels, taps, columns * width];
    const maps = g.emit("com.microsoft.nchwc.Conv", [part, weight], shape, attributes);
    return reshape(g, maps, [groups, (f / block) * taps * columns, width * pixels * block]);
  });
  const c = image.value.shape[1];
  const shape = [groups, (f / block) * taps * columns, c * pixels * block];
  const summed = sumOverFirst(g, made.length === 1 ? made[0] : g.emit("Concat", made, shape, { axis: 2 }));
  const all = together(g, reshape(g, summed, [f / block, taps, columns, c, pixels, block]), taps, stride);
  const split = reshape(g, all, [f / block, taps * taps * c, block]);
  // Runtimes move a single axis many times faster than several at once.
  const turned = g.emit("Transpose", [split], [f / block, block, taps * taps * c], { perm: [0, 2, 1] });
  return reshape(g, turned, [f, taps, taps, c]);
}

/**
 * The blocked convolution of ONNX Runtime with the filter of the correlation as its weight. In blocks a filter
 * [N, F / b, h, w, b] lies in memory as the weight of N groups of F filters of one channel and size [h, w], so nothing is
 * copied; an image of a group is one channel as well, with (x, channel) along its rows. A convolution that steps over
 * all channels from one pixel of the filter to the next (`dilations`) has channels and horizontal taps one after another as
 * its columns, vertical taps as its rows. What is summed in one accumulator is kept short by cutting images into strips; small
 * images are channels of a group together.
 *
 * Where a block of the processor is several pixels of the filter, each of them is a filter; they step over the image together
 * and give as many columns more as they are pixels from one another.
 */
export const blockFilter: Form = { name: "blockFilter", needs, build };
