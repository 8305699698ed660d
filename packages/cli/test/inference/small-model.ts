import { adam, nodeRuntime, trainer, unet } from "@segloss/train";
import { parseLoss } from "segloss";
import { lossInGraph } from "../../src/compare/losses/training-loss.ts";
import { type DataSet, drawBatches, measureNormalisation, memorySource } from "../../src/data/index.ts";

/** A network that was trained for some steps on images of one size, as the bytes of its .onnx file. */
export async function smallModel(
  set: DataSet,
  { steps = 40, seed = 1, loss = "dice + crossEntropy" } = {},
): Promise<Uint8Array> {
  const { width, height } = set.images[0];
  const classes = set.classes.length === 2 ? 1 : set.classes.length;
  const made = await trainer({
    runtime: nodeRuntime(),
    network: unet({ depth: 2, width: 4, inputChannels: set.channels, classes }),
    loss: lossInGraph(parseLoss(loss), { channels: classes, ignoring: false }),
    batchShape: [2, height, width],
    optimizer: adam({ rate: 1e-2 }),
    ...{ threads: 1, seed },
    normalization: measureNormalisation(memorySource(set)),
    classNames: classes === 1 ? [set.classes[1]] : set.classes,
  });
  const batches = drawBatches(set, { size: 2, seed });
  for (let k = 0; k < steps; k++) {
    const { images, masks } = batches.at(k);
    await made.step({ images, targets: masks as Uint8Array });
  }
  const bytes = await made.save();
  await made.dispose();
  return bytes;
}
