import type { Graph } from "../../graph.ts";
import type { Maps } from "../../maps.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";
import type { Correlation } from "./correlation.ts";

/** An image whose rows hold (x, channel), so that the next pixel of a row is `width` numbers on: [N, parts, H, W * width]. */
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
    return { value: reshape(g, value, [n, c / block, h, w * block]), width: block, parts: c / block };
  const last = c === 1 ? value : g.emit("Transpose", [value], [n, h, w, c], { perm: [0, 2, 3, 1] });
  return { value: reshape(g, last, [n, 1, h, w * c]), width: c, parts: 1 };
}

/** One part of an image with the border that the taps reach: [N, 1, height, width of a row]. */
function framed(g: Graph, rows: Rows, part: number, correlation: Correlation): Value {
  const { image, filter, taps, padding, stride } = correlation;
  const [n, , h, w] = image.value.shape;
  const reach = (extent: number) => (extent - 1) * stride + taps;
  const [height, width] = [reach(filter.value.shape[2]), reach(filter.value.shape[3])];
  const before = [0, -part, padding, padding * rows.width];
  const after = [0, part + 1 - rows.parts, height - h - padding, (width - w - padding) * rows.width];
  if ([...before, ...after].every((count) => count === 0)) return rows.value;
  return g.emit("Pad", [rows.value, g.integers([...before, ...after])], [n, 1, height, width * rows.width]);
}

/** Overlapping strips of an image [N, 1, height, L], each what `own` rows meet: [1, N * strips, own, L]. */
function overlapping(g: Graph, value: Value, strips: number, own: number, step: number): Value {
  const [n, , height, length] = value.shape;
  if (strips === 1) return reshape(g, value, [1, n, height, length]);
  const rows = Array.from({ length: strips * own }, (_, at) => Math.floor(at / own) * step + (at % own));
  const image = reshape(g, value, [n, height, length]);
  const gathered = g.emit("Gather", [image, g.integers(rows)], [n, strips * own, length], { axis: 1 });
  return reshape(g, gathered, [1, n * strips, own, length]);
}

/**
 * What strips of `rows` rows of the filter meet of the image, for each group of channels that stand side by side:
 * [1, N * strips, height of a strip, (x, channel)], `width` channels a pixel.
 */
export function imageStrips(
  g: Graph,
  correlation: Correlation,
  rows: number,
): { readonly parts: readonly Value[]; readonly width: number } {
  const { image, filter, taps, stride } = correlation;
  const source = rowsOf(g, image);
  const strips = filter.value.shape[2] / rows;
  const own = (rows - 1) * stride + taps;
  const parts = Array.from({ length: source.parts }, (_, part) =>
    overlapping(g, framed(g, source, part, correlation), strips, own, rows * stride),
  );
  return { parts, width: source.width };
}
