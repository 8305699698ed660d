import * as tf from "@tensorflow/tfjs";
import { tfLoss, tfLossFromJson } from "segloss/tfjs";
import { describe, expect, it } from "vitest";
import { discs } from "./discs.ts";

const SIZE = 8;

function trainable() {
  const conv = tf.layers.conv2d({
    filters: 3,
    kernelSize: 3,
    padding: "same",
    inputShape: [SIZE, SIZE, 1],
    kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
  });
  const model = tf.sequential({ layers: [conv] });
  const loss = tfLoss(tf, "dice(squared=false) + 0.5*focal(gamma=1.5)", { ignore: "unlabelled" });
  model.compile({ optimizer: tf.train.adam(0.02), loss });
  return { model, loss };
}

async function saved(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let kept: tf.io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    kept = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  });
  await model.save(handler, { includeOptimizer: true });
  return JSON.parse(JSON.stringify(kept), (key, value) => (key === "weightData" ? kept?.weightData : value));
}

describe("saving a model", () => {
  it("loses a custom loss, and our recipe brings it back: training goes on as if nothing had happened", async () => {
    await tf.setBackend("cpu");
    const { images, oneHot } = discs(4, SIZE);
    const fit = (model: tf.LayersModel) =>
      model
        .fit(images, oneHot, { epochs: 3, shuffle: false, verbose: 0 })
        .then((h) => h.history.loss as number[]);

    const { model, loss } = trainable();
    await fit(model);
    model.setUserDefinedMetadata({ loss: loss.toJSON() });
    const artifacts = await saved(model);
    expect(artifacts.trainingConfig?.loss).toEqual({});

    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const metadata = loaded.getUserDefinedMetadata() as { loss: unknown };
    const again = tfLossFromJson(tf, metadata.loss);
    loaded.compile({ optimizer: loaded.optimizer, loss: again });
    expect(again.name).toBe(loss.name);
    expect(again.toJSON()).toEqual(loss.toJSON());
    expect(await fit(loaded)).toEqual(await fit(model));
  });

  it("keeps link, ignored labels, packed channels and the name with the loss", () => {
    const options = { link: "sigmoid", ignore: [254, 255], packed: ["weights"], name: "mine" } as const;
    const json = JSON.parse(JSON.stringify(tfLoss(tf, "lovasz + crossEntropy", options)));
    const again = tfLossFromJson(tf, json);
    expect(again.toJSON()).toMatchObject(options);
    expect(again.name).toBe("mine");
  });

  it("tells when the metadata hold no loss", () => {
    for (const json of [undefined, null, "dice", {}]) {
      expect(() => tfLossFromJson(tf, json)).toThrow(/Expected what toJSON of a tfLoss wrote/);
    }
    expect(() => tfLossFromJson(tf, { loss: { terms: [] } })).toThrow(/no loss/);
  });
});
