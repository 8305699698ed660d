import { signedDistance } from "../fields/index.ts";
import { CLASS_FIELDS, type ClassFieldRequest } from "../plan/class-fields.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import type { StepInputs } from "./engine.ts";
import { valueIndex } from "./pixel-order.ts";

/** One value per pixel and class, [batch, ...space, channels] whatever the layout of the logits. */
export function makeClassField(
  { field, spacing }: ClassFieldRequest,
  setting: Setting,
  inputs: StepInputs,
  valid: Uint8Array,
): Float64Array {
  const { batch, channels, space } = setting;
  const pixels = pixelsPerImage(setting);
  const inside =
    CLASS_FIELDS[field].of === "targets" ? trueMask(setting, inputs) : predictedMask(setting, inputs);
  const out = new Float64Array(batch * pixels * channels);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const mask = Uint8Array.from({ length: pixels }, (_, i) =>
        valid[n * pixels + i] && inside(n, i, c) ? 1 : 0,
      );
      const signed = signedDistance(mask, space, spacing ? { spacing } : {});
      const values = field === "nearness" ? nearness(signed) : signed;
      for (let i = 0; i < pixels; i++) out[(n * pixels + i) * channels + c] = values[i];
    }
  }
  return out;
}

/** (most - d)/most on either side of the border. */
function nearness(signed: Float64Array): Float64Array {
  let [out, inside] = [0, 0];
  for (const d of signed) {
    out = Math.max(out, d);
    inside = Math.max(inside, -d);
  }
  if (out === 0 || inside === 0) return new Float64Array(signed.length);
  return signed.map((d) => (d > 0 ? (out - d) / out : (inside + d) / inside));
}

type Inside = (n: number, i: number, c: number) => boolean;

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
