import { type Graph, graph, type Node, type Value } from "@segloss/train";
import { reshape } from "../../src/graph/operators/layout.ts";

const DOMAIN = "com.microsoft.nchwc.";

/** [N, C / b, H, W, b] seen as [N, C, H, W], back to the plain order. */
function toPlain(g: Graph, value: Value, block: number): Value {
  const [n, c, h, w] = value.shape;
  const seen = reshape(g, value, [n, c / block, h, w, block]);
  const turned = g.emit("Transpose", [seen], [n, c / block, block, h, w], { perm: [0, 1, 4, 2, 3] });
  return reshape(g, turned, value.shape);
}

function toBlocks(g: Graph, value: Value, block: number): Value {
  const [n, c, h, w] = value.shape;
  const seen = reshape(g, value, [n, c / block, block, h, w]);
  const turned = g.emit("Transpose", [seen], [n, c / block, h, w, block], { perm: [0, 1, 3, 4, 2] });
  return reshape(g, turned, value.shape);
}

/** A weight [K / b, C / c, k, k, c, b] seen as [K, C, k, k], back to the plain order. */
function plainWeight(g: Graph, weight: Value, input: number, block: number): Value {
  const [k, c, height, width] = weight.shape;
  const seen = reshape(g, weight, [k / block, c / input, height, width, input, block]);
  const shape = [k / block, block, c / input, input, height, width];
  const turned = g.emit("Transpose", [seen], shape, { perm: [0, 5, 1, 4, 2, 3] });
  return reshape(g, turned, weight.shape);
}

type Emulation = (
  g: Graph,
  inputs: readonly Value[],
  node: Node,
  shape: readonly number[],
  block: number,
) => Value;

/** What each operator computes, in words of plain ONNX. */
const emulations: Readonly<Record<string, Emulation>> = {
  ReorderInput: (g, [x], _node, _shape, block) => toBlocks(g, x, block),
  ReorderOutput: (g, [x], _node, _shape, block) => toPlain(g, x, block),
  AveragePool: (g, [x], { attributes }, shape, block) =>
    toBlocks(g, g.emit("AveragePool", [toPlain(g, x, block)], shape, attributes), block),
  MaxPool: (g, [x], { attributes }, shape, block) =>
    toBlocks(g, g.emit("MaxPool", [toPlain(g, x, block)], shape, attributes), block),
  Upsample(g, [x], _node, shape, block) {
    const scales = g.constant([1, 1, 2, 2]);
    const attributes = {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    };
    return toBlocks(g, g.emit("Resize", [toPlain(g, x, block), g.absent, scales], shape, attributes), block);
  },
  Conv(g, [x, weight, bias, sum], { attributes }, shape, block) {
    const { activation, ...rest } = attributes;
    // One channel to one: the maps are in blocks. Few channels to many, also those of a group: the image is plain.
    const single = attributes.group === weight.shape[0];
    const input = single || weight.shape[1] < block ? 1 : block;
    const plain = input === 1 && !single ? x : toPlain(g, x, block);
    const filter = single ? weight : plainWeight(g, weight, input, block);
    const products = g.emit("Conv", [plain, filter, ...(bias ? [bias] : [])], shape, rest);
    const added = sum ? g.emit("Add", [products, toPlain(g, sum, block)], shape) : products;
    return toBlocks(g, activation === "Relu" ? g.emit("Relu", [added], shape) : added, block);
  },
};

/**
 * The graph with every operator of com.microsoft.nchwc written out in plain ONNX, for a processor with the given block: it
 * runs anywhere, so that blocks which this processor lacks are tested as well.
 */
export function emulateBlocks(source: Graph, block: number): Graph {
  const g = graph();
  const made = new Map<string, Value>([["", g.absent]]);
  const shapes = new Map(source.values.map((value) => [value.name, value.shape]));
  for (const { name, shape, type } of source.inputs) made.set(name, g.input(name, shape, type));
  for (const constant of source.initializers) made.set(constant.value.name, g.adopt(constant));
  for (const node of source.nodes) {
    const inputs = node.inputs.map((name) => made.get(name)!);
    const outputs = node.outputs.map((name) => shapes.get(name)!);
    const emulation = node.type.startsWith(DOMAIN) ? emulations[node.type.slice(DOMAIN.length)] : undefined;
    const given = inputs.map((value) => (value === g.absent ? undefined : value)) as Value[];
    const values = emulation
      ? [emulation(g, given, node, outputs[0], block)]
      : g.emitMany(node.type, inputs, outputs, node.attributes);
    node.outputs.forEach((name, at) => void made.set(name, values[at]));
  }
  for (const { name, value } of source.outputs) g.output(name, made.get(value.name)!);
  return g;
}
