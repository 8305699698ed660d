import { evaluate, type Loss, PRESETS, reference } from "segloss";
import { type Nested, type PeerCase, valuesOf, type WrittenArray } from "./peer-case.ts";
import { notExpressible, type PeerCall } from "./peer-library.ts";

type Options = Readonly<Record<string, unknown>>;

/** The calls of a library's losses through its presets, by name. */
export function lossCalls(library: string, names: readonly string[]): Record<string, PeerCall> {
  return Object.fromEntries(
    names.map((name) => [name, (each: PeerCase) => presetValue(library, name, each)]),
  );
}

/** The loss of a preset on the data of a case. */
export function presetValue(library: string, name: string, each: PeerCase): Nested {
  const losses = PRESETS.find((known) => known.name === library)?.losses ?? {};
  const preset = losses[name] ?? notExpressible(`${library} has no loss ${name} here`);
  const { ignore_index: ignore, ...options } = each.options;
  return lossOnCase(preset(options as Options), each, ignore as number | null | undefined);
}

/** The value of a loss on the input and target of a case. */
export function lossOnCase(loss: Loss, each: PeerCase, ignore?: number | null): Nested {
  if (Array.isArray(each.expected)) notExpressible("several numbers");
  const data = lossData(each);
  const left =
    ignore !== undefined && ignore !== null && data.targets instanceof Int32Array ? { ignore } : {};
  return evaluate(loss, { engine: reference(), ...data, ...left, gradient: false }).value;
}

/** Input and target as segloss takes them. */
export function lossData(each: PeerCase) {
  const { input, target, layout = "channels-last" } = each as Required<PeerCase>;
  // Rows of classes without a pixel axis are images of one pixel.
  const shape = input.shape.length === 2 ? [input.shape[0], 1, input.shape[1]] : input.shape;
  const at = input.shape.length === 2 ? "channels-last" : layout;
  return {
    shape,
    layout: at as "channels-first" | "channels-last",
    logits: valuesOf(input),
    targets: targetsOf(target, input),
    ...sampleWeights(each, shape, at),
  };
}

/** Values of every channel where the sizes agree, else class indices. */
export function targetsOf(target: WrittenArray, input: WrittenArray): Float64Array | Int32Array {
  const values = valuesOf(target);
  return values.length === valuesOf(input).length && target.shape.length === input.shape.length
    ? values
    : Int32Array.from(values);
}

/** Keras' sample_weight: one for all, one an image, or one a pixel. */
function sampleWeights({ sample_weight: weight }: PeerCase, shape: readonly number[], layout: string) {
  if (weight === undefined) return {};
  const channels = layout === "channels-last" ? shape[shape.length - 1] : shape[1];
  const pixels = shape.reduce((a, b) => a * b, 1) / channels;
  const given = typeof weight === "number" ? [weight] : weight;
  return {
    weights: Float64Array.from({ length: pixels }, (_, i) => given[Math.floor((i * given.length) / pixels)]),
  };
}
