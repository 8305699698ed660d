import { arrayKind, check, choice, shown } from "segloss/door";
import type { Block } from "../graph/blocks/block.ts";
import type { Device } from "../graph/device.ts";
import { type ElementType, sizeOf } from "../graph/value.ts";

/** The typed array that holds a tensor of each element type; `bool` is one byte an element. */
export interface TensorArrays {
  readonly float32: Float32Array;
  readonly uint8: Uint8Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly bool: Uint8Array;
}

/** A tensor in the caller's memory. */
export interface Tensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorArrays[ElementType];
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** A result that stays in the memory of a GPU: an input of later runs, of any session of the same runtime. */
export interface DeviceTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Copies the values into the caller's memory. */
  read(): Promise<Tensor>;
  /** Frees its memory; it cannot be used afterwards. */
  release(): void;
}

export type DeviceTensors = Readonly<Record<string, DeviceTensor>>;

/** What a run reads, wherever it lies. */
export type Inputs = Readonly<Record<string, Tensor | DeviceTensor>>;

/** A loaded model. */
export interface Session {
  /**
   * Runs the model once. The results named in `outputs` are written into the arrays given there, so a training step
   * allocates nothing; results that are not named are dropped. An output array may not be an input of the same run.
   */
  run(inputs: Inputs, outputs: Tensors): Promise<void>;
  /**
   * The same, and returns the results named in the options' `kept`, which stay on the device. Absent where every result is
   * in the caller's memory anyway.
   */
  runKept?(inputs: Inputs, outputs: Tensors): Promise<DeviceTensors>;
  /** Frees the memory of the model; the session cannot be run afterwards. */
  release(): Promise<void>;
}

export interface SessionOptions {
  /** Threads that one run may use. */
  readonly threads: number;
  /**
   * Whether the runtime looks for a better form of the graph. A step in blocks has none, and loads three times as fast
   * without. Default true.
   */
  readonly optimize?: boolean;
  /** Names of results that `runKept` leaves on the device. */
  readonly kept?: readonly string[];
}

/** An installed ONNX Runtime. The caller chooses it: `nodeRuntime()` or `webRuntime()`. */
export interface Runtime {
  readonly name: string;
  /** What graphs are written for. Default "cpu". */
  readonly device?: Device;
  /** Whether sessions have `runKept`. Default false. */
  readonly keeps?: boolean;
  /** The same runtime on the CPU: the first run of a model on another provider is compared with it. */
  readonly reference?: Runtime;
  /**
   * Channels side by side in the blocks in which it convolves fastest on this processor, found out at the first call by
   * computing one small step both ways; 1 for the plain order. Absent: 1.
   */
  block?(): Promise<Block>;
  session(model: Uint8Array, options: SessionOptions): Promise<Session>;
}

const arrayTypes = {
  float32: Float32Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
};

/** Whether a tensor lies in the caller's memory. */
export function isHeld(tensor: Tensor | DeviceTensor): tensor is Tensor {
  return "data" in tensor;
}

/** What an array can hold. */
const LARGEST = 2 ** 31;

/** A zero-filled tensor. */
export function emptyTensor(type: ElementType, shape: readonly number[]): Tensor {
  check("emptyTensor: type", type, choice(...Object.keys(arrayTypes)));
  const size = sizeOf(shape);
  if (size > LARGEST)
    throw new RangeError(`A tensor must have at most ${LARGEST} values; got the shape ${shown(shape)}.`);
  return { type, shape, data: new arrayTypes[type](size) };
}

/** A float32 tensor over `data`, without a copy. */
export function floatTensor(data: Float32Array, shape: readonly number[]): Tensor {
  if (arrayKind(data) !== "Float32Array" || data.length !== sizeOf(shape))
    throw new RangeError(
      `A tensor of shape ${shown(shape)} must have a Float32Array of ${sizeOf(shape)} values; got ${shown(data)}.`,
    );
  return { type: "float32", shape, data };
}
