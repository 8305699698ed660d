import { ANY, arrayKind, check, checkOptions, type Kind, RECORD, required, shown } from "segloss/door";
import type { Network } from "../networks/network.ts";
import { emptyTensor, floatTensor, type Tensor } from "../runtime/runtime.ts";
import { inputShape, type LossInput, progressInput, validInput } from "../step/loss.ts";
import type { TargetKind } from "../step/targets.ts";

/** What one training step reads. N, H and W are the trainer's `batchShape`. */
export interface Batch {
  /** [N, C, H, W], before normalization. */
  readonly images: Float32Array;
  /** Class indices Uint8Array [N, H, W], or Float32Array [N, K, H, W] with `targets: "values"`. */
  readonly targets: Uint8Array | Float32Array;
  /** [N, H, W]: 0 where a pixel is ignored. Default: every pixel counts. */
  readonly valid?: Uint8Array;
  /** How much of the training is done, 0 at its start to 1 at its end: for losses that change with it. */
  readonly progress?: number;
  /** The maps that the loss reads, [N, channels, H, W] each. */
  readonly maps?: Readonly<Record<string, Float32Array>>;
}

/** A checked batch as tensors. */
export interface BatchTensors {
  readonly images: Tensor;
  readonly targets: Tensor;
  readonly maps: Readonly<Record<string, Tensor>>;
}

const FLOAT32: Kind = { expected: "a Float32Array", fits: (x) => arrayKind(x) === "Float32Array" };
const BATCH: Readonly<Record<keyof Batch, Kind>> = {
  images: required(FLOAT32),
  targets: ANY,
  valid: { expected: "a Uint8Array, 0 for pixels to ignore", fits: (x) => arrayKind(x) === "Uint8Array" },
  progress: ANY,
  maps: RECORD,
};

export interface BatchReaderOptions {
  readonly network: Network;
  /** Images, height, width. */
  readonly batchShape: readonly [number, number, number];
  readonly targets: TargetKind;
  readonly inputs: readonly LossInput[];
}

function checkLength(what: string, shape: readonly number[], length: number): void {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (length === size) return;
  throw new RangeError(`${what} of shape [${shape}] need ${size} values; got ${length}.`);
}

/** Throws at the first value that is NaN or infinite. */
export function checkFinite(what: string, data: Float32Array): void {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += data[at] * 0;
  if (sum === 0) return;
  const at = data.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`${what} must be finite; got ${data[at]} at index ${at}.`);
}

function checkIndices(indices: Uint8Array, classes: number, valid: Uint8Array | undefined): void {
  const limit = Math.max(2, classes);
  for (let at = 0; at < indices.length; at++) {
    if (indices[at] < limit || valid?.[at] === 0) continue;
    throw new RangeError(
      `Targets must be class indices below ${limit}; got ${indices[at]} at index ${at}. Ignored pixels are marked in "valid".`,
    );
  }
}

/** Returns the function that checks a batch and turns it into tensors. The "valid" map is reused from batch to batch. */
export function batchReader(options: BatchReaderOptions): (batch: Batch) => BatchTensors {
  const { network, inputs } = options;
  const [n, h, w] = options.batchShape;
  const readsValid = inputs.some(({ name }) => name === validInput.name);
  const readsProgress = inputs.some(({ name }) => name === progressInput.name);
  const named = inputs.filter(({ name }) => name !== validInput.name && name !== progressInput.name);
  const progress = emptyTensor("float32", []);
  const valid = emptyTensor("float32", [n, 1, h, w]);

  function targetTensor({ targets, valid: counted }: Batch): Tensor {
    if (options.targets === "values") {
      if (!(targets instanceof Float32Array)) {
        throw new TypeError(
          `Targets given as values must be a Float32Array; got ${arrayKind(targets) ?? shown(targets)}.`,
        );
      }
      const shape = [n, network.classes, h, w];
      checkLength("Targets", shape, targets.length);
      return floatTensor(targets, shape);
    }
    if (!(targets instanceof Uint8Array)) {
      throw new TypeError(
        `Targets must be class indices in a Uint8Array; got ${arrayKind(targets) ?? shown(targets)}. For soft targets make the trainer with targets: "values".`,
      );
    }
    checkLength("Targets", [n, h, w], targets.length);
    checkIndices(targets, network.classes, counted);
    return { type: "uint8", shape: [n, 1, h, w], data: targets };
  }

  function validTensor(mask: Uint8Array | undefined): Tensor {
    const data = valid.data as Float32Array;
    if (mask === undefined) data.fill(1);
    else {
      checkLength('The mask "valid"', [n, h, w], mask.length);
      for (let at = 0; at < mask.length; at++) data[at] = mask[at] === 0 ? 0 : 1;
    }
    return valid;
  }

  function progressTensor(done: number | undefined): Tensor {
    if (typeof done !== "number" || !(done >= 0 && done <= 1)) {
      throw new Error(
        `The loss changes during the training: give the batch's "progress", from 0 at the start to 1 at the end; got ${shown(done)}.`,
      );
    }
    progress.data[0] = done;
    return progress;
  }

  function mapTensor(input: LossInput, maps: Batch["maps"]): Tensor {
    const { name } = input;
    const data = maps?.[name];
    const shape = inputShape(input, [n, 1, h, w]);
    if (data === undefined) {
      throw new Error(`The loss reads the map "${name}" [${shape}]; give it in the batch's "maps".`);
    }
    check(`The map "${name}"`, data, FLOAT32);
    checkLength(`The map "${name}"`, shape, data.length);
    return floatTensor(data, shape);
  }

  return (batch) => {
    checkOptions("batch", batch, BATCH);
    const shape = [n, network.inputChannels, h, w];
    checkLength("Images", shape, batch.images.length);
    checkFinite("Images", batch.images);
    if (batch.valid && !readsValid) {
      throw new Error(
        'This loss cannot ignore pixels: it does not name "valid" among its inputs. Leave "valid" out.',
      );
    }
    const maps: Record<string, Tensor> = {};
    for (const input of named) maps[input.name] = mapTensor(input, batch.maps);
    if (readsValid) maps[validInput.name] = validTensor(batch.valid);
    if (readsProgress) maps[progressInput.name] = progressTensor(batch.progress);
    return { images: floatTensor(batch.images, shape), targets: targetTensor(batch), maps };
  };
}
