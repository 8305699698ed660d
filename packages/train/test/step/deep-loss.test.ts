import {
  adam,
  type GraphLoss,
  graph,
  graphLoss,
  nodeRuntime,
  sgd,
  splitLoss,
  tape,
  trainer,
  unet,
} from "@segloss/train";
import { deepSupervision, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { initialise } from "../../src/networks/initialise.ts";
import { encodeModel } from "../../src/onnx/encode-model.ts";
import { emptyTensor, floatTensor } from "../../src/runtime/runtime.ts";
import { byName, parameterCount, unpackParameters } from "../../src/step/parameters.ts";
import { trainingStep } from "../../src/step/training-step.ts";
import { discs } from "../discs.ts";

const SIZE = 16;
const network = unet({ depth: 3, width: 4, classes: 3, outputs: 2 });
const { images } = discs(2, SIZE, 3);
const targets = Uint8Array.from({ length: 2 * SIZE * SIZE }, (_, i) => (i * 7 + (i >> 4)) % 3);
const valid = Uint8Array.from(targets, (_, i) => (i % 11 === 0 ? 0 : 1));
const parameters = initialise(network.parameters, 4);
const SHAPES = [
  [2, 3, SIZE, SIZE],
  [2, 3, SIZE / 2, SIZE / 2],
];
const loss = parseLoss("dice + softClDice + 0.5*crossEntropy");

/** The logits of both outputs, by a graph of the network alone. */
async function logitsOf(vector: Float32Array): Promise<Float32Array[]> {
  const g = graph();
  const input = g.input("images", [2, 1, SIZE, SIZE]);
  const packed = g.input("parameters", [parameterCount(network.parameters)]);
  const parameter = byName(network.parameters, unpackParameters(g, packed, network.parameters));
  network.outputs!(tape(g), input, parameter).forEach((value, k) => {
    g.output(`logits_${k}`, value);
  });
  const session = await nodeRuntime().session(encodeModel(g), { threads: 1 });
  const outputs = SHAPES.map((shape) => emptyTensor("float32", shape));
  await session.run(
    { images: floatTensor(images, [2, 1, SIZE, SIZE]), parameters: floatTensor(vector, [vector.length]) },
    Object.fromEntries(outputs.map((tensor, k) => [`logits_${k}`, tensor])),
  );
  await session.release();
  return outputs.map(({ data }) => data as Float32Array);
}

/** The loss of the library, in float64, of what the network puts out. */
async function expectedLoss(vector: Float32Array, outputWeights?: readonly number[]): Promise<number> {
  const step = deepSupervision(reference(), loss, {
    ...{ shapes: SHAPES, layout: "channels-first", mask: true },
    ...(outputWeights && { outputWeights }),
  });
  return step.run({ logits: await logitsOf(vector), targets, mask: valid });
}

async function make(how: GraphLoss, options: { outputWeights?: readonly number[] } = {}) {
  return trainer({
    ...{
      runtime: nodeRuntime(),
      network,
      loss: how,
      batchShape: [2, SIZE, SIZE],
      optimizer: adam({ rate: 3e-3 }),
    },
    ...{ seed: 4, ...options },
  });
}

describe("a network with outputs at two resolutions", () => {
  it.each([undefined, [1, 3]])(
    "costs what deepSupervision of the library says, with weights %j",
    async (outputWeights) => {
      const made = await make(graphLoss(loss, { classes: 3 }), outputWeights ? { outputWeights } : {});
      const { loss: value } = await made.step({ images, targets, valid });
      expect(Math.abs(value / (await expectedLoss(parameters, outputWeights)) - 1)).toBeLessThan(1e-5);
      await made.dispose();
    },
  );

  it("has the gradient of central differences of the library's loss along a direction", async () => {
    const options = {
      network,
      optimizer: sgd({ rate: 1 }),
      batchShape: [2, SIZE, SIZE],
      exposeGradient: true,
    } as const;
    const model = encodeModel(
      trainingStep(options, graphLoss(parseLoss("dice + crossEntropy"), { classes: 3 }), "indices"),
    );
    const session = await nodeRuntime().session(model, { threads: 1 });
    const gradient = emptyTensor("float32", [parameters.length]);
    const zeros = new Float32Array(parameters.length);
    const state = Object.fromEntries(
      options.optimizer.slots.map((name) => [name, floatTensor(zeros, [zeros.length])] as const),
    );
    const scalars = options.optimizer
      .scalarsAt(1)
      .map((x, k) => [`scalar_${k}`, floatTensor(Float32Array.of(x), [])] as const);
    await session.run(
      {
        images: floatTensor(images, [2, 1, SIZE, SIZE]),
        targets: { type: "uint8", shape: [2, 1, SIZE, SIZE], data: targets },
        valid: floatTensor(Float32Array.from(valid), [2, 1, SIZE, SIZE]),
        parameters: floatTensor(parameters, [parameters.length]),
        ...state,
        ...Object.fromEntries(scalars),
      },
      { gradient },
    );
    await session.release();
    const direction = parameters.map((_, i) => Math.sin(1.3 * i));
    const along = direction.reduce((sum, d, i) => sum + d * (gradient.data as Float32Array)[i], 0);
    const step = deepSupervision(reference(), "dice + crossEntropy", {
      shapes: SHAPES,
      layout: "channels-first",
      mask: true,
    });
    const h = 3e-5; // smaller than the kinks of the network are apart, larger than float32 rounds
    const at = async (t: number) =>
      step.run({
        logits: await logitsOf(parameters.map((x, i) => x + t * direction[i])),
        targets,
        mask: valid,
      });
    const slope = ((await at(h)) - (await at(-h))) / (2 * h);
    expect(Math.abs(along / slope - 1)).toBeLessThan(1e-3);
  });

  it("is trained on both, and saved as a network of full size alone", async () => {
    const made = await make(graphLoss(parseLoss("dice + crossEntropy"), { classes: 3 }));
    const simple = { images, targets: discs(2, SIZE, 3).targets };
    const first = await made.step(simple);
    const before = (await made.parameters())["logits.1.weight"];
    let last = first;
    for (let k = 0; k < 30; k++) last = await made.step(simple);
    expect(last.loss).toBeLessThan(0.8 * first.loss);
    expect((await made.parameters())["logits.1.weight"]).not.toEqual(before);
    expect(await made.predict(images)).toHaveLength(2 * 3 * SIZE * SIZE);
    await made.dispose();
  });

  it("refuses what cannot be trained", async () => {
    expect(() => unet({ depth: 3, outputs: 3 })).toThrow(
      /outputs must be at most depth - 1, which is 2; got 3/,
    );
    const inGraph = graphLoss(loss, { classes: 3 });
    await expect(make(inGraph, { outputWeights: [1, 0] })).rejects.toThrow(/Output 1 has weight 0/);
    await expect(make(inGraph, { outputWeights: [1] })).rejects.toThrow(
      /one entry for each of the 2 outputs, got 1/,
    );
    const beside = splitLoss(loss, reference(), { classes: 3 });
    const options = { runtime: nodeRuntime(), network, loss: beside, batchShape: [2, SIZE, SIZE] } as const;
    await expect(trainer(options)).rejects.toThrow(/several outputs is trained inside the graph alone/);
  });
});
