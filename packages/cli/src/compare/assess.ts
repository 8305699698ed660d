import type { Trainer } from "@segloss/train";
import { type ConfusionMatrix, diceScore, emptyConfusionMatrix, jaccardIndex, score } from "segloss/metrics";
import { inOrder } from "../data/index.ts";
import type { Experiment } from "./experiment.ts";

/** What a network makes of the held-back images. */
export interface Assessment {
  readonly confusion: ConfusionMatrix;
  /** Class of every pixel of the images of the gallery. */
  readonly predictions: readonly Uint8Array[];
  readonly dice: number;
  readonly iou: number;
}

/** Predicts the held-back images; undefined when an output is no number. Counts add up over the whole set. */
export async function assess(trainer: Trainer, experiment: Experiment): Promise<Assessment | undefined> {
  const { held, channels, gallery, batch: size } = experiment;
  const confusion = emptyConfusionMatrix(confusionOptions(experiment));
  const predictions: Uint8Array[] = gallery.map(() => new Uint8Array());
  let index = 0;
  for (const batch of inOrder(held, { size })) {
    const pixels = batch.height * batch.width;
    const logits = await trainer.predict(batch.images, [batch.size, batch.height, batch.width]);
    if (!logits.every(Number.isFinite)) return undefined;
    for (let n = 0; n < batch.size; n++) {
      const image = logits.subarray(n * channels * pixels, (n + 1) * channels * pixels);
      const predicted = likeliestClasses(image, channels, pixels);
      confusion.add(predicted, batch.masks.subarray(n * pixels, (n + 1) * pixels));
      if (gallery.includes(index)) predictions[gallery.indexOf(index)] = predicted;
      index++;
    }
  }
  return { confusion, predictions, ...meanScores(confusion, experiment.scored) };
}

/** Mean Dice and IoU over the scored classes. */
export function meanScores(
  confusion: ConfusionMatrix,
  classes: readonly number[],
): { dice: number; iou: number } {
  return {
    dice: score(diceScore, confusion, { classes }).value as number,
    iou: score(jaccardIndex, confusion, { classes }).value as number,
  };
}

function confusionOptions({ held }: Experiment): { classes: number; ignore?: number } {
  const classes = held.classes.length;
  return held.ignore === undefined ? { classes } : { classes, ignore: held.ignore };
}

/** The class of each pixel from logits [channels, pixels]; one channel: class 1 where the logit is above 0. */
function likeliestClasses(logits: Float32Array, channels: number, pixels: number): Uint8Array {
  const classes = new Uint8Array(pixels);
  if (channels === 1) return classes.map((_, i) => (logits[i] > 0 ? 1 : 0));
  for (let i = 0; i < pixels; i++) {
    let best = 0;
    for (let c = 1; c < channels; c++) if (logits[c * pixels + i] > logits[best * pixels + i]) best = c;
    classes[i] = best;
  }
  return classes;
}
