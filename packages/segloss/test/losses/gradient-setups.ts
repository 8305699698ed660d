import type { CompileOptions, FloatArray, IndexArray, StepInputs } from "segloss";
import { below, seededRandom } from "../conformance/random.ts";

/** Random data of one kind of call, for gradient checks. */
export interface GradientSetup {
  readonly name: string;
  readonly channels: number;
  readonly options: CompileOptions;
  readonly inputs: StepInputs & { readonly logits: Float64Array };
}

interface SetupParts {
  readonly link: "sigmoid" | "softmax" | "none";
  readonly channels: number;
  readonly targets?: "soft";
  readonly layout?: "channels-first";
  readonly seed?: number;
  /** Pixel weights, an ignored label or a mask, one or several of them. */
  readonly weights?: boolean;
  readonly ignore?: boolean;
  readonly mask?: boolean;
}

const BATCH = 2;
const SPACE = [2, 3];
const PIXELS = BATCH * 6;
export const IGNORED = 9;

export function gradientSetup(name: string, parts: SetupParts): GradientSetup {
  const { link, channels, seed = 5 } = parts;
  const random = seededRandom(seed);
  const logit = (): number => (link === "none" ? 0.05 + 0.9 * random() : 4 * random() - 2);
  const list = <T>(make: () => T, length = PIXELS): T[] => Array.from({ length }, make);
  const logits = Float64Array.from(list(logit, PIXELS * channels));
  const shape = parts.layout ? [BATCH, channels, ...SPACE] : [BATCH, ...SPACE, channels];
  return {
    name,
    channels,
    options: {
      shape,
      link,
      ...(parts.layout && { layout: parts.layout }),
      targets: parts.targets ?? "indices",
      weights: parts.weights ?? false,
      mask: parts.mask ?? false,
      ...(parts.ignore && { ignore: IGNORED }),
    },
    inputs: {
      logits,
      targets: targetsOf(parts, random),
      instances: Int32Array.from(list(() => below(4, random))),
      maps: { m: Float64Array.from(list(random)) },
      ...(parts.weights && { weights: Float64Array.from(list(() => 2 * random())) }),
      ...(parts.mask && { mask: Uint8Array.from(list(() => (random() < 0.25 ? 0 : 1))) }),
    },
  };
}

function targetsOf(parts: SetupParts, random: () => number): IndexArray | FloatArray {
  const { channels, targets, ignore } = parts;
  if (targets) return softTargets(parts, random);
  const label = (): number => below(Math.max(2, channels), random);
  return Uint8Array.from({ length: PIXELS }, () => (ignore && random() < 0.2 ? IGNORED : label()));
}

/** Under softmax the targets of a pixel are shares of 1. */
function softTargets({ link, channels, layout }: SetupParts, random: () => number): FloatArray {
  const values = Float64Array.from({ length: PIXELS * channels }, random);
  if (link !== "softmax") return values;
  const perImage = PIXELS / BATCH;
  const at = (i: number, c: number): number =>
    layout ? (Math.floor(i / perImage) * channels + c) * perImage + (i % perImage) : i * channels + c;
  for (let i = 0; i < PIXELS; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += values[at(i, c)];
    for (let c = 0; c < channels; c++) values[at(i, c)] /= sum;
  }
  return values;
}

/** Each link with everything at once that can change a sum. */
export const FULL_SETUPS: readonly GradientSetup[] = [
  gradientSetup("one channel, weights, ignore, mask", {
    ...{ link: "sigmoid", channels: 1, weights: true, ignore: true, mask: true },
  }),
  gradientSetup("softmax, weights, ignore, mask", {
    ...{ link: "softmax", channels: 3, weights: true, ignore: true, mask: true },
  }),
  gradientSetup("softmax, soft targets, mask, channels first", {
    ...{ link: "softmax", channels: 3, targets: "soft", mask: true, layout: "channels-first" },
  }),
  gradientSetup("independent channels, soft targets, weights", {
    ...{ link: "sigmoid", channels: 2, targets: "soft", weights: true },
  }),
  gradientSetup("probabilities of one channel", { link: "none", channels: 1, weights: true, seed: 6 }),
  gradientSetup("probabilities of three classes, ignore", { link: "none", channels: 3, ignore: true }),
];

/** Each link with each of the extras alone and with none. */
export const SINGLE_SETUPS: readonly GradientSetup[] = (
  [
    ["one channel", { link: "sigmoid", channels: 1 }],
    ["independent channels", { link: "sigmoid", channels: 3 }],
    ["softmax of 2", { link: "softmax", channels: 2 }],
    ["softmax of 4", { link: "softmax", channels: 4 }],
    ["probabilities of one channel", { link: "none", channels: 1 }],
    ["probabilities of three classes", { link: "none", channels: 3 }],
  ] satisfies [string, SetupParts][]
).flatMap(([name, parts]) =>
  (
    [
      ["", {}],
      [", weights", { weights: true }],
      [", ignore", { ignore: true }],
      [", mask", { mask: true }],
      [", soft targets", { targets: "soft" }],
      [", channels first", { layout: "channels-first" }],
    ] satisfies [string, Partial<SetupParts>][]
  ).map(([extra, more]) => gradientSetup(name + extra, { ...parts, ...more, seed: 11 })),
);
