import {
  classProbabilities,
  type ImageSource,
  likeliestClasses,
  type Plan,
  predictImage,
  tilesOf,
} from "@segloss/cli/training";
import type { Trainer } from "@segloss/train";
import type { ShownPrediction } from "./messages.ts";
import { shownOf, shownSample } from "./shown-images.ts";

/** Milliseconds between two looks at a network, at least, */
const PACE = 700;
/** and so many times as long as a look takes: it costs no more than a tenth of the time. */
const SHARE = 9;

/** Predicts the shown images with a network in training, now and then. */
export interface LivePredictions {
  /** @param always looks, whatever the time */
  look(loss: number, step: number, made: Trainer, always: boolean): Promise<void>;
}

export function makeLivePredictions(
  plan: Plan,
  source: ImageSource,
  test: readonly number[],
  tell: (shown: ShownPrediction) => void,
): LivePredictions {
  const samples = shownOf(test).map((image) => shownSample(source, image));
  const tiles = tilesOf(plan, source);
  const next = new Map<number, number>();
  return {
    async look(loss, step, made, always) {
      const began = performance.now();
      if (!always && began < (next.get(loss) ?? 0)) return;
      for (const [image, sample] of samples.entries()) {
        const logits = await predictImage(made.predict, sample, tiles);
        if (!logits.every(Number.isFinite)) return;
        tell({ loss, image, step, values: shownValues(logits, tiles.outputs) });
      }
      const took = performance.now() - began;
      next.set(loss, performance.now() + Math.max(PACE, SHARE * took * plan.losses.length));
    },
  };
}

function shownValues(logits: Float32Array, outputs: number): Uint8Array {
  if (outputs > 1) return likeliestClasses(logits, outputs);
  return Uint8Array.from(classProbabilities(logits, 1), (p) => Math.round(255 * p));
}
