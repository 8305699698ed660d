import type { CompileOptions, StepInputs } from "segloss";
import { below, seededRandom } from "../conformance/random.ts";
import type { SettingSpec } from "./spec.ts";

/** What `compile` is asked for. */
export function optionsOf(s: SettingSpec): CompileOptions {
  return {
    shape:
      s.layout === "channels-last" ? [s.batch, ...s.space, s.channels] : [s.batch, s.channels, ...s.space],
    layout: s.layout,
    link: s.link,
    targets: s.soft ? "soft" : "indices",
    weights: s.weighted,
    mask: s.masked,
    ignore: s.ignore,
  };
}

/** Inputs of a run: others each time, and other images left out. All numbers are float32. */
export function inputsOf(s: SettingSpec, run: number): StepInputs {
  const random = seededRandom((s.data * 31 + run * 101 + 17) >>> 0);
  const perImage = s.space.reduce((a, b) => a * b, 1);
  const pixels = s.batch * perImage;
  const values = pixels * s.channels;
  const classes = Math.max(2, s.channels);
  // Of three runs of a case one may leave a whole image out.
  const lost = random() < 0.4 ? below(s.batch, random) : -1;
  const isLost = (i: number): boolean => Math.floor(i / perImage) === lost;
  const label = (i: number): number => {
    if (s.ignore.length > 0 && (random() < 0.2 || isLost(i))) return s.ignore[below(s.ignore.length, random)];
    return below(classes, random);
  };
  const fewLabels = random() < 0.2;
  return {
    logits: Float32Array.from({ length: values }, () => logit(s, random)),
    targets: s.soft
      ? softTargets(s, pixels, perImage, random)
      : Uint8Array.from({ length: pixels }, (_, i) =>
          fewLabels && random() < 0.9 ? Math.min(label(i), s.ignore.includes(0) ? 1 : 0) : label(i),
        ),
    instances: Int32Array.from({ length: pixels }, () => Math.max(0, below(5, random) - 1)),
    progress: [0.375, 0.5, 1, 0][run % 4],
    ...(s.weighted && { weights: Float32Array.from({ length: pixels }, () => below(25, random) / 8) }),
    ...(s.masked && {
      mask: Uint8Array.from({ length: pixels }, (_, i) => (isLost(i) || random() < 0.3 ? 0 : 1)),
    }),
    maps: { m: Float32Array.from({ length: pixels }, () => 2 * random() - 0.5) },
  };
}

function logit({ link, logits }: SettingSpec, random: () => number): number {
  if (link === "none") return 0.02 + 0.96 * random();
  const normal = 2 * (random() + random() + random() - 1.5);
  if (logits === "small") return 0.01 * normal;
  if (logits === "large") return 8 * normal;
  if (logits === "saturated") return [-100, 100, -30, 30, 0.5, -60][below(6, random)] + 0.1 * random();
  return normal;
}

/** Values of 64ths; under softmax those of a pixel sum to 1. */
function softTargets(s: SettingSpec, pixels: number, perImage: number, random: () => number): Float32Array {
  const out = new Float32Array(pixels * s.channels);
  for (let i = 0; i < pixels; i++) {
    const cuts = Array.from({ length: s.channels - 1 }, () => below(65, random)).sort((a, b) => a - b);
    const row = [...cuts, 64].map((cut, k) => (cut - (cuts[k - 1] ?? 0)) / 64);
    for (let c = 0; c < s.channels; c++) {
      const at =
        s.layout === "channels-last"
          ? i * s.channels + c
          : (Math.floor(i / perImage) * s.channels + c) * perImage + (i % perImage);
      out[at] = s.link === "softmax" && s.channels > 1 ? row[c] : below(65, random) / 64;
    }
  }
  return out;
}
