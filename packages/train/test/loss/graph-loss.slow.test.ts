import {
  adam,
  type Batch,
  graphLoss,
  loadModel,
  nodeRuntime,
  splitLoss,
  type TrainingLoss,
  trainer,
  unet,
} from "@segloss/train";
import { connectedComponents, nearestCells, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { discs } from "../discs.ts";

const SIZE = 16;
const LOSSES = [
  "crossEntropy",
  "weightedCrossEntropy(beta=2)",
  "balancedCrossEntropy",
  "focal",
  "distanceCrossEntropy",
  "dice",
  "jaccard",
  "tversky(alpha=0.3, beta=0.7)",
  "lovasz",
  "lovaszHinge",
  "dice + 0.5*crossEntropy",
  "1 - 2*sum(p*y)/(sum(p) + sum(y))",
];

/** Discs with some ignored pixels and the distances to them. */
function makeBatch(): Batch {
  const { images, targets } = discs(2, SIZE, 3);
  const pixels = SIZE * SIZE;
  const valid = Uint8Array.from(targets, (_, i) => (i % 11 === 0 ? 0 : 1));
  const d1 = new Float32Array(targets.length);
  const d2 = new Float32Array(targets.length);
  for (let n = 0; n < 2; n++) {
    const labels = targets.slice(n * pixels, (n + 1) * pixels).map((y, i) => y * valid[n * pixels + i]);
    const distances = nearestCells(connectedComponents(labels, [SIZE, SIZE]).labels, [SIZE, SIZE]);
    d1.set(distances.d1, n * pixels);
    d2.set(distances.d2, n * pixels);
  }
  return { images, targets, valid, maps: { d1, d2 } };
}

const batch = makeBatch();

async function train(loss: TrainingLoss, classes: number, steps: number) {
  const network = unet({ depth: 2, width: 8, classes });
  const made = await trainer({
    runtime: nodeRuntime(),
    network,
    loss,
    batchShape: [2, SIZE, SIZE],
    optimizer: adam({ rate: 3e-3 }),
  });
  const values: number[] = [];
  for (let i = 0; i < steps; i++) values.push((await made.step(batch)).loss);
  const model = await made.save();
  await made.dispose();
  return { values, model };
}

describe.each(LOSSES)("%s", (text) => {
  const loss = parseLoss(text);

  it.each([1, 3])(
    "trains a network of %i channels inside the graph: its own value falls",
    async (classes) => {
      const { values } = await train(graphLoss(loss, { classes }), classes, 40);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(values.at(-1)).toBeLessThan(0.9 * values[0]);
    },
  );

  it("takes the same way on the library's engine, with the step cut at the logits", async () => {
    const inside = await train(graphLoss(loss, { classes: 1 }), 1, 5);
    const outside = await train(splitLoss(loss, reference(), { classes: 1 }), 1, 5);
    inside.values.forEach((value, i) => {
      expect(Math.abs(outside.values[i] / value - 1)).toBeLessThan(1e-4);
    });
  });
});

describe("a loss with ramps", () => {
  const loss = parseLoss("ramp(1, 0.5)*dice + ramp(0, 1)*crossEntropy");
  const made = (lossHow: TrainingLoss) =>
    trainer({
      runtime: nodeRuntime(),
      network: unet({ depth: 2, width: 4 }),
      loss: lossHow,
      batchShape: [2, SIZE, SIZE],
      optimizer: adam({ rate: 1e-12 }),
    });

  it("costs at each step what its terms cost at that progress, in the graph and beside it", async () => {
    const at = async (text: string) => {
      const plain = await made(graphLoss(parseLoss(text), { classes: 1 }));
      const { loss: value } = await plain.step(batch);
      await plain.dispose();
      return value;
    };
    const [diceValue, entropy] = [await at("dice"), await at("crossEntropy")];
    for (const how of [graphLoss(loss, { classes: 1 }), splitLoss(loss, reference(), { classes: 1 })]) {
      const ramped = await made(how);
      for (const progress of [0, 0.5, 1]) {
        const { loss: value } = await ramped.step({ ...batch, progress });
        expect(value).toBeCloseTo((1 - progress / 2) * diceValue + progress * entropy, 5);
      }
      await expect(ramped.step(batch)).rejects.toThrow(/give the batch's "progress", .* got undefined/);
      await ramped.dispose();
    }
  });
});

it("a saved model says which loss it was trained with", async () => {
  const loss = parseLoss("dice + 0.5*focal(gamma=3)");
  const { model } = await train(graphLoss(loss, { classes: 1 }), 1, 2);
  const loaded = await loadModel(model, nodeRuntime());
  expect(loaded.metadata.loss).toEqual(JSON.parse(JSON.stringify(loss)));
  await loaded.dispose();
});
