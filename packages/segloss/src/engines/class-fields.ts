import { signedDistance } from "../fields/index.ts";
import { CLASS_FIELDS } from "../plan/class-field-kinds.ts";
import type { ClassFieldRequest } from "../plan/class-fields.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import type { FloatArray, StepInputs } from "./engine.ts";
import { valueIndex } from "./pixel-order.ts";

/** One value per pixel and class, [batch, ...space, channels] whatever the layout of the logits. */
export function makeClassField(
  request: ClassFieldRequest,
  setting: Setting,
  inputs: StepInputs,
  valid: Uint8Array,
): Float64Array {
  const { batch, channels, space } = setting;
  const pixels = pixelsPerImage(setting);
  const inside = insideTest(CLASS_FIELDS[request.field].of, setting, inputs, request.above);
  const out = new Float64Array(batch * pixels * channels);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const mask = Uint8Array.from({ length: pixels }, (_, i) =>
        valid[n * pixels + i] && inside(n, i, c) ? 1 : 0,
      );
      const values = fieldOfMask(request, mask, space);
      for (let i = 0; i < pixels; i++) out[(n * pixels + i) * channels + c] = values[i];
    }
  }
  return out;
}

function fieldOfMask(
  { field, spacing, kernel }: ClassFieldRequest,
  mask: Uint8Array,
  space: readonly number[],
): Float64Array {
  if (field === "smoothed") return filtered(Float64Array.from(mask), space, kernel ?? [1]);
  const signed = signedDistance(mask, space, spacing ? { spacing } : {});
  if (field === "nearness") nearness(signed);
  return signed;
}

/** Filters along each axis, with nothing beyond the image. */
function filtered(values: Float64Array, space: readonly number[], kernel: readonly number[]): Float64Array {
  const middle = (kernel.length - 1) / 2;
  let step = values.length;
  return space.reduce((from, size) => {
    step /= size;
    const [own, length] = [step, size * step];
    return from.map((_, i) => {
      const at = Math.floor((i % length) / own);
      return kernel.reduce((sum, weight, k) => {
        const place = at + k - middle;
        return place < 0 || place >= size ? sum : sum + weight * from[i + (k - middle) * own];
      }, 0);
    });
  }, values);
}

/** Signed distances of an image become (most - d)/most on either side of the border; 0 where there is none. */
export function nearness(signed: FloatArray): void {
  let [out, inside] = [0, 0];
  for (const d of signed) {
    out = Math.max(out, d);
    inside = Math.max(inside, -d);
  }
  if (out === 0 || inside === 0) {
    signed.fill(0);
    return;
  }
  for (let i = 0; i < signed.length; i++) {
    const d = signed[i];
    signed[i] = d > 0 ? (out - d) / out : (inside + d) / inside;
  }
}

/** Whether pixel `i` of image `n` is inside class `c`. */
export type Inside = (n: number, i: number, c: number) => boolean;

export function insideTest(
  of: "targets" | "prediction",
  setting: Setting,
  inputs: StepInputs,
  above: number | null = null,
): Inside {
  if (of === "targets") return trueMask(setting, inputs);
  if (above === null) return predictedMask(setting, inputs);
  const index = valueIndex(setting);
  return (n, i, c) => inputs.logits[index(n, i, c)] > above;
}

/** Soft targets count from 1/2 up. */
function trueMask(setting: Setting, { targets }: StepInputs): Inside {
  const pixels = pixelsPerImage(setting);
  const index = valueIndex(setting);
  if (setting.targets === "soft") return (n, i, c) => targets[index(n, i, c)] > 0.5;
  if (setting.channels === 1) return (n, i) => targets[n * pixels + i] === 1;
  return (n, i, c) => targets[n * pixels + i] === c;
}

/** Where p > 1/2. */
function predictedMask(setting: Setting, { logits }: StepInputs): Inside {
  const index = valueIndex(setting);
  if (setting.link === "none") return (n, i, c) => logits[index(n, i, c)] > 0.5;
  if (setting.link === "sigmoid") return (n, i, c) => logits[index(n, i, c)] > 0;
  return (n, i, c) => {
    let others = 0;
    for (let k = 0; k < setting.channels; k++)
      if (k !== c) others += Math.exp(logits[index(n, i, k)] - logits[index(n, i, c)]);
    return others < 1;
  };
}
