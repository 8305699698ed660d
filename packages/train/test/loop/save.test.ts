import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  adam,
  loadModel,
  nodeRuntime,
  priorLogits,
  readModel,
  type Trainer,
  trainer,
  unet,
  webRuntime,
} from "@segloss/train";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discs } from "../discs.ts";
import { softmaxCrossEntropy } from "../losses.ts";

const network = unet({ depth: 3, width: 8, classes: 3, normalization: "group" });
const normalization = { mean: [0.4], deviation: [0.25] };
const classNames = ["land", "ocean", "inland water"];
const { images, targets } = discs(2, 16, 3);

async function trained() {
  const made = await trainer({
    runtime: nodeRuntime(),
    network,
    loss: softmaxCrossEntropy,
    batchShape: [2, 16, 16],
    normalization,
    inputRange: [0, 1],
    classNames,
  });
  for (let step = 0; step < 5; step++) await made.step({ images, targets });
  return made;
}

let made: Trainer;
beforeAll(async () => {
  made = await trained();
});
afterAll(() => made.dispose());

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at])), 0);
}

describe("a saved model", () => {
  it("predicts what the trainer predicts, natively and on WebAssembly", async () => {
    const expected = await made.predict(images);
    for (const runtime of [nodeRuntime(), webRuntime()]) {
      const model = await loadModel(await made.save(), runtime);
      const got = await model.predict(images, [2, 16, 16]);
      expect(largestDifference(got, expected), runtime.name).toBeLessThan(1e-5);
      await model.dispose();
    }
  });

  it("runs on other batches and sizes: an image of its own gives what it gave inside a batch", async () => {
    const model = await loadModel(await made.save(), nodeRuntime());
    const both = await model.predict(images, [2, 16, 16]);
    const second = await model.predict(images.subarray(256), [1, 16, 16]);
    expect(largestDifference(second, both.subarray(3 * 256))).toBeLessThan(1e-5);
    const wide = await model.predict(new Float32Array(8 * 24), [1, 8, 24]);
    expect(wide.length).toBe(3 * 8 * 24);
    expect(largestDifference(await made.predict(new Float32Array(8 * 24), [1, 8, 24]), wide)).toBeLessThan(
      1e-5,
    );
    await model.dispose();
  });

  it("is of standard operators alone, whatever the training was computed in", async () => {
    const text = new TextDecoder("latin1").decode(await made.save());
    expect(text).toContain("Conv");
    expect(text).not.toContain("com.microsoft");
  });

  it("says what it is", async () => {
    const model = await loadModel(await made.save(), nodeRuntime());
    expect(model.metadata).toEqual({
      network: network.description,
      classes: classNames,
      link: "softmax",
      input: { channels: 1, multiple: 4, trained: [16, 16], range: [0, 1] },
      normalizationInside: normalization,
      loss: softmaxCrossEntropy.description,
      steps: 5,
    });
    await model.dispose();
  });

  it("gives its parameters to another trainer", async () => {
    const { parameters } = readModel(await made.save());
    const options = { runtime: nodeRuntime(), network, loss: softmaxCrossEntropy, normalization };
    const next = await trainer({ ...options, batchShape: [2, 16, 16], parameters });
    expect(await next.parameters()).toEqual(await made.parameters());
    await next.dispose();
  });

  it("runs in a fresh process with nothing but onnxruntime-node", async () => {
    const folder = mkdtempSync(join(tmpdir(), "segloss-"));
    const file = join(folder, "model.onnx");
    writeFileSync(file, await made.save());
    writeFileSync(join(folder, "images.json"), JSON.stringify([...images]));
    const program = `
      const ort = require(${JSON.stringify(createRequire(import.meta.url).resolve("onnxruntime-node"))});
      const images = Float32Array.from(require(${JSON.stringify(join(folder, "images.json"))}));
      ort.InferenceSession.create(${JSON.stringify(file)})
        .then((session) => session.run({ images: new ort.Tensor("float32", images, [2, 1, 16, 16]) }))
        .then(({ logits }) => console.log(JSON.stringify({ dims: logits.dims, data: [...logits.data] })));`;
    const printed = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
    const { dims, data } = JSON.parse(printed);
    expect(dims).toEqual([2, 3, 16, 16]);
    expect(largestDifference(Float32Array.from(data), await made.predict(images))).toBeLessThan(1e-5);
    rmSync(folder, { recursive: true });
  });
});

describe("a network of several labels a pixel", () => {
  it("is learnt from targets of each under a sigmoid, and says so", async () => {
    const [n, size] = [2, 16];
    const { images: shown, targets: classes } = discs(n, size, 3);
    // Both discs, and the one that is class 2 alone: its pixels have two labels.
    const labels = Float32Array.from({ length: 2 * n * size ** 2 }, (_, i) => {
      const [image, label, pixel] = [
        Math.floor(i / (2 * size ** 2)),
        Math.floor(i / size ** 2) % 2,
        i % size ** 2,
      ];
      return Number(classes[image * size ** 2 + pixel] > label);
    });
    const several = await trainer({
      runtime: nodeRuntime(),
      network: unet({
        depth: 3,
        width: 8,
        classes: 2,
        normalization: "group",
        startLogits: priorLogits([0.3, 0.1], "sigmoid"),
      }),
      ...{ loss: "dice + crossEntropy", link: "sigmoid", targets: "values", batchShape: [n, size, size] },
      ...{ optimizer: adam({ rate: 1e-2 }), classNames: ["disc", "second"] },
    });
    for (let step = 0; step < 60; step++) await several.step({ images: shown, targets: labels });
    const model = await loadModel(await several.save(), nodeRuntime());
    const logits = await model.predict(shown, [n, size, size]);
    const wrong = logits.filter((z, i) => z > 0 !== labels[i] > 0).length;
    expect(wrong / labels.length).toBeLessThan(0.02);
    expect(model.metadata).toMatchObject({ link: "sigmoid", classes: ["disc", "second"] });
    await model.dispose();
    await several.dispose();
  });
});

describe("loading", () => {
  it("refuses bytes that are not a model", async () => {
    const text = new TextEncoder().encode("this is not a model");
    await expect(loadModel(text, nodeRuntime())).rejects.toThrow(/Not an \.onnx file/);
  });

  it("refuses a file cut short", async () => {
    const bytes = await made.save();
    await expect(loadModel(bytes.subarray(0, bytes.length / 2), nodeRuntime())).rejects.toThrow(/cut short/);
  });

  it("refuses a model without our metadata", async () => {
    await expect(loadModel(new Uint8Array(), nodeRuntime())).rejects.toThrow(
      /lacks the metadata "segloss.network"/,
    );
  });

  it("refuses sizes that the network cannot halve", async () => {
    const model = await loadModel(await made.save(), nodeRuntime());
    await expect(model.predict(new Float32Array(18 * 16), [1, 18, 16])).rejects.toThrow(
      /multiples of 4.*18x16/,
    );
    await model.dispose();
  });
});
