/** The part of a tensor of TensorFlow.js that is used here. */
export interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): TfData;
}

export type TfData = Float32Array | Int32Array | Uint8Array;

/**
 * The part of TensorFlow.js that losses use, in the caller's own copy: pass `tf` of @tensorflow/tfjs, tfjs-core or
 * tfjs-node. Nothing of TensorFlow.js is imported here, so there is never a second copy. `T` are tensors, `S` scalars.
 */
export interface TfForLosses<T extends TfTensor, S extends T> {
  scalar(value: number): S;
  tensor(values: Float32Array, shape: number[]): T;
  mul(a: T, b: T): T;
  customGrad(f: () => { value: NoInfer<S>; gradFunc: (dy: NoInfer<S>) => NoInfer<T> }): (x: T) => NoInfer<S>;
}

/** The part of TensorFlow.js that data-set metrics use. */
export interface TfForMetrics<T extends TfTensor> {
  slice(x: T, begin: number[], size: number[]): T;
  tidy(f: () => void): void;
}
