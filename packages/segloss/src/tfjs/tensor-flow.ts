/** The part of a tensor of TensorFlow.js that is used here. */
export interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): TfData;
}

export type TfData = Float32Array | Int32Array | Uint8Array;

/**
 * The part of TensorFlow.js that is used here, in the caller's own copy: pass `tf` of @tensorflow/tfjs, tfjs-core or
 * tfjs-node. Nothing of TensorFlow.js is imported, so there is never a second copy. `T` are its tensors and `S` its
 * scalars, found from `tensor` and `scalar`.
 */
export interface TensorFlow<T extends TfTensor, S extends T> {
  scalar(value: number): S;
  tensor(values: Float32Array, shape: number[]): T;
  mul(a: NoInfer<T>, b: NoInfer<T>): NoInfer<T>;
  slice(x: NoInfer<T>, begin: number[], size: number[]): NoInfer<T>;
  tidy(f: () => void): void;
  /** Name of the backend in use. */
  getBackend?(): string;
  customGrad(f: () => { value: NoInfer<S>; gradFunc: (dy: NoInfer<S>) => NoInfer<T> }): (x: T) => NoInfer<S>;
}
