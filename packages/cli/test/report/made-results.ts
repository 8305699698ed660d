import type { Plan } from "../../src/compare/protocol/plan.ts";
import type { ComparisonResults, LossResult, TrialSummary } from "../../src/compare/protocol/results.ts";
import type { CurvePoint, ImageEvidence, TrialState } from "../../src/compare/protocol/trial.ts";
import { describeLoss } from "../../src/compare/verdict/describe-loss.ts";
import { judgeLosses } from "../../src/compare/verdict/judge-losses.ts";
import { constantEvidence, meanScore, measureOf } from "../../src/compare/verdict/measures.ts";
import { random, shuffled } from "../../src/data/random.ts";
import { type Behaviour, type MadeImage, madeEvidence } from "./made-evidence.ts";

export interface MadeLoss extends Partial<Behaviour> {
  readonly loss: string;
  readonly note?: string;
  /** Standard deviation of a training. */
  readonly noise?: number;
  /** States of trainings that did not converge, by repeat and fold: `1/2`. */
  readonly states?: Readonly<Record<string, TrialState>>;
  /** Trainings that have ended; default: all of them. */
  readonly trainings?: number;
}

export interface MadeOptions {
  readonly losses: readonly MadeLoss[];
  readonly classes?: readonly string[];
  readonly images?: number;
  readonly folds?: number;
  readonly repeats?: number;
  readonly seed?: number;
  readonly budget?: Plan["budget"];
  readonly observers?: boolean;
  readonly reference?: string;
  readonly name?: string;
}

const VALIDATION = 8;
const WIDTH = 160;
const HEIGHT = 120;

/** Results of a comparison that nobody trained: evidence from a seeded simulation, the verdict from the real procedure. */
export function madeResults(options: MadeOptions): ComparisonResults {
  const { classes = ["background", "vessel", "lesion"], images: count = 40, seed = 1 } = options;
  const source = random(seed);
  const images = Array.from({ length: count + VALIDATION }, (_, i) => madeImage(i, classes.length, seed));
  const plan = madePlan(options, images.length);
  const names = images.map((_, i) => `scene-${String(Math.floor(i / 2)).padStart(2, "0")}/image-${i}`);
  const scored = classes.map((_, c) => c).filter((c) => c > 0);
  const results = options.losses.map((made, l) => madeLossResult(made, l, plan, images, scored, seed));
  const data = {
    name: options.name ?? "retina",
    classes,
    classShares: classes.map((_, c) => [0.83, 0.14, 0.03][c]),
    classImages: classes.map((_, c) => images.filter(({ truth }) => truth[c] > 0).length),
    ...{ scored, thin: [1], channels: 3 },
    images: names.map((name, i) => ({
      ...{ name, group: name.split("/")[0], width: WIDTH, height: HEIGHT },
      holds: classes.flatMap((_, c) => (images[i].truth[c] > 0 ? [c] : [])),
    })),
    ...{ unit: "pixel", notes: ["masks of 0 and 255 are taken for classes 0 and 1"] },
    credit: "made for tests",
    observers: options.observers ? { folder: "masks_2", dice: 0.781, images: 28 } : null,
  };
  const ended = results.filter(({ trials }) => trials.length > 0);
  const complete = ended.every(({ trials }) => trials.length === plan.finals.folds * plan.finals.repeats);
  return {
    ...{ version: 2, complete: complete && ended.length === results.length, plan },
    command: `segloss compare data/retina --plan segloss-report/plan.json`,
    data,
    screen: results.map(({ loss, note, rate }) => ({
      ...{ loss, note, rate, chosen: loss },
      rates: plan.screen.rates.map((one) => ({
        ...{
          loss,
          rate: one,
          validationDice: one === 0.01 && loss === "lovasz" ? null : 0.6 + 0.1 * source.uniform(),
        },
        state: one === 0.01 && loss === "lovasz" ? ("diverged" as const) : ("rising" as const),
      })),
      atEnd: rate === plan.screen.rates[0] ? ("lowest" as const) : null,
      trainings: [0.68, 0.7, 0.69],
      outcome: "went on" as const,
    })),
    ...judgeLosses(ended, plan, data),
    unfinished: results.filter(({ trials }) => trials.length === 0).map(({ loss }) => loss),
    environment: {
      segloss: "0.1.0",
      node: "v20.19.0",
      "onnxruntime-node": "1.30.0",
      processor: "x64, 2 cores",
    },
    ...{ startedAt: "2025-06-01T09:30:00.000Z", seconds: 2412 },
    spent: { steps: 3900, validation: 310, test: 420, setUp: 120 },
  };
}

function madeImage(image: number, classes: number, seed: number): MadeImage {
  const source = random(seed, image, 3);
  const pixels = WIDTH * HEIGHT;
  const shares = [0, source.between(0.05, 0.25), source.uniform() < 0.6 ? source.between(0.005, 0.05) : 0];
  const truth = Array.from({ length: classes }, (_, c) => Math.round(pixels * shares[c]));
  truth[0] = pixels - truth.reduce((sum, n) => sum + n, 0);
  return { width: WIDTH, height: HEIGHT, truth, difficulty: 0.07 * source.normal() };
}

