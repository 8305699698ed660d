import type { Plan } from "../../../src/compare/protocol/plan.ts";
import type { TrialTask } from "../../../src/compare/protocol/trial.ts";

const IMAGES = 12;

/** Settings under which a training takes a fraction of a second. */
export function madePlan(change: Partial<Plan> = {}): Plan {
  return {
    ...{
      version: 1,
      budget: "quick",
      minutes: null,
      losses: [],
      rank: "dice",
      margin: 0.01,
      reference: null,
      seed: 0,
    },
    data: {
      source: "squares",
      fingerprint: "made",
      images: Array.from({ length: IMAGES }, (_, index) => `square-${index}`),
      groups: Array.from({ length: IMAGES }, (_, index) => `square-${index}`),
      options: [],
    },
    network: { kind: "unet", width: 4, depth: 2, normalization: "group", deepSupervision: false },
    regions: [],
    training: {
      size: 16,
      batch: 2,
      augment: "flips",
      foreground: 0,
      stepsPerEpoch: 4,
      threads: 1,
      atOnce: 1,
    },
    validation: [8, 9],
    screen: { rates: [1e-2], rateSteps: 10, lossTrainings: 0, lossSteps: 0, part: [], finalists: null },
    finals: { folds: 2, repeats: 1, steps: 40, fold: [], points: 4 },
    environment: { onnxruntime: "1", processor: "made", segloss: "0" },
    ...change,
  };
}

export function madeTask(loss: string, change: Partial<TrialTask> = {}): TrialTask {
  return {
    id: `final-${loss.replace(/[^\w.]+/g, "-")}`,
    ...{ purpose: "final", loss, rate: 1e-2, seed: 1, repeat: 0, fold: 0, steps: 40, points: 4 },
    ...{ train: [0, 1, 2, 3, 4, 5, 6, 7], validation: [8, 9], test: [10, 11] },
    ...change,
  };
}
