import { emptyTensor, floatTensor, loadModel, nodeRuntime, readModel, trainer, unet } from "@segloss/train";
import { describe, expect, it } from "vitest";
import { modelContract } from "../../src/loop/model-contract.ts";
import { type ModelMetadata, metadataEntries, metadataFrom } from "../../src/loop/model-metadata.ts";
import { discs } from "../discs.ts";

const normalization = { mean: [0.4], deviation: [0.25] };
const { images, targets } = discs(2, 16, 1);

async function saved() {
  const made = await trainer({
    runtime: nodeRuntime(),
    network: unet({ depth: 2, width: 2 }),
    loss: "dice",
    batchShape: [2, 16, 16],
    normalization,
    inputRange: [0, 1],
    classNames: ["disc"],
  });
  await made.step({ images, targets });
  const [bytes, logits] = [await made.save(), await made.predict(images)];
  await made.dispose();
  return { bytes, logits };
}

const METADATA: ModelMetadata = {
  network: { kind: "unet" },
  classes: ["land", "sea"],
  link: "softmax",
  input: { channels: 3, multiple: 4, trained: [64, 64], range: [0, 1] },
  normalizationInside: { mean: [0.4, 0.4, 0.4], deviation: [0.2, 0.2, 0.2] },
  loss: null,
  steps: 10,
};

describe("a saved model says of its tensors", () => {
  it("what goes in and what comes out, in words that stand in the file", async () => {
    const { bytes } = await saved();
    const text = Buffer.from(bytes);
    const { description, descriptions } = modelContract(metadataFrom(readModel(bytes).metadata));
    for (const words of [description, descriptions.images, descriptions.logits])
      expect(text.includes(words)).toBe(true);
    expect(descriptions.images).toBe(
      "float32 [batch, 1, height, width], channels first; height and width are multiples of 2; " +
        "values from 0 to 1, such as a picture divided by its white; " +
        "do not normalise them: the model's first nodes subtract the means and divide by the deviations.",
    );
    expect(descriptions.logits).toBe(
      "float32 [batch, 1, height, width], of disc in this order; " +
        "1 / (1 + exp(-logit)) is the probability of each, and above 0 it is more likely than not.",
    );
  });

  it("softmax, no normalisation and no range where it is so", () => {
    const { input } = METADATA;
    const plain = { ...METADATA, normalizationInside: null, input: { ...input, range: null } };
    expect(modelContract(plain).descriptions.images).toMatch(
      /; values as in the training; they are taken as they are, without normalisation\.$/,
    );
    expect(modelContract(METADATA).descriptions.logits).toMatch(
      /of land, sea in this order; softmax over axis 1/,
    );
  });

  it("nothing that asks to be normalised: whoever does it anyway gets other logits", async () => {
    const { bytes, logits } = await saved();
    expect(Object.keys(readModel(bytes).metadata)).not.toContain("segloss.normalization");
    const session = await nodeRuntime().session(bytes, { threads: 1 });
    const run = async (values: Float32Array) => {
      const result = emptyTensor("float32", [2, 1, 16, 16]);
      await session.run({ images: floatTensor(values, [2, 1, 16, 16]) }, { logits: result });
      return result.data as Float32Array;
    };
    const difference = (values: Float32Array) =>
      Math.max(...values.map((value, at) => Math.abs(value - logits[at])));
    expect(difference(await run(images))).toBeLessThan(1e-6);
    expect(difference(await run(images.map((value) => (value - 0.4) / 0.25)))).toBeGreaterThan(1e-3);
    await session.release();
  });
});

it("files from before the names of today are read", async () => {
  const entries = metadataEntries(METADATA);
  const { "segloss.normalizationInside": inside, "segloss.link": _, ...rest } = entries;
  const { channels, multiple, trained } = METADATA.input;
  const old = {
    ...rest,
    "segloss.normalization": inside,
    "segloss.input": JSON.stringify({ channels, multiple, trained }),
  };
  expect(metadataFrom(old)).toEqual({ ...METADATA, input: { ...METADATA.input, range: null } });
  await expect(loadModel(new Uint8Array(), nodeRuntime())).rejects.toThrow(
    /lacks the metadata "segloss.network", .*"segloss.normalizationInside"/,
  );
});
