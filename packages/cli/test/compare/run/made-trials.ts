import type { Plan } from "../../../src/compare/protocol/plan.ts";
import type {
  ImageEvidence,
  TrialResult,
  TrialState,
  TrialTask,
} from "../../../src/compare/protocol/trial.ts";
import type { ImageSource } from "../../../src/data/image-source.ts";
import { memorySource } from "../../../src/data/memory-source.ts";

/** A plan over images of 10x10 pixels with 20 of the foreground. */
export function madePlan(count: number, folds: number, repeats: number, losses: readonly string[]): Plan {
  return {
    ...{ version: 1, budget: "standard", minutes: 40, seed: 1, validation: [], rank: "dice", margin: 0.01 },
    reference: null,
    data: {
      ...{ source: "made", fingerprint: "f", options: [] },
      images: Array.from({ length: count }, (_, i) => `i${i}`),
      groups: Array.from({ length: count }, (_, i) => `i${i}`),
    },
    network: { kind: "unet", width: 8, depth: 3, normalization: "group", deepSupervision: false },
    regions: [],
    training: {
      size: 16,
      batch: 2,
      augment: "flips",
      foreground: 0,
      stepsPerEpoch: 10,
      threads: 1,
      atOnce: 2,
    },
    losses: losses.map((loss) => ({ loss, note: null, variants: [loss] })),
    screen: {
      rates: [1e-3, 3e-3, 1e-2],
      rateSteps: 60,
      lossTrainings: 0,
      lossSteps: 0,
      part: [],
      finalists: null,
    },
    finals: {
      ...{ folds, repeats, steps: 300, points: 4 },
      fold: Array.from({ length: repeats }, (_, r) =>
        Array.from(
          { length: count },
          (_, i) => (r % 2 === 0 ? i : Math.floor((i * folds) / count) + i) % folds,
        ),
      ),
    },
    environment: { segloss: "test" },
  };
}

/** Binary evidence of an image with this Dice: 20 pixels of foreground, as many false as missed ones. */
export function evidenceOf(image: number, dice: number): ImageEvidence {
  const hit = 20 * dice;
  return {
    image,
    ...{ tp: [80 - (20 - hit), hit], fp: [20 - hit, 20 - hit], fn: [20 - hit, 20 - hit] },
    ...{ ece: 0.1, bins: [] },
  };
}

export function madeTrial(
  task: Partial<TrialTask> & Pick<TrialTask, "loss">,
  evidence: readonly ImageEvidence[],
  { state = "converged", validationDice = 0.5 }: { state?: TrialState; validationDice?: number | null } = {},
): TrialResult {
  const whole: TrialTask = {
    ...{
      id: `${task.loss}-${task.repeat}-${task.fold}-${task.rate}-${task.seed}`,
      purpose: "final",
      rate: 3e-3,
    },
    ...{ seed: 1, repeat: 0, fold: 0, steps: 300, points: 4, train: [], validation: [], test: [] },
    ...task,
  };
  return {
    ...{ task: whole, state, reason: null, steps: 300, engine: "in graph", evidence, validationDice },
    curve: [
      { step: 200, loss: 1, dice: 0.4, iou: 0.3 },
      { step: 300, loss: 1, dice: state === "rising" ? 0.5 : 0.402, iou: 0.3 },
    ],
    model: null,
    timing: { setUp: 1, firstStep: 1, laterSteps: 50, validation: 2, test: 3 },
    peakMemory: 1e8,
  };
}

/** Final trainings of losses with these scores of an image in a repeat. */
export function madeFinals(
  plan: Plan,
  scoreOf: (loss: number, image: number, repeat: number) => number,
): TrialResult[] {
  const { folds, repeats, fold } = plan.finals;
  return Array.from({ length: repeats * folds }, (_, cell) => cell).flatMap((cell) =>
    plan.losses.map(({ loss }, l) => {
      const [repeat, f] = [Math.floor(cell / folds), cell % folds];
      const test = fold[repeat].flatMap((own, image) => (own === f ? [image] : []));
      return madeTrial(
        { loss, repeat, fold: f, test, seed: cell, id: `${loss}-${repeat}-${f}` },
        test.map((image) => evidenceOf(image, scoreOf(l, image, repeat))),
      );
    }),
  );
}

export function madeSource(count: number): ImageSource {
  const mask = Uint8Array.from({ length: 100 }, (_, i) => (i < 20 ? 1 : 0));
  const images = Array.from({ length: count }, (_, i) => ({
    ...{ name: `i${i}`, group: `i${i}`, width: 10, height: 10, image: new Float32Array(100), mask },
  }));
  return memorySource({ name: "made", classes: ["background", "cell"], channels: 1, images, notes: [] });
}
