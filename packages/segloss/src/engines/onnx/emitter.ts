/** Attribute of an ONNX node: an integer, a list of integers, a float written `{ float }`, or a string. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number } | string;

/**
 * What lowering a loss to ONNX asks of a graph builder. `V` is the builder's own handle of a tensor.
 * All float tensors are float32. Operators are those of ONNX opset 17.
 */
export interface OnnxEmitter<V> {
  /** Appends a node with one output of the given shape and returns the output. */
  emit(
    type: string,
    inputs: readonly V[],
    shape: readonly number[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): V;
  /** Appends a node with several outputs (TopK, Split). */
  emitMany(
    type: string,
    inputs: readonly V[],
    shapes: readonly (readonly number[])[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): V[];
  /** A float32 constant; without a shape, a scalar. */
  constant(values: number | ArrayLike<number>, shape?: readonly number[]): V;
  /** A one-dimensional int64 constant (axes, shapes, slice bounds). */
  integers(values: readonly number[]): V;
}
