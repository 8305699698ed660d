import type { OnnxAttribute } from "segloss";
import { check, checkOptions, type Kind, RECORD, TEXT } from "segloss/door";
import { onnxTypeCode } from "../graph/element-type.ts";
import type { GraphContent, Initializer, Node } from "../graph/graph.ts";
import { GRAPH } from "../graph/graph-kind.ts";
import type { Value } from "../graph/value.ts";
import { type ProtobufWriter, protobufWriter } from "./protobuf-writer.ts";

// Field numbers below are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
const irVersion = 9;
/** Versions of the operator sets; those beside the standard are named only where a node is of them. */
const operatorSets: Readonly<Record<string, number>> = {
  "": 17,
  "com.microsoft": 1,
  "com.microsoft.nchwc": 1,
};
const attributeKind = { float: 1, integer: 2, text: 3, integers: 7 };

export interface EncodeOptions {
  /** Free key and value pairs, readable without running the model. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * Names for axes of inputs and outputs that may differ from the built shape: `{ images: ["batch", null, "height",
   * "width"] }`. Only for graphs whose nodes do not depend on these extents.
   */
  readonly dynamicAxes?: Readonly<Record<string, readonly (string | null)[]>>;
  /** What the model is, for those who open the file. */
  readonly description?: string;
  /** What each input and output is, by name. */
  readonly descriptions?: Readonly<Record<string, string>>;
}

function writeAttribute(w: ProtobufWriter, name: string, value: OnnxAttribute): void {
  w.text(1, name);
  if (typeof value === "number") {
    w.integer(3, value);
    w.integer(20, attributeKind.integer);
  } else if (typeof value === "string") {
    w.text(4, value);
    w.integer(20, attributeKind.text);
  } else if ("float" in value) {
    w.float(2, value.float);
    w.integer(20, attributeKind.float);
  } else {
    for (const entry of value) w.integer(8, entry);
    w.integer(20, attributeKind.integers);
  }
}

function writeNode(w: ProtobufWriter, node: Node): void {
  const dot = node.type.lastIndexOf(".");
  for (const name of node.inputs) w.text(1, name);
  for (const name of node.outputs) w.text(2, name);
  w.text(3, `node_${node.outputs[0]}`);
  w.text(4, node.type.slice(dot + 1));
  for (const [name, value] of Object.entries(node.attributes)) {
    w.message(5, (inner) => writeAttribute(inner, name, value));
  }
  if (dot > 0) w.text(7, node.type.slice(0, dot));
}

function writeInitializer(w: ProtobufWriter, { value, bytes }: Initializer): void {
  for (const extent of value.shape) w.integer(1, extent);
  w.integer(2, onnxTypeCode[value.type]);
  w.text(8, value.name);
  w.bytes(9, bytes);
}

function writeValueInfo(w: ProtobufWriter, name: string, value: Value, options: EncodeOptions): void {
  const axes = options.dynamicAxes?.[name];
  const description = options.descriptions?.[name];
  w.text(1, name);
  w.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, onnxTypeCode[value.type]);
      tensor.message(2, (shape) => {
        value.shape.forEach((extent, index) => {
          const axis = axes?.[index];
          shape.message(1, (dimension) => (axis ? dimension.text(2, axis) : dimension.integer(1, extent)));
        });
      });
    }),
  );
  if (description !== undefined) w.text(3, description);
}

/** Constants that some node or output reads; derivatives that nobody asked for leave others behind. */
function usedInitializers({ nodes, outputs, initializers }: GraphContent): readonly Initializer[] {
  const read = new Set([...nodes.flatMap((node) => node.inputs), ...outputs.map(({ value }) => value.name)]);
  return initializers.filter(({ value }) => read.has(value.name));
}

function writeGraph(w: ProtobufWriter, content: GraphContent, options: EncodeOptions): void {
  for (const node of content.nodes) w.message(1, (inner) => writeNode(inner, node));
  // An output has a name of its own; Identity is how ONNX gives a tensor a second name.
  for (const { name, value } of content.outputs) {
    const node = { type: "Identity", inputs: [value.name], outputs: [name], attributes: {} };
    w.message(1, (inner) => writeNode(inner, node));
  }
  w.text(2, "segloss");
  for (const initializer of usedInitializers(content))
    w.message(5, (inner) => writeInitializer(inner, initializer));
  for (const value of content.inputs) {
    w.message(11, (inner) => writeValueInfo(inner, value.name, value, options));
  }
  for (const { name, value } of content.outputs) {
    w.message(12, (inner) => writeValueInfo(inner, name, value, options));
  }
}

const TEXTS: Kind = {
  expected: "an object of texts",
  fits: (value) => RECORD.fits(value) && Object.values(value as object).every(TEXT.fits),
};

const AXES: Kind = {
  expected: "an object with a list of names of axes, or null, for each tensor",
  fits: (value) =>
    RECORD.fits(value) &&
    Object.values(value as object).every(
      (axes: unknown) =>
        Array.isArray(axes) && axes.every((axis) => axis === null || typeof axis === "string"),
    ),
};

function domainsOf({ nodes }: GraphContent): Set<string> {
  return new Set(["", ...nodes.map(({ type }) => type.slice(0, Math.max(0, type.lastIndexOf("."))))]);
}

/** The graph as the bytes of an .onnx file: opset 17, IR version 9. */
export function encodeModel(content: GraphContent, options: EncodeOptions = {}): Uint8Array {
  check("encodeModel: graph", content, GRAPH);
  checkOptions("encodeModel", options, {
    ...{ metadata: TEXTS, dynamicAxes: AXES },
    ...{ description: TEXT, descriptions: TEXTS },
  });
  const w = protobufWriter();
  w.integer(1, irVersion);
  w.text(2, "segloss");
  if (options.description !== undefined) w.text(6, options.description);
  w.message(7, (inner) => writeGraph(inner, content, options));
  for (const domain of domainsOf(content)) {
    w.message(8, (set) => {
      set.text(1, domain);
      set.integer(2, operatorSets[domain] ?? 1);
    });
  }
  for (const [key, value] of Object.entries(options.metadata ?? {})) {
    w.message(14, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  }
  return w.finish();
}
