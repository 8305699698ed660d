import { onnxTypeCode } from "../../element-type.ts";
import type { Graph } from "../../graph.ts";
import type { Maps } from "../../maps.ts";
import { reshape } from "../../operators/layout.ts";
import type { Value } from "../../value.ts";
import type { Rule } from "../lowering.ts";
import { toBlocks } from "../reorder.ts";

/** Every second of neighbours of `length` numbers, and the others: both [count, 1, length]. */
function halves(g: Graph, value: Value, count: number, length: number): readonly [Value, Value] {
  const shape = [count, 1, length];
  const pairs = reshape(g, value, [count, 2, length]);
  const [first, second] = g.emitMany("Split", [pairs, g.integers([1, 1])], [shape, shape], { axis: 1 });
  return [first, second];
}

/** A window has two rows of two pixels: the left and the right ones, and what is larger of them in both rows. */
function windows(g: Graph, { value, block }: Maps) {
  const [n, c, h, w] = value.shape;
  const columns = halves(g, value, (n * c * h * w) / block / 2, block);
  const widest = g.emit("Max", columns, columns[0].shape);
  const rows = halves(g, widest, (n * c * h) / block / 2, (w / 2) * block);
  return { columns, rows };
}

/** Of 2x2 windows. Positions are left out: the way back compares. */
export const maxPool: Rule = (l, { inputs: [x], outputs: [output, positions], attributes }) => {
  if (!l.inBlocks(x) || String(attributes.kernel_shape) !== "2,2") return false;
  const { g } = l;
  const maps = l.blocks(x)!;
  const { value, block } = maps;
  if (block === 1) return false;
  const made =
    block === l.block
      ? g.emit("com.microsoft.nchwc.MaxPool", [value], output.shape, attributes)
      : reshape(g, largest(g, windows(g, maps).rows), output.shape);
  l.set(output, { value: made, block });
  if (positions) l.notes.set(positions.name, [value]);
  return true;
};

const largest = (g: Graph, two: readonly [Value, Value]) => g.emit("Max", two, two[0].shape);

/** Gives the gradient of the maximum of two to the first where that is not smaller, else to the second: [count, 2, length]. */
function shared(g: Graph, [first, second]: readonly [Value, Value], gradient: Value): Value {
  const { shape } = first;
  const wins = g.emit("GreaterOrEqual", [first, second], shape);
  // A product is a third of the time that Where takes.
  const part = g.emit("Mul", [gradient, g.emit("Cast", [wins], shape, { to: onnxTypeCode.float32 })], shape);
  const rest = g.emit("Sub", [gradient, part], shape);
  return g.emit("Concat", [part, rest], [shape[0], 2, shape[2]], { axis: 1 });
}

/**
 * The way back: first of the two rows of a window, then of the two pixels of a row. So the first of equal values in the order
 * of reading gets the gradient, as with positions, which cost a search in scalar code.
 */
export const maxUnpool: Rule = (l, { inputs: [gradient, positions], outputs: [output] }) => {
  const [x] = l.notes.get(positions.name) ?? [];
  if (x === undefined) return false;
  const { g } = l;
  const block = l.blockOf(output);
  // Pooled pairs of pixels may be an odd number to a row, and then are in the plain order.
  const { value: maps } = l.blocks(gradient) ?? toBlocks(g, l.plain(gradient), block, l.block);
  const { columns, rows } = windows(g, { value: x, block });
  const ofRows = shared(g, rows, reshape(g, maps, rows[0].shape));
  const value = shared(g, columns, reshape(g, ofRows, columns[0].shape));
  l.set(output, { value: reshape(g, value, output.shape), block });
  return true;
};
