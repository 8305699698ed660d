import { readFileSync } from "node:fs";
import {
  adam,
  type Block,
  emptyTensor,
  encodeModel,
  floatTensor,
  type GraphLoss,
  graphLoss,
  networks,
  nodeRuntime,
  parameterCount,
  parametersByName,
  parameterVector,
  sizeOf,
  type TargetKind,
  type Tensor,
  trainingStep,
  type UnetOptions,
} from "@segloss/train";
import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { trainingState } from "../../src/loop/training-state.ts";
import { emulateBlocks } from "../graph/emulate-blocks.ts";
import { crossEntropyAndDice, softmaxCrossEntropy } from "../losses.ts";

interface GoldenCase {
  readonly name: string;
  readonly kind: keyof typeof networks;
  readonly options: UnetOptions;
  readonly batchShape: readonly [number, number, number];
  readonly parameters: readonly (readonly [string, readonly number[]])[];
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly afterThreeSteps: Readonly<Record<string, readonly number[]>>;
}

const golden = JSON.parse(readFileSync(new URL("../golden/step.json", import.meta.url), "utf8")) as {
  readonly madeBy: string;
  readonly adam: { readonly rate: number };
  readonly cases: readonly GoldenCase[];
};

const tolerance = 5e-6;

/** The formula of make-step.py. */
function pattern(count: number, salt: number, scale: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, at) => (((at * 7919 + salt * 104729 + 12345) % 1009) / 1009 - 0.5) * scale,
  );
}

function initialParameters({ parameters }: GoldenCase): Record<string, Float32Array> {
  const entries = parameters.map(([name, shape], position) => {
    const values = pattern(sizeOf(shape), position + 1, 1);
    return [name, name.endsWith(".scale") ? values.map((value) => value + 1) : values];
  });
  return Object.fromEntries(entries);
}

function relativeError(got: Float32Array, expected: readonly number[]): number {
  const square = (total: number, value: number) => total + value ** 2;
  const difference = expected.map((value, at) => got[at] - value).reduce(square, 0);
  return Math.sqrt(difference / expected.reduce(square, 0));
}

const networkOf = ({ kind, options }: GoldenCase) => networks[kind](options);

/** What a case is trained with. */
interface Trained {
  readonly loss: GraphLoss;
  readonly targets: TargetKind;
}

/** The regions of make-step.py, [n, 3, pixels]: what is labelled, class 2 alone, classes 0 and 1. */
function severalLabels(indices: Uint8Array, n: number): Float32Array {
  const holds = [(label: number) => label > 0, (label: number) => label === 2, (label: number) => label < 2];
  const pixels = indices.length / n;
  const values = Array.from({ length: n }, (_, image) => {
    const own = indices.subarray(image * pixels, (image + 1) * pixels);
    return holds.flatMap((test) => Array.from(own, (label) => Number(test(label))));
  });
  return Float32Array.from(values.flat());
}

/** How a step is computed. */
interface Form {
  readonly parts?: number;
  readonly block?: Block;
  /** Blocks written out in plain operators, which every processor computes. */
  readonly emulated?: boolean;
}

const runtime = nodeRuntime();
const forms: readonly (readonly [string, Form])[] = [
  ["in one piece", {}],
  ["image by image", { parts: 2 }],
  ["in blocks of 8, written out", { block: 8, emulated: true }],
  ["in blocks of 16, written out", { block: 16, emulated: true }],
  ["in the blocks of this processor", { block: await runtime.block!() }],
];

/** Three steps; the losses of each, the gradients of the first and the parameters after the last. */
async function threeSteps(
  golden: GoldenCase,
  rate: number,
  { loss, targets: kind }: Trained,
  { parts = 1, block = 1, emulated = false }: Form,
) {
  const network = networkOf(golden);
  const [n, h, w] = golden.batchShape;
  const optimizer = adam({ rate });
  const options = { network, optimizer, batchShape: golden.batchShape, exposeGradient: true };
  const made = trainingStep({ ...options, parts, block }, loss, kind);
  const step = emulated ? emulateBlocks(made, block) : made;
  const session = await runtime.session(encodeModel(step), { threads: 1, optimize: block === 1 });
  const state = trainingState(optimizer, {
    ...{ steps: 0, slots: {} },
    parameters: parameterVector(network.parameters, initialParameters(golden)),
  });
  const channels = network.inputChannels;
  const images = floatTensor(pattern(n * channels * h * w, 77, 4), [n, channels, h, w]);
  const at = Uint8Array.from({ length: n * h * w }, (_, index) => index);
  const classes = Math.max(2, network.classes);
  const indices = at.map((_, index) => Math.floor(index / 5) % classes);
  const targets: Tensor =
    kind === "indices"
      ? { type: "uint8", shape: [n, 1, h, w], data: indices }
      : floatTensor(severalLabels(indices, n), [n, 3, h, w]);
  const counted = Float32Array.from(at, (_, index) => (index % 7 === 3 ? 0 : 1));
  const maps = loss.inputs.length ? { valid: floatTensor(counted, [n, 1, h, w]) } : {};
  const losses: number[] = [];
  const gradients: Float32Array[] = [];
  for (let count = 1; count <= 3; count++) {
    const value = emptyTensor("float32", []);
    const gradient = emptyTensor("float32", [parameterCount(network.parameters)]);
    await session.run(
      { images, targets, ...maps, ...state.inputs(count) },
      { loss: value, gradient, ...state.outputs() },
    );
    state.advance();
    losses.push(Number(value.data[0]));
    gradients.push(gradient.data as Float32Array);
  }
  await session.release();
  return {
    losses,
    gradients: parametersByName(network.parameters, gradients[0]),
    parameters: parametersByName(network.parameters, (await state.read()).parameters),
  };
}

const ofLibrary = graphLoss(parseLoss("crossEntropy + dice(squared=false)"), {
  ...{ classes: 3, link: "sigmoid", targets: "soft", ignoring: false },
});

const TRAINED: readonly Trained[] = [
  { loss: crossEntropyAndDice, targets: "indices" },
  { loss: softmaxCrossEntropy, targets: "indices" },
  { loss: ofLibrary, targets: "values" },
  { loss: crossEntropyAndDice, targets: "indices" },
  { loss: crossEntropyAndDice, targets: "indices" },
];

describe.each(golden.cases.map((expected, k) => [expected.name, expected, TRAINED[k]] as const))(
  "against PyTorch: %s",
  (_, expected, trained) => {
    it("lists the same parameters", () => {
      const { parameters } = networkOf(expected);
      expect(parameters.map(({ name, shape }) => [name, shape])).toEqual(expected.parameters);
    });

    it.each(forms)(
      "gives the same losses, gradients and parameters after three Adam steps, %s",
      async (_, form) => {
        const got = await threeSteps(expected, golden.adam.rate, trained, form);
        expected.losses.forEach((value, at) => {
          expect(Math.abs(got.losses[at] / value - 1), `loss of step ${at + 1}`).toBeLessThan(tolerance);
        });
        for (const [name] of expected.parameters) {
          const gradientError = relativeError(got.gradients[name], expected.gradients[name]);
          const parameterError = relativeError(got.parameters[name], expected.afterThreeSteps[name]);
          expect(gradientError, `gradient of ${name}`).toBeLessThan(tolerance);
          expect(parameterError, `${name} after three steps`).toBeLessThan(tolerance);
        }
      },
    );
  },
);
