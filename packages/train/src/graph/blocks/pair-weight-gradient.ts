import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import { reshape } from "../operators/layout.ts";
import { stripRows } from "../operators/weight-gradient/strip-rows.ts";
import { sumOverFirst } from "../operators/weight-gradient/sum-over-first.ts";
import type { Value } from "../value.ts";
import { permuted } from "./weights.ts";

/** An image of 1 or 8 and more channels with (x, channel) along its rows: [N, parts, H, W * width]. */
function rowsOf(g: Graph, { value, block }: Maps): Value {
  const [n, c, h, w] = value.shape;
  if (block > 1) return reshape(g, value, [n, c / block, h, w * block]);
  const turned = c === 1 ? value : permuted(g, value, [n, c, h, w], [0, 2, 3, 1]);
  return reshape(g, turned, [n, 1, h, w * c]);
}

/** One part of an image with a border of `border` pixels, cut into overlapping strips: [1, N * strips, rows + 2 border, L]. */
function stripsOf(g: Graph, rows: Value, part: number, width: number, border: number, strips: number): Value {
  const [n, parts, h, length] = rows.shape;
  const before = [0, -part, border, border * width];
  const after = [0, part + 1 - parts, border, border * width];
  const framed = [h + 2 * border, length + 2 * border * width];
  const padded =
    border === 0 && parts === 1
      ? rows
      : g.emit("Pad", [rows, g.integers([...before, ...after])], [n, 1, ...framed]);
  if (strips === 1) return reshape(g, padded, [1, n, ...framed]);
  const own = h / strips + 2 * border;
  const picked = Array.from(
    { length: strips * own },
    (_, at) => Math.floor(at / own) * (h / strips) + (at % own),
  );
  const indices = reshape(g, g.integers(picked), [strips, own]);
  const image = reshape(g, padded, [n, ...framed]);
  const gathered = g.emit("Gather", [image, indices], [n, strips, own, framed[1]], { axis: 1 });
  return reshape(g, gathered, [1, n * strips, own, framed[1]]);
}

/** [F / 8, i, j, c, pixel, 8]: the tap j of the first pixel of a pair is the tap j + 1 of what the second meets. */
function together(g: Graph, value: Value, taps: number): Value {
  const [f, , , c] = value.shape;
  const shape = [f, taps, taps, c, 1, 8];
  const of = (pixel: number) => {
    const bounds = [
      [pixel, pixel],
      [taps + pixel, pixel + 1],
      [2, 4],
    ].map((bound) => g.integers(bound));
    return g.emit("Slice", [value, ...bounds], shape);
  };
  return g.emit("Add", [of(0), of(1)], shape);
}

/**
 * The weight's gradient [F, C, k, k] of a convolution with stride 1 where the gradient at its output has pairs of pixels as
 * blocks. The same convolution as `blockFilter` has, with the gradient as its weight: a block of filters is that of two
 * pixels, which step over the image in twos and so give one tap more.
 */
export function pairWeightGradient(g: Graph, image: Maps, gradient: Maps, taps: number): Value {
  const [n, f, h, w] = gradient.value.shape;
  const c = image.value.shape[1];
  const width = image.block > 1 ? image.block : c;
  const blocks = f / 8;
  const strips = h / stripRows(h, w / 2);
  const seen = [n, blocks, strips, (h / strips) * w * 8];
  const ordered =
    strips === 1 || blocks === 1 ? gradient.value : permuted(g, gradient.value, seen, [0, 2, 1, 3]);
  const weight = reshape(g, ordered, [n * strips * 2 * f, 1, h / strips, w / 2]);
  const rows = rowsOf(g, image);
  const border = (taps - 1) / 2;
  const steps = taps + 1;
  const part = (at: number) => {
    const strip = stripsOf(g, rows, at, width, border, strips);
    const made = g.emit(
      "com.microsoft.nchwc.Conv",
      [strip, weight],
      [1, n * strips * 2 * f, taps, steps * width],
      {
        kernel_shape: [h / strips, w / 2],
        pads: [0, 0, 0, 0],
        strides: [1, 1],
        dilations: [1, 2 * width],
        group: n * strips,
      },
    );
    const summed = sumOverFirst(g, reshape(g, made, [n * strips, blocks * taps * steps * width * 16]));
    return together(g, reshape(g, summed, [blocks, taps, steps, width, 2, 8]), taps);
  };
  const parts = Array.from({ length: c / width }, (_, at) => part(at));
  const shape = [blocks, taps, taps, c, 1, 8];
  const all = parts.length === 1 ? parts[0] : g.emit("Concat", parts, shape, { axis: 3 });
  return reshape(g, permuted(g, all, shape, [0, 5, 3, 1, 2, 4]), [f, c, taps, taps]);
}
