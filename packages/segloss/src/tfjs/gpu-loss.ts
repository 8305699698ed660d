import type { StepInputs } from "../engines/engine.ts";
import type { GpuBuffer, GpuDevice } from "../engines/webgpu/gpu-types.ts";
import type { GpuArray } from "../engines/webgpu/runtime/gpu-array.ts";
import type { WebGpuInputs } from "../engines/webgpu/runtime/run-inputs.ts";
import type { WebGpuStep } from "../engines/webgpu/runtime/webgpu-step.ts";
import type { WebGpuEngine } from "../engines/webgpu/webgpu.ts";
import { asFloats, checkIgnore, type TargetOptions, targetChannels } from "./read-targets.ts";
import type { TensorFlow, TfTensor } from "./tensor-flow.ts";

/** What TensorFlow.js has on its WebGPU backend. */
interface GpuTensorFlow<T> {
  tensor(data: { readonly buffer: GpuBuffer; readonly zeroCopy: boolean }, shape: number[]): T;
  cast(x: T, dtype: "float32" | "int32"): T;
  backend?(): { readonly device?: GpuDevice };
}

interface GpuTensor extends TfTensor {
  dataToGPU(): { readonly tensorRef: { dispose(): void }; readonly buffer: GpuBuffer };
  dispose(): void;
}

/** Whether an engine works on a GPU and leaves its results there. */
export function isGpuEngine(engine: unknown): engine is WebGpuEngine {
  return typeof (engine as Partial<WebGpuEngine> | undefined)?.compileNow === "function";
}

/** A batch on the GPU, and how it is let go of when the work is handed over. */
export interface GpuBatch {
  readonly kind: "indices" | "soft";
  readonly inputs: Omit<WebGpuInputs, "gradient">;
  release(): void;
}

/**
 * yPred and yTrue where they lie: a buffer that \`dataToGPU\` gives (TensorFlow.js copies on the device), or values that are still on
 * the host. Nothing is read back.
 * @throws Error for what would have to be
 */
export function readOnGpu<T extends TfTensor, S extends T>(
  given: TensorFlow<T, S>,
  engine: WebGpuEngine,
  yTrue: T,
  yPred: T,
  { packed = [], ignore }: TargetOptions,
): GpuBatch {
  const tf = given as unknown as GpuTensorFlow<T> & TensorFlow<T, S>;
  checkDevice(tf, engine);
  if (ignore === "unlabelled")
    throw new Error(
      'ignore: "unlabelled" is looked for on the host, and the loss stays on the GPU: pass class indices with ignore, or an engine without a GPU.',
    );
  const shape = [...yPred.shape];
  const channels = shape[shape.length - 1];
  const own = targetChannels(yTrue.shape, shape, packed.length);
  const soft = own === channels && (channels > 1 || (yTrue.dtype === "float32" && ignore === undefined));
  checkIgnore(ignore, soft, channels);
  const made: { dispose(): void }[] = [];
  const place = (x: T): Placed => {
    const placed = placeOf(x);
    if (placed.ref) made.push(placed.ref);
    return placed;
  };
  const channel = (first: number, count: number): T => {
    if (packed.length === 0) return yTrue;
    const axes = yTrue.shape.length - 1;
    const part = tf.slice(
      yTrue,
      [...new Array<number>(axes).fill(0), first],
      [...new Array<number>(axes).fill(-1), count],
    );
    made.push(part as unknown as GpuTensor);
    return part;
  };
  const as = (x: T, dtype: "float32" | "int32"): T => {
    if (x.dtype === dtype) return x;
    const cast = tf.cast(x, dtype);
    made.push(cast as unknown as GpuTensor);
    return cast;
  };
  const extras = Object.fromEntries(
    packed.map((name, k) => [
      name,
      place(as(channel(own + k, 1), WHOLE.includes(name) ? "int32" : "float32")),
    ]),
  );
  const targets = place(as(channel(0, own), soft ? "float32" : "int32"));
  return {
    kind: soft ? "soft" : "indices",
    inputs: {
      logits: place(yPred).data as WebGpuInputs["logits"],
      targets: targets.data as WebGpuInputs["targets"],
      ...extraInputs(extras),
    },
    release: () => {
      for (const tensor of made) tensor.dispose();
    },
  };
}

/** What may be packed and is whole numbers. */
const WHOLE: readonly string[] = ["mask", "instances"];

interface Placed {
  readonly data: GpuArray | Float32Array | Int32Array | Uint8Array;
  readonly ref: { dispose(): void } | null;
}

