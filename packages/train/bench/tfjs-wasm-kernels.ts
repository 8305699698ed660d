// The kernels that training needs and that @tensorflow/tfjs-backend-wasm 4.22 lacks (Conv2DBackpropFilter), gets wrong
// (MaxPoolGrad on negative values) or does slowly in scalar code (Conv2DBackpropInput, DepthToSpace, SplitV, Concat), so
// that the comparison is with TensorFlow.js at its best. Each is made of kernels that the backend has, or is a plain loop
// over its memory. They hold for what a U-Net needs: NHWC, float32, 2x2 pools.
import type * as tfjs from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

type Tensor = tfjs.TensorInfo;
type Attributes = Record<string, unknown>;
interface Call {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}
type Kernel = (call: Call) => Tensor;
type Geometry = ReturnType<typeof tfjs.backend_util.computeConv2DInfo>;

const memory = (backend: BackendWasm, tensor: Tensor) =>
  backend.typedArrayFromHeap(tensor as Parameters<BackendWasm["typedArrayFromHeap"]>[0]) as Float32Array;
const made = (backend: BackendWasm, shape: number[]): Tensor => backend.makeOutput(shape, "float32");
const seenAs = ({ dataId, dtype }: Tensor, shape: number[]): Tensor => ({ dataId, shape, dtype });
const drop = (backend: BackendWasm, ...tensors: Tensor[]) => {
  for (const { dataId } of tensors) backend.disposeData(dataId);
};

/** Copies `count` columns of one row-major matrix into another. */
function copyColumns(
  [from, fromWidth, fromStart]: readonly [Float32Array, number, number],
  [to, toWidth, toStart]: readonly [Float32Array, number, number],
  count: number,
): void {
  const rows = from.length / fromWidth;
  for (let row = 0; row < rows; row++) {
    const read = row * fromWidth + fromStart;
    const write = row * toWidth + toStart;
    for (let k = 0; k < count; k++) to[write + k] = from[read + k];
  }
}

const depthToSpace: Kernel = ({ inputs: { x }, attrs, backend }) => {
  const b = attrs.blockSize as number;
  const [n, h, w, depth] = x.shape;
  const result = made(backend, [n, h * b, w * b, depth / (b * b)]);
  const [from, to] = [memory(backend, x), memory(backend, result)];
  const run = depth / b;
  let read = 0;
  for (let row = 0; row < n * h; row++) {
    for (let column = 0; column < w; column++) {
      for (let dy = 0; dy < b; dy++) {
        const write = ((row * b + dy) * w + column) * run;
        for (let k = 0; k < run; k++) to[write + k] = from[read++];
      }
    }
  }
  return result;
};

const maxPoolGradient: Kernel = ({ inputs: { dy, input: x }, backend }) => {
  const [n, h, w, c] = x.shape;
  const result = made(backend, x.shape);
  const [value, gradient, to] = [x, dy, result].map((tensor) => memory(backend, tensor));
  to.fill(0);
  let read = 0;
  for (let row = 0; row < (n * h) / 2; row++) {
    for (let column = 0; column < w / 2; column++) {
      const corner = (row * 2 * w + column * 2) * c;
      for (let k = corner; k < corner + c; k++) {
        let best = k;
        if (value[k + c] > value[best]) best = k + c;
        if (value[k + w * c] > value[best]) best = k + w * c;
        if (value[k + w * c + c] > value[best]) best = k + w * c + c;
        to[best] = gradient[read++];
      }
    }
  }
  return result;
};

