import { deepSupervision, evaluate, type Loss, lossValues, PRESETS, type Preset, reference } from "segloss";
import { flat, type Nested, type PeerCase, valuesOf, type WrittenArray } from "./peer-case.ts";
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
  const data = lossData(each);
  if (data.targets instanceof Float64Array && data.targets.some((y) => y < 0 || y > 1))
    notExpressible("targets and predictions are in [0, 1] here: integers beyond are no masks");
  const left =
    ignore !== undefined && ignore !== null && data.targets instanceof Int32Array ? { ignore } : {};
  if (!Array.isArray(each.expected))
    return evaluate(loss, { engine: reference(), ...data, ...left, gradient: false }).value;
  return meansOf(lossValues(loss, { ...data, ...left }).values, flat(each.expected).length);
}

/** As many means of neighbouring values: a library that returns one number an image has averaged its classes. */
function meansOf(values: Float64Array, count: number): number[] {
  const size = values.length / count;
  if (!Number.isInteger(size)) notExpressible(`${count} numbers, here ${values.length}`);
  return Array.from(
    { length: count },
    (_, i) => values.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0) / size,
  );
}

/** MONAI's DeepSupervisionLoss of presets, by the name that the cases give it. */
export function deepCalls(library: string, names: readonly string[]): Record<string, PeerCall> {
  return Object.fromEntries(names.map((name) => [`DeepSupervisionLoss(${name})`, deepCall(library, name)]));
}

/** MONAI's MaskedLoss of presets, by the name that the cases give it. */
export function maskedCalls(library: string, names: readonly string[]): Record<string, PeerCall> {
  return Object.fromEntries(
    names.map((name) => [`MaskedLoss(${name})`, (each: PeerCase) => presetValue(library, name, each)]),
  );
}

/** Its weights are not divided by their sum. */
function deepCall(library: string, name: string): PeerCall {
  return (each) => {
    const { inputs = [], target, supervision = {}, layout = "channels-first" } = each;
    const { weight_mode = "exp", weights } = supervision as { weight_mode?: "same"; weights?: number[] };
    const preset = PRESETS.find((known) => known.name === library)?.losses[name] as Preset;
    const step = deepSupervision(reference(), preset(each.options), {
      shapes: inputs.map(({ shape }) => shape),
      outputWeights: weights?.slice(0, inputs.length) ?? weight_mode,
      normalize: false,
      layout,
    });
    const targets = Int32Array.from(valuesOf(target as WrittenArray));
    return step.run({ logits: inputs.map(valuesOf), targets });
  };
}

/** Input and target as segloss takes them. */
export function lossData(each: PeerCase) {
  const { input, layout = "channels-last" } = each as Required<PeerCase>;
  // Rows of classes without a pixel axis are images of one pixel.
  const shape = input.shape.length === 2 ? [input.shape[0], 1, input.shape[1]] : input.shape;
  const at = input.shape.length === 2 ? "channels-last" : layout;
  return {
    shape,
    layout: at as "channels-first" | "channels-last",
    ...maskedData(each),
    ...sampleWeights(each, shape, at),
    ...maskMap(each, shape),
  };
}

/** Values of every channel where the sizes agree, else class indices. */
export function targetsOf(target: WrittenArray, input: WrittenArray): Float64Array | Int32Array {
  const values = valuesOf(target);
  return values.length === valuesOf(input).length && target.shape.length === input.shape.length
    ? values
    : Int32Array.from(values);
}

/** Input and target times the mask, as MONAI's MaskedLoss passes them on to any loss. */
function maskedData(each: PeerCase) {
  const { input, target, mask, call } = each as Required<PeerCase>;
  const [logits, targets] = [valuesOf(input), targetsOf(target, input)];
  if (!mask || call.startsWith("MaskedDice")) return { logits, targets };
  const [kept, space] = [valuesOf(mask), mask.shape.slice(2).reduce((a, b) => a * b, 1)];
  const at = (values: ArrayLike<number>, channels: number) => (_: unknown, i: number) => {
    const image = Math.floor(i / (space * channels)) % (kept.length / space);
    return values[i] * kept[image * space + (i % space)];
  };
  return {
    logits: logits.map(at(logits, input.shape[1])),
    targets: targets.map(
      at(targets, targets.length === logits.length ? input.shape[1] : 1),
    ) as typeof targets,
  };
}

/** MONAI's mask, an image for all where there is one alone. */
function maskMap({ call, mask }: PeerCase, shape: readonly number[]) {
  if (!call.startsWith("MaskedDice")) return {};
  const pixels = shape.reduce((a, b) => a * b, 1) / shape[1];
  const values = mask ? valuesOf(mask) : [1];
  return { maps: { mask: Float64Array.from({ length: pixels }, (_, i) => values[i % values.length]) } };
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
