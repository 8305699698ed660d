import { isDetached } from "../door/is-detached.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import { checkRows } from "./check-rows.ts";
import type { FloatArray, StepInputs } from "./engine.ts";
import { lengthHint } from "./length-hint.ts";

/**
 * The door of every engine: sizes that disagree, logits that are not finite and labels out of range are errors that
 * name the first offending index.
 */
export function checkInputs(inputs: StepInputs, setting: Setting, maps: readonly string[]): void {
  const pixels = setting.batch * pixelsPerImage(setting);
  const values = pixels * setting.channels;
  const { logits, targets, weights, mask, gradient, instances } = inputs;
  checkLength("logits", logits, values, shapeText(setting, true));
  checkFinite("logits", logits);
  if (setting.link === "none") checkRange("probabilities", logits, NO_LINK);
  if (gradient) checkLength("gradient", gradient, values, shapeText(setting, true));
  const soft = targets instanceof Float32Array || targets instanceof Float64Array;
  if (soft !== (setting.targets === "soft")) {
    throw new Error(
      `Compiled for targets: "${setting.targets}", got ${targets.constructor.name}: ` +
        `indices are Uint8Array, Uint16Array or Int32Array, soft targets Float32Array or Float64Array.`,
    );
  }
  if (targets.length !== (soft ? values : pixels))
    checkLength(
      "targets",
      targets,
      soft ? values : pixels,
      shapeText(setting, soft),
      lengthHint(targets, setting),
    );
  checkPresence("mask", mask, setting.masked, pixels, setting);
  if (soft) checkRange("targets", targets, "");
  else checkLabels(targets, mask, setting);
  if (soft && setting.link === "softmax" && !setting.overlapping) checkRows(targets, mask, setting);
  checkPresence("weights", weights, setting.weighted, pixels, setting);
  if (weights) checkWeights(weights);
  if (instances) checkLength("instances", instances, pixels, shapeText(setting, false));
  for (const name of maps) checkMap(name, inputs.maps?.[name], pixels, setting);
}

function shapeText({ batch, space, channels, layout }: Setting, withChannels: boolean): string {
  if (!withChannels) return `[${[batch, ...space].join(", ")}]`;
  return `[${(layout === "channels-last" ? [batch, ...space, channels] : [batch, channels, ...space]).join(", ")}]`;
}

function checkLength(
  name: string,
  data: ArrayBufferView & ArrayLike<number>,
  length: number,
  shape: string,
  hint = "",
): void {
  if (data.length === length) return;
  const lost = data.length === 0 && isDetached(data) ? ", its buffer was transferred" : "";
  throw new Error(
    `${name} must have ${length} values, the shape ${shape}; got ${data.length}${lost}.${hint}`,
  );
}

function checkPresence(
  name: "weights" | "mask",
  data: (ArrayBufferView & ArrayLike<number>) | undefined,
  expected: boolean,
  pixels: number,
  setting: Setting,
): void {
  if (data && !expected) throw new Error(`Compiled without ${name}, got some: compile with ${name}: true.`);
  if (!data && expected)
    throw new Error(`Compiled with ${name}, got none: pass ${name} ${shapeText(setting, false)}.`);
  if (data) checkLength(name, data, pixels, shapeText(setting, false));
}

function checkFinite(name: string, data: FloatArray): void {
  const at = data.findIndex((x: number) => !Number.isFinite(x));
  if (at >= 0)
    throw new Error(`${name} must be finite, got ${data[at]} at index ${at}: the network has diverged.`);
}

/** For those who have passed logits without a link. */
const NO_LINK =
  ': with the link "none" the outputs of the network are probabilities already. Pass probabilities, or choose a link: "sigmoid" or "softmax"';

/** What single precision takes for 0 or 1 is that: engines of either precision then refuse the same. */
function checkRange(name: string, data: ArrayLike<number>, remedy: string): void {
  for (let i = 0; i < data.length; i++) {
    if (!(data[i] >= 0 && data[i] <= 1) && !(Math.fround(data[i]) >= 0 && Math.fround(data[i]) <= 1))
      throw new Error(`${name} must be in [0, 1], got ${data[i]} at index ${i}${remedy}.`);
  }
}

function checkWeights(weights: FloatArray): void {
  const at = weights.findIndex((x: number) => !(x >= 0 && x < Number.POSITIVE_INFINITY));
  if (at >= 0) throw new Error(`weights must be finite and at least 0, got ${weights[at]} at index ${at}.`);
}

function checkLabels(targets: ArrayLike<number>, mask: Uint8Array | undefined, setting: Setting): void {
  const top = setting.channels === 1 ? 1 : setting.channels - 1;
  for (let i = 0; i < targets.length; i++) {
    const label = targets[i];
    if (label >= 0 && label <= top) continue;
    if (setting.ignore.includes(label) || (mask && mask[i] === 0)) continue;
    throw new Error(
      `targets must be labels 0 to ${top}, got ${label} at index ${i}: ` +
        `leave such pixels out with ignore: ${label}, or give the network more channels.`,
    );
  }
}

function checkMap(name: string, data: FloatArray | undefined, pixels: number, setting: Setting): void {
  if (!data)
    throw new Error(
      `The formula uses the map "${name}": pass maps: { ${name} } ${shapeText(setting, false)}.`,
    );
  checkLength(`maps.${name}`, data, pixels, shapeText(setting, false));
  checkFinite(`maps.${name}`, data);
}
