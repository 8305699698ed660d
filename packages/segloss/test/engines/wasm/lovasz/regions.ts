import { type CompileOptions, type FloatArray, type IndexArray, parseLoss, reference } from "segloss";
import { type WasmOptions, wasm } from "../../../../src/engines/wasm/wasm.ts";
import { seeded } from "../steps.ts";

/** Logits and labels of one call, with what it is compiled for. */
export interface Region {
  readonly loss: string;
  readonly options: CompileOptions;
  readonly logits: FloatArray;
  readonly targets: IndexArray;
  readonly mask?: Uint8Array;
}

export interface Answer {
  readonly value: number;
  readonly gradient: FloatArray;
}

type Random = () => number;

/** A logit for a label: what the errors are distributed like. */
export type Distribution = (random: Random, label: number) => number;

/** Sum of three uniform numbers, about normal with deviation 1. */
const noise = (random: Random): number => 2 * (random() + random() + random() - 1.5);
const signOf = (label: number): number => 2 * label - 1;
const sometimes = (random: Random, share: number): boolean => random() < share;

/**
 * Distributions that networks have, and ones that are made to be awkward; none so extreme that errors of different
 * margins tie in float64, which the reference then ranks by pixel.
 */
export const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  untrained: noise,
  "a fresh last layer": (random) => 0.01 * noise(random),
  "half trained": (random, label) => signOf(label) + noise(random),
  trained: (random, label) => 4 * signOf(label) + 2 * noise(random),
  "saturated, some wrong": (random, label) =>
    (sometimes(random, 0.05) ? -1 : 1) * signOf(label) * (8 + 6 * random()),
  "hinge errors up to 200": (random) => 400 * random() - 200,
  "tiny logits": (random) => 1e-6 * noise(random),
  "errors over 30 decades": (random, label) => signOf(label) * 69 * random(),
  "a narrow peak among others": (random) =>
    sometimes(random, 0.9) ? 1e-4 * noise(random) : 3 * noise(random),
  "around the margin of 1": (random, label) => signOf(label) * (0.9 + 0.2 * random()),
};

/** A binary region of one batch; unless `ties` are wanted, no two logits have the same size. */
export function binaryRegion(
  pixels: number,
  seed: number,
  { loss = "lovaszHinge(over=batch)", share = 0.3, logit = DISTRIBUTIONS.untrained, ties = false } = {},
): Region {
  const random = seeded(seed);
  const targets = Uint8Array.from({ length: pixels }, () => Number(random() < share));
  const seen = new Set<number>();
  const logits = Float32Array.from(targets, (label) => {
    let z = Math.fround(logit(random, label));
    while (!ties && seen.has(Math.abs(z))) z = Math.fround(logit(random, label));
    seen.add(Math.abs(z));
    return z;
  });
  return { loss, options: { shape: [1, pixels, 1] }, logits, targets };
}

export function referenceAnswer({ loss, options, logits, targets, mask }: Region): Answer {
  const gradient = new Float64Array(logits.length);
  const step = reference().compile(parseLoss(loss), options);
  return { value: step.run({ logits, targets, gradient, ...(mask && { mask }) }), gradient };
}

/** The second of two runs, so that what the first has left is no matter. */
export async function wasmAnswer(region: Region, options: WasmOptions): Promise<Answer> {
  const { loss, logits, targets, mask } = region;
  const engine = await wasm(options);
  const step = engine.compile(parseLoss(loss), region.options);
  const gradient = new Float32Array(logits.length);
  const inputs = { logits, targets, gradient, ...(mask && { mask }) };
  step.run(inputs);
  const value = step.run(inputs);
  step.dispose();
  engine.dispose();
  return { value, gradient };
}

/** Norm of the difference relative to that of the expected gradient. */
export function gradientError(got: FloatArray, expected: FloatArray): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference += (got[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return size === 0 ? Math.sqrt(difference) : Math.sqrt(difference / size);
}

export function valueError(got: number, expected: number): number {
  return Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-300);
}
