import { arrayKind, check, RECORD, shown } from "segloss/door";
import type { Graph } from "../graph/graph.ts";
import { sizeOf, type Value } from "../graph/value.ts";
import type { Parameter } from "../networks/network.ts";
import { PARAMETERS } from "../networks/parameters-kind.ts";

/** Number of trainable numbers. */
export function parameterCount(parameters: readonly Parameter[]): number {
  check("parameterCount: parameters", parameters, PARAMETERS);
  return parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** The single parameters out of the vector that holds all of them one after another. */
export function unpackParameters(g: Graph, vector: Value, parameters: readonly Parameter[]): Value[] {
  const sizes = parameters.map(({ shape }) => sizeOf(shape));
  const parts = g.device === "gpu" ? slices(g, vector, sizes) : split(g, vector, sizes);
  return parts.map((part, index) => {
    const { shape } = parameters[index];
    return g.emit("Reshape", [part, g.integers(shape)], shape);
  });
}

function split(g: Graph, vector: Value, sizes: readonly number[]): Value[] {
  const shapes = sizes.map((size) => [size]);
  return g.emitMany("Split", [vector, g.integers(sizes)], shapes, { axis: 0 });
}

/** One node a part: a Split in twenty would bind more buffers than a kernel of a GPU can. */
function slices(g: Graph, vector: Value, sizes: readonly number[]): Value[] {
  let end = 0;
  return sizes.map((size) => {
    const start = end;
    end += size;
    const bounds = [start, end, 0].map((bound) => g.integers([bound]));
    return g.emit("Slice", [vector, ...bounds], [size]);
  });
}

/** The inverse: one vector out of single tensors. */
export function packVector(g: Graph, values: readonly Value[]): Value {
  const flat = values.map((value) => g.emit("Reshape", [value, g.integers([-1])], [sizeOf(value.shape)]));
  const size = flat.reduce((total, { shape }) => total + shape[0], 0);
  return g.emit("Concat", flat, [size], { axis: 0 });
}

/** Looks tensors up by the name of their parameter. */
export function byName(parameters: readonly Parameter[], values: readonly Value[]): (name: string) => Value {
  const table = new Map(parameters.map(({ name }, index) => [name, values[index]]));
  return (name) => {
    const found = table.get(name);
    if (found) return found;
    throw new Error(`The network asks for the parameter "${name}", which is not in its list of parameters.`);
  };
}

function checkVector(vector: Float32Array, size: number): void {
  if (arrayKind(vector) === "Float32Array" && vector.length === size) return;
  throw new RangeError(
    `The vector of all parameters must be a Float32Array of ${size} values; got ${shown(vector)}.`,
  );
}

/** Copies of the single parameters by name out of the vector of all of them. */
export function parametersByName(
  parameters: readonly Parameter[],
  vector: Float32Array,
): Record<string, Float32Array> {
  check("parametersByName: parameters", parameters, PARAMETERS);
  checkVector(vector, parameterCount(parameters));
  let offset = 0;
  const entries = parameters.map(({ name, shape }) => {
    const start = offset;
    offset += sizeOf(shape);
    return [name, vector.slice(start, offset)];
  });
  return Object.fromEntries(entries);
}

/** The inverse of `parametersByName`; says which parameter is missing or has the wrong size. */
export function parameterVector(
  parameters: readonly Parameter[],
  values: Readonly<Record<string, Float32Array>>,
): Float32Array {
  check("parameterVector: values", values, RECORD);
  const vector = new Float32Array(parameterCount(parameters));
  let offset = 0;
  for (const { name, shape } of parameters) {
    const data = values[name];
    const size = sizeOf(shape);
    if (arrayKind(data) !== "Float32Array" || data.length !== size) {
      const got = data === undefined ? "nothing" : arrayKind(data) === null ? shown(data) : `${data.length}`;
      throw new RangeError(`The parameter "${name}" of shape [${shape}] needs ${size} values; got ${got}.`);
    }
    vector.set(data, offset);
    offset += size;
  }
  return vector;
}