/** TensorFlow.js computes what is small on the host, and leaves there what was not used yet. */
function placeOf(x: TfTensor): Placed {
  const tensor = x as GpuTensor;
  try {
    const { buffer, tensorRef } = tensor.dataToGPU();
    return { data: { buffer, type: x.dtype === "float32" ? "float32" : "int32" }, ref: tensorRef };
  } catch (error) {
    if (!/not on GPU but on CPU/.test((error as Error).message)) throw error;
    const data = tensor.dataSync();
    return { data: x.dtype === "float32" ? asFloats(data) : data, ref: null };
  }
}

function extraInputs(extras: Readonly<Record<string, Placed>>): Partial<WebGpuInputs> {
  const { weights, mask, instances, ...maps } = extras;
  const data = <K extends keyof StepInputs>(
    placed: Placed,
  ): NonNullable<WebGpuInputs[K & keyof WebGpuInputs]> =>
    placed.data as NonNullable<WebGpuInputs[K & keyof WebGpuInputs]>;
  return {
    ...(weights && { weights: data<"weights">(weights) }),
    ...(instances && { instances: data<"instances">(instances) }),
    ...(mask && {
      mask: mask.data instanceof Float32Array ? Uint8Array.from(mask.data) : data<"mask">(mask),
    }),
    maps: Object.fromEntries(
      Object.entries(maps).map(([name, placed]) => [name, placed.data as Float32Array]),
    ),
  };
}

function checkDevice<T extends TfTensor, S extends T>(
  tf: GpuTensorFlow<T> & TensorFlow<T, S>,
  engine: WebGpuEngine,
): void {
  const backend = tf.getBackend?.() ?? "";
  if (backend !== "webgpu")
    throw new Error(
      `An engine on the GPU takes tensors of the backend "webgpu", got "${backend}": tf.setBackend("webgpu").`,
    );
  const device = tf.backend?.().device;
  if (engine.device !== null && engine.device === device) return;
  throw new Error(
    "The engine must be on the device of TensorFlow.js: webgpu({ device: tf.backend().device }).",
  );
}

/** What the device has refused of a loss's batches, which it says when they are long handed over. */
export interface Refusals {
  note(accepted: Promise<void>): void;
  /** @throws Error when a batch was refused since it was last asked */
  check(): void;
}

export function refusals(): Refusals {
  const said: Error[] = [];
  return {
    note: (accepted) => void accepted.catch((error: Error) => said.push(error)),
    check() {
      const [first] = said.splice(0);
      if (first)
        throw new Error(
          `An earlier batch of this loss did not reach the GPU, and its value is NaN: ${first.message}`,
        );
    },
  };
}

/** Buffers of gradients, each in use from a loss's call until its slope has been asked for. */
export interface GradientBuffers {
  take(bytes: number): GpuBuffer;
  give(buffer: GpuBuffer): void;
  dispose(): void;
}

/** STORAGE, COPY_SRC and COPY_DST of GPUBufferUsage, which TensorFlow.js asks for. */
const USAGE = 0x80 | 0x04 | 0x08;

export function gradientBuffers(engine: WebGpuEngine): GradientBuffers {
  const free: GpuBuffer[] = [];
  return {
    take(bytes) {
      const at = free.findIndex(({ size }) => size === bytes);
      if (at >= 0) return free.splice(at, 1)[0];
      return (engine.device as GpuDevice).createBuffer({
        label: "segloss gradient",
        size: bytes,
        usage: USAGE,
      });
    },
    give: (buffer) => void free.push(buffer),
    dispose() {
      for (const buffer of free) buffer.destroy();
      free.length = 0;
    },
  };
}

/** The loss of a batch as a scalar on the GPU, and its slope. */
export function gpuGradient<T extends TfTensor, S extends T>(
  given: TensorFlow<T, S>,
  step: WebGpuStep,
  { inputs, release }: GpuBatch,
  progress: number | undefined,
  shape: readonly number[],
  { buffers, refused }: { readonly buffers: GradientBuffers; readonly refused: Refusals },
): { value: S; gradFunc: (dy: S) => T } {
  const tf = given as unknown as GpuTensorFlow<T> & TensorFlow<T, S>;
  const gradient = buffers.take(4 * shape.reduce((a, b) => a * b, 1));
  const { value, accepted } = step.submit({
    ...{ ...inputs, gradient },
    ...(progress !== undefined && { progress }),
  });
  refused.note(accepted);
  release();
  return {
    // The step's next run overwrites the value, so TensorFlow.js copies it on the device.
    value: tf.tensor({ buffer: value, zeroCopy: false }, []) as S,
    gradFunc: (dy) => {
      const slope = tf.mul(tf.tensor({ buffer: gradient, zeroCopy: true }, [...shape]), dy);
      // The next call of a loss submits this product before its own work.
      buffers.give(gradient);
      return slope;
    },
  };
}