/** Installs the kernels on the "wasm" backend. Call once, after `tf.setBackend("wasm")`. */
export function installTrainingKernels(tf: typeof tfjs): void {
  const stock = (name: string) => tf.getKernel(name, "wasm").kernelFunc as unknown as Kernel;
  const [conv2d, transpose, slice, reverse] = ["Conv2D", "Transpose", "Slice", "Reverse"].map(stock);
  const [stockInput, stockConcat, stockSplit] = ["Conv2DBackpropInput", "Concat", "SplitV"].map(stock);

  function replace(kernelName: string, kernel: (call: Call) => Tensor | Tensor[]): void {
    if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: kernel as unknown as tfjs.KernelFunc });
  }

  const convolve = (backend: BackendWasm, x: Tensor, filter: Tensor, pad: unknown, dilations = [1, 1]) =>
    conv2d({
      inputs: { x, filter },
      attrs: { strides: [1, 1], dilations, pad, dataFormat: "NHWC" },
      backend,
    });
  const turn = (backend: BackendWasm, x: Tensor, perm: number[]) =>
    transpose({ inputs: { x }, attrs: { perm }, backend });
  const geometry = (x: number[], filter: number[], { strides, pad }: Attributes): Geometry =>
    tf.backend_util.computeConv2DInfo(
      x as [number, number, number, number],
      filter as [number, number, number, number],
      strides as [number, number],
      1,
      pad as "same" | "valid",
    );

  // dW is a convolution of x by dy in which channels and images change places and the stride becomes a dilation.
  replace("Conv2DBackpropFilter", ({ inputs: { x, dy }, attrs, backend }) => {
    const at = geometry(x.shape, attrs.filterShape as number[], attrs);
    const { top, left } = at.padInfo;
    const bottom = at.filterHeight + (at.outHeight - 1) * at.strideHeight - at.inHeight - top;
    const right = at.filterWidth + (at.outWidth - 1) * at.strideWidth - at.inWidth - left;
    const [n, h, w, c] = x.shape;
    const size = [n, h + Math.min(bottom, 0), w + Math.min(right, 0), c];
    const cropped = slice({ inputs: { x }, attrs: { begin: [0, 0, 0, 0], size }, backend });
    const images = turn(backend, cropped, [3, 1, 2, 0]);
    const filter = turn(backend, dy, [1, 2, 0, 3]);
    const pad = [
      [0, 0],
      [top, Math.max(bottom, 0)],
      [left, Math.max(right, 0)],
      [0, 0],
    ];
    const taps = convolve(backend, images, filter, pad, [at.strideHeight, at.strideWidth]);
    const result = turn(backend, taps, [1, 2, 0, 3]);
    drop(backend, cropped, images, filter, taps);
    return result;
  });

  function turnedFilter(backend: BackendWasm, dy: Tensor, filter: Tensor, at: Geometry): Tensor {
    const { filterHeight: kh, filterWidth: kw, padInfo } = at;
    const flipped = reverse({ inputs: { x: filter }, attrs: { dims: [0, 1] }, backend });
    const turned = turn(backend, flipped, [0, 1, 3, 2]);
    const rows = [kh - 1 - padInfo.top, kh - 1 - padInfo.bottom];
    const columns = [kw - 1 - padInfo.left, kw - 1 - padInfo.right];
    const result = convolve(backend, dy, turned, [[0, 0], rows, columns, [0, 0]]);
    drop(backend, flipped, turned);
    return result;
  }

  function blocks(backend: BackendWasm, dy: Tensor, filter: Tensor, at: Geometry): Tensor {
    const { filterHeight: size, inChannels: c, outChannels: k } = at;
    const columns = turn(backend, seenAs(filter, [size * size * c, k]), [1, 0]);
    const wide = convolve(backend, dy, seenAs(columns, [1, 1, k, size * size * c]), "valid");
    const result = depthToSpace({ inputs: { x: wide }, attrs: { blockSize: size }, backend });
    drop(backend, columns, wide);
    return result;
  }

  // Stride 1: a convolution with the turned filter. Filter as large as the stride: a 1x1 convolution, then depth to space.
  replace("Conv2DBackpropInput", ({ inputs: { dy, filter }, attrs, backend }) => {
    const at = geometry(attrs.inputShape as number[], filter.shape, attrs);
    const { strideHeight, strideWidth, filterHeight, filterWidth } = at;
    if (strideHeight === 1 && strideWidth === 1) return turnedFilter(backend, dy, filter, at);
    const tiles =
      filterHeight === strideHeight && filterWidth === strideWidth && filterWidth === filterHeight;
    if (tiles && at.inHeight === at.outHeight * strideHeight) return blocks(backend, dy, filter, at);
    return stockInput({ inputs: { dy, filter }, attrs, backend });
  });

  replace("DepthToSpace", depthToSpace);
  replace("MaxPoolGrad", maxPoolGradient);

  const alongLast = (axis: unknown, { shape, dtype }: Tensor) =>
    dtype === "float32" &&
    shape.length > 1 &&
    ((axis as number) + shape.length) % shape.length === shape.length - 1;

  replace("Concat", ({ inputs, attrs, backend }) => {
    const parts = inputs as unknown as Tensor[];
    if (!alongLast(attrs.axis, parts[0])) return stockConcat({ inputs, attrs, backend });
    const widths = parts.map(({ shape }) => shape[shape.length - 1]);
    const width = widths.reduce((total, each) => total + each, 0);
    const result = made(backend, [...parts[0].shape.slice(0, -1), width]);
    let start = 0;
    parts.forEach((part, index) => {
      const from = [memory(backend, part), widths[index], 0] as const;
      copyColumns(from, [memory(backend, result), width, start], widths[index]);
      start += widths[index];
    });
    return result;
  });

  replace("SplitV", ({ inputs: { x }, attrs, backend }) => {
    if (!alongLast(attrs.axis, x)) return stockSplit({ inputs: { x }, attrs, backend });
    const last = x.shape.length - 1;
    const sizes = attrs.numOrSizeSplits as number[] | number;
    const widths = tf.backend_util.prepareSplitSize(x as tfjs.Tensor, sizes, last);
    const results = widths.map((width) => made(backend, [...x.shape.slice(0, -1), width]));
    let start = 0;
    results.forEach((part, index) => {
      const from = [memory(backend, x), x.shape[last], start] as const;
      copyColumns(from, [memory(backend, part), widths[index], 0], widths[index]);
      start += widths[index];
    });
    return results;
  });
}
