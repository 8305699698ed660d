/**
 * The part of TensorFlow.js that is used here, as the caller's own copy has it: `tf` of @tensorflow/tfjs, tfjs-core or
 * tfjs-node. Nothing of TensorFlow.js is imported, so there is never a second copy.
 */
export interface TensorFlow<T extends TfTensor, S extends T> {
  scalar(value: number): S;
  tensor(values: Float32Array, shape: number[]): T;
  mul(a: T, b: T): T;
  customGrad(f: () => { value: NoInfer<S>; gradFunc: (dy: NoInfer<S>) => NoInfer<T> }): (x: T) => NoInfer<S>;
}

/** The part of a tensor that is used here. */
export interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): Float32Array | Int32Array | Uint8Array;
}