function madePlan(options: MadeOptions, count: number): Plan {
  const { folds = 5, repeats = 2, budget = "standard" } = options;
  const tested = Array.from({ length: (count - VALIDATION) / 2 }, (_, k) => k);
  const fold = Array.from({ length: repeats }, (_, repeat) => {
    const order = shuffled(tested, random(11, repeat));
    return Array.from({ length: count }, (_image, i) =>
      i < count - VALIDATION ? order.indexOf(Math.floor(i / 2)) % folds : -1,
    );
  });
  return {
    ...{ version: 1, budget, minutes: 40, seed: 0 },
    data: {
      ...{ source: "data/retina", fingerprint: `made-${options.seed ?? 1}` },
      images: Array.from(
        { length: count },
        (_, i) => `scene-${String(Math.floor(i / 2)).padStart(2, "0")}/image-${i}`,
      ),
      groups: Array.from({ length: count }, (_, i) => `scene-${String(Math.floor(i / 2)).padStart(2, "0")}`),
      options: [],
    },
    network: { kind: "unet", width: 8, depth: 3, normalization: "group", deepSupervision: false },
    regions: [],
    training: {
      size: 128,
      batch: 8,
      augment: "flips",
      foreground: 0,
      stepsPerEpoch: 40,
      threads: 1,
      atOnce: 2,
    },
    losses: options.losses.map(({ loss, note = null }) => ({ loss, note, variants: [loss] })),
    validation: Array.from({ length: VALIDATION }, (_, k) => count - VALIDATION + k),
    screen: {
      rates: [0.001, 0.003, 0.01],
      rateSteps: 100,
      lossTrainings: 3,
      lossSteps: 300,
      part: [],
      finalists: null,
    },
    finals: { folds, repeats, steps: 600, fold, points: 8 },
    ...{ rank: "dice", margin: 0.01, reference: options.reference ?? null },
    environment: { onnxruntime: "1.30.0", processor: "x64", segloss: "0.1.0" },
  };
}

function madeLossResult(
  made: MadeLoss,
  l: number,
  plan: Plan,
  images: readonly MadeImage[],
  scored: readonly number[],
  seed: number,
): LossResult {
  const { folds, repeats } = plan.finals;
  const cells = Array.from({ length: repeats * folds }, (_, k) => [Math.floor(k / folds), k % folds]);
  const trials = cells
    .slice(0, made.trainings)
    .map(([repeat, fold]) => madeTrial(made, l, repeat, fold, plan, images, scored, seed));
  const rate = l % 3 === 0 ? 0.001 : 0.003;
  return describeLoss({ loss: made.loss, note: made.note ?? null, rate, trials }, { scored, images: [] });
}

function madeTrial(
  made: MadeLoss,
  l: number,
  repeat: number,
  fold: number,
  plan: Plan,
  images: readonly MadeImage[],
  scored: readonly number[],
  seed: number,
): TrialSummary {
  const { dice = 0.75, recallBias = 0, overconfidence = 0.5, noise = 0.008, loss } = made;
  const source = random(seed, l, repeat, fold, 5);
  const run = noise * source.normal();
  const state = made.states?.[`${repeat}/${fold}`] ?? "converged";
  const tested = images.flatMap((_, i) => (plan.finals.fold[repeat][i] === fold ? [i] : []));
  const evidence = tested.flatMap((i): ImageEvidence[] => {
    const own = madeEvidence(i, images[i], { dice, recallBias, overconfidence }, run, source);
    if (state === "diverged" || state === "failed") return [];
    return [state === "collapsed" ? { ...constantEvidence(own, 0), ece: 0.17, bins: own.bins } : own];
  });
  const scoreOf = (measure: "dice" | "iou") => meanScore(measureOf(measure), evidence, scored);
  const steps = state === "diverged" ? 41 : plan.finals.steps;
  return {
    ...{ id: `final-${l}-r${repeat}-f${fold}`, seed: 1000 * repeat + fold, repeat, fold, state, steps },
    reason:
      state === "diverged"
        ? "the loss was no number at step 41"
        : state === "failed"
          ? "its process ran out of memory"
          : null,
    engine: loss.includes("boundary") ? "split at the logits" : "in graph",
    curve: madeCurve(state, scoreOf("dice") ?? 0, steps, plan.finals.points, source),
    ...{ dice: scoreOf("dice"), iou: scoreOf("iou"), evidence },
    model: evidence.length === 0 ? null : `models/loss-${l}/r${repeat + 1}.f${fold + 1}.onnx`,
    timing: { setUp: 0.4, firstStep: 0.6, laterSteps: 38, validation: 3, test: 4 },
    peakMemory: 6e8,
  };
}

function madeCurve(
  state: TrialState,
  end: number,
  steps: number,
  points: number,
  source: ReturnType<typeof random>,
): CurvePoint[] {
  if (state === "failed") return [];
  return Array.from({ length: points }, (_, k) => {
    const step = Math.round((steps * (k + 1)) / points);
    const part = (k + 1) / points;
    // Those that converged do not rise in the last quarter.
    const risen = 1 - Math.exp(-3.2 * (state === "converged" ? Math.min(part, 0.75) / 0.75 : part));
    const reached = state === "collapsed" ? 0.02 : end * risen;
    const dice = Math.max(0, reached + 0.003 * source.normal());
    return { step, loss: 1 - dice + 0.02 * source.uniform(), dice, iou: dice / (2 - dice) };
  });
}
