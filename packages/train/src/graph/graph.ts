import type { OnnxAttribute, OnnxEmitter } from "segloss";
import { check } from "segloss/door";
import { DEVICE, type Device } from "./device.ts";
import { resultType } from "./element-type.ts";
import { type ElementType, sizeOf, type Value } from "./value.ts";

/** One operator call. `type` is an ONNX name, with the domain in front where it is not the default one. */
export interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/**
 * Nodes that together compute one thing for which there may be a better way: `lowerToBlocks` takes them as one operator of
 * the name `type`. The nodes are always there, so a graph is whole without anyone knowing of units.
 */
export interface Unit {
  readonly type: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Position of the first node, and of the one behind the last. */
  readonly from: number;
  readonly to: number;
}

/** A constant tensor stored in the model, as little-endian bytes. */
export interface Initializer {
  readonly value: Value;
  readonly bytes: Uint8Array;
}

/** A named result. */
export interface Output {
  readonly name: string;
  readonly value: Value;
}

/** The content of a graph, as the ONNX writer and `cut` read it. */
export interface GraphContent {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Output[];
}

/**
 * A graph of ONNX operators under construction. Nodes are appended in the order of execution, so the list is always
 * sorted. Operators of other domains are written `com.microsoft.FusedMatMul`.
 */
export interface Graph extends OnnxEmitter<Value>, GraphContent {
  /** What the graph is written for. */
  readonly device: Device;
  /** Declares an input that is fed at every run. */
  input(name: string, shape: readonly number[], type?: ElementType): Value;
  /** Declares a result; `name` is what the caller fetches. */
  output(name: string, value: Value): void;
  /** A stored float32 tensor with a name of its own: a parameter of a saved model. */
  parameter(name: string, data: Float32Array, shape: readonly number[]): Value;
  /** A uint8 constant. */
  bytes(data: readonly number[], shape: readonly number[]): Value;
  /** Stands for an optional input that is left out. */
  readonly absent: Value;
  /** Every result of a node so far. */
  readonly values: readonly Value[];
  /** Marks the nodes that `build` appends as a unit. */
  unit(
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    build: () => readonly Value[],
  ): readonly Value[];
  readonly units: readonly Unit[];
  /** Takes over a constant of another graph. */
  adopt(constant: Initializer): Value;
}

const bytesOf = (data: ArrayBufferView) =>
  new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));

/** Equal constants up to this many elements are stored once, so that runtimes see that nodes which read them are equal. */
const sharedConstantSize = 1024;

/** An empty graph. Default: for a CPU. */
export function graph(device: Device = "cpu"): Graph {
  check("graph: device", device, DEVICE);
  const nodes: Node[] = [];
  const values: Value[] = [];
  const initializers: Initializer[] = [];
  const inputs: Value[] = [];
  const outputs: Output[] = [];
  const units: Unit[] = [];
  const constants = new Map<string, Value>();
  const taken = new Set<string>();

  function claim(name: string): string {
    if (taken.has(name))
      throw new Error(`The graph already has a tensor named "${name}"; choose another name.`);
    taken.add(name);
    return name;
  }

  function store(data: ArrayBufferView, shape: readonly number[], type: ElementType, name: string): Value {
    const value: Value = { name: claim(name), shape, type };
    initializers.push({ value, bytes: bytesOf(data) });
    return value;
  }

  function constantOf(
    data: ArrayBufferView & ArrayLike<unknown>,
    shape: readonly number[],
    type: ElementType,
  ): Value {
    if (data.length !== sizeOf(shape)) {
      throw new RangeError(
        `A constant of shape [${shape}] needs ${sizeOf(shape)} values; got ${data.length}. Give its shape.`,
      );
    }
    const fresh = () => store(data, shape, type, `constant_${initializers.length}`);
    if (data.length > sharedConstantSize) return fresh();
    const key = `${type} [${shape}] ${bytesOf(data)}`;
    const known = constants.get(key) ?? fresh();
    constants.set(key, known);
    return known;
  }

  function emitMany(
    type: string,
    arguments_: readonly Value[],
    shapes: readonly (readonly number[])[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): Value[] {
    const results = shapes.map((shape, index): Value => {
      const name = claim(
        `${type.slice(type.lastIndexOf(".") + 1)}_${nodes.length}${index ? `_${index}` : ""}`,
      );
      return { name, shape, type: resultType(type, arguments_, attributes, index) };
    });
    values.push(...results);
    nodes.push({
      type,
      inputs: arguments_.map((value) => value.name),
      outputs: results.map((value) => value.name),
      attributes,
    });
    return results;
  }

  return {
    device,
    nodes,
    values,
    initializers,
    inputs,
    outputs,
    units,
    absent: { name: "", shape: [], type: "float32" },
    emitMany,
    emit: (type, arguments_, shape, attributes) => emitMany(type, arguments_, [shape], attributes)[0],
    constant: (data, shape) =>
      typeof data === "number"
        ? constantOf(Float32Array.of(data), shape ?? [], "float32")
        : constantOf(Float32Array.from(data), shape ?? [data.length], "float32"),
    integers: (data) => constantOf(BigInt64Array.from(data, BigInt), [data.length], "int64"),
    bytes: (data, shape) => constantOf(Uint8Array.from(data), shape, "uint8"),
    input(name, shape, type = "float32") {
      const value: Value = { name: claim(name), shape, type };
      inputs.push(value);
      return value;
    },
    parameter: (name, data, shape) => store(data, shape, "float32", name),
    unit(type, inputs, attributes, build) {
      const from = nodes.length;
      const made = build();
      units.push({ type, inputs, outputs: made, attributes, from, to: nodes.length });
      return made;
    },
    adopt({ value, bytes }) {
      const key = `${value.type} [${value.shape}] ${bytes}`;
      const fresh = () => store(bytes, value.shape, value.type, `constant_${initializers.length}`);
      if (sizeOf(value.shape) > sharedConstantSize) return fresh();
      const known = constants.get(key) ?? fresh();
      constants.set(key, known);
      return known;
    },
    output(name, value) {
      outputs.push({ name: claim(name), value });
    },
  };
}
