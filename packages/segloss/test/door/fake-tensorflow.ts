import type { TensorFlow, TfTensor } from "segloss/tfjs";

type Data = Float32Array | Int32Array | Uint8Array;

/** A tensor as far as the adapter looks at it. */
export function fakeTensor(data: Data, shape: readonly number[]): TfTensor {
  return { shape, dtype: data instanceof Float32Array ? "float32" : "int32", dataSync: () => data };
}

/** A backend that computes what the adapter asks for. */
export function fakeTensorFlow(
  backend: string,
  read: (computed: Float32Array) => Float32Array = (x) => x,
): TensorFlow<TfTensor, TfTensor> {
  return {
    getBackend: () => backend,
    scalar: (value) => fakeTensor(Float32Array.of(value), []),
    tensor: (values, shape) => fakeTensor(values, shape),
    mul: (a, b) => {
      const factors = b.dataSync();
      const product = Float32Array.from(a.dataSync(), (x, i) => x * factors[i % factors.length]);
      return fakeTensor(read(product), a.shape);
    },
    slice: (x) => x,
    tidy: (f) => f(),
    customGrad: (f) => () => f().value,
  };
}

export const FAKE_TENSORFLOW: TensorFlow<TfTensor, TfTensor> = fakeTensorFlow("cpu");
