import type { FloatArray, StepInputs } from "../engines/engine.ts";
import type { TfData, TfTensor } from "./tensor-flow.ts";

/** How the values of yTrue are to be understood. */
export interface TargetOptions {
  /**
   * Pixels to leave out: a label or labels of index targets, or "unlabelled" for pixels of one-hot targets that have
   * no class, which is what `tf.oneHot` makes of a label out of range such as 255.
   */
  readonly ignore?: number | readonly number[] | "unlabelled";
  /**
   * What the last channels of yTrue hold behind the targets, in this order: "weights" (of pixels), "mask" (0 leaves a
   * pixel out), "instances" (object labels), or the name of a map of the loss's formula. Default: none.
   */
  readonly packed?: readonly string[];
}

/** What yTrue holds, as an engine takes it. */
export interface Targets {
  readonly kind: "indices" | "soft";
  readonly inputs: Omit<StepInputs, "logits" | "gradient">;
}

/**
 * Reads yTrue, of the shape of yPred [N, ...space, C] for one-hot and soft targets, or [N, ...space] or
 * [N, ...space, 1] for class indices; packed channels come behind. With C = 1, targets are indices when their dtype
 * is not float32 or labels are ignored, and values in [0, 1] otherwise.
 *
 * @throws Error for another shape, and for labels that are not whole
 */
export function readTargets(yTrue: TfTensor, shape: readonly number[], options: TargetOptions): Targets {
  const { packed = [], ignore } = options;
  const channels = shape[shape.length - 1];
  const own = targetChannels(yTrue.shape, shape, packed.length);
  const data = yTrue.dataSync();
  const width = own + packed.length;
  const labelled = ignore !== undefined && ignore !== "unlabelled";
  const soft = own === channels && (channels > 1 || (yTrue.dtype === "float32" && !labelled));
  checkIgnore(ignore, soft, channels);
  const values = pickChannels(data, width, 0, own);
  const extras = unpack(packed, (i) => pickChannels(data, width, own + i, 1));
  if (!soft) return { kind: "indices", inputs: { ...extras, targets: wholeLabels(values) } };
  const targets = asFloats(values);
  if (ignore !== "unlabelled") return { kind: "soft", inputs: { ...extras, targets } };
  const mask = labelledPixels(targets, channels, extras.mask);
  return { kind: "soft", inputs: { ...extras, targets, mask } };
}

/** Channels of yTrue that hold targets: as many as yPred has, or one of labels. @throws Error for another shape */
export function targetChannels(actual: readonly number[], shape: readonly number[], packed: number): number {
  const space = shape.slice(0, -1);
  const channels = shape[shape.length - 1];
  const fits = (expected: readonly number[]) => expected.join() === actual.join();
  if (fits([...space, channels + packed])) return channels;
  if (fits([...space, 1 + packed]) || (packed === 0 && fits(space))) return 1;
  const behind = packed > 0 ? ` + ${packed} packed` : "";
  throw new Error(
    `yTrue must be [${space}, ${channels}${behind}] (one-hot or soft) or [${space}, 1${behind}] (class indices) ` +
      `for yPred [${shape}], got [${actual}].`,
  );
}

/** @throws Error for labels to ignore where targets are one-hot, and for unlabelled pixels where they are not */
export function checkIgnore(ignore: TargetOptions["ignore"], soft: boolean, channels: number): void {
  if (ignore === undefined) return;
  if (ignore !== "unlabelled" && soft) {
    throw new Error(
      `ignore: ${ignore} names labels, but yTrue is one-hot: pass class indices, or ignore: "unlabelled".`,
    );
  }
  if (ignore === "unlabelled" && (!soft || channels === 1)) {
    throw new Error(
      'ignore: "unlabelled" needs one-hot targets of two classes or more: name the label instead.',
    );
  }
}

/** Channels `from` to `from + count` (not included) of every pixel. */
function pickChannels(data: TfData, width: number, from: number, count: number): TfData {
  if (count === width) return data;
  const out = data.slice(0, (data.length / width) * count);
  for (let i = 0, k = 0; k < out.length; i += width) {
    for (let c = 0; c < count; c++, k++) out[k] = data[i + from + c];
  }
  return out;
}

function unpack(
  packed: readonly string[],
  channel: (i: number) => TfData,
): Omit<Targets["inputs"], "targets"> {
  const named = Object.fromEntries(packed.map((name, i) => [name, asFloats(channel(i))]));
  const { weights, mask, instances, ...maps } = named as Record<string, Float32Array | undefined>;
  return {
    ...(weights && { weights }),
    ...(mask && { mask: Uint8Array.from(mask, (keep) => (keep === 0 ? 0 : 1)) }),
    ...(instances && { instances: Int32Array.from(instances) }),
    maps: maps as Record<string, FloatArray>,
  };
}

/** The same array when it holds floats already. */
export function asFloats(data: TfData): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function wholeLabels(values: TfData): Int32Array | Uint8Array {
  if (!(values instanceof Float32Array)) return values;
  const at = values.findIndex((label) => !Number.isInteger(label));
  if (at < 0) return Int32Array.from(values);
  throw new Error(`yTrue must hold whole class indices, got ${values[at]} at pixel ${at}.`);
}

/** 1 for pixels that have some class and that the mask keeps. */
function labelledPixels(targets: Float32Array, channels: number, mask: Uint8Array | undefined): Uint8Array {
  return Uint8Array.from({ length: targets.length / channels }, (_, i) => {
    const row = targets.subarray(i * channels, (i + 1) * channels);
    return mask?.[i] !== 0 && row.some((y) => y !== 0) ? 1 : 0;
  });
}
