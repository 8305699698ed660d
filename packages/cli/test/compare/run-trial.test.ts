import { graphLoss, loadModel, nodeRuntime } from "@segloss/train";
import { evaluate, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { checkLosses, checkNames } from "../../src/compare/check-losses.ts";
import { collectResults, makeSchedule, runSchedule } from "../../src/compare/compare.ts";
import { defaultLosses } from "../../src/compare/default-losses.ts";
import { withDistanceMaps } from "../../src/compare/distance-maps.ts";
import { makeExperiment } from "../../src/compare/experiment.ts";
import { runTrial } from "../../src/compare/run-trial.ts";
import type { TrialTask, TrialWatcher } from "../../src/compare/trial.ts";
import { QUICK, SIZE, smallSet } from "./small-set.ts";

const silent: TrialWatcher = { onStep() {}, onPoint() {}, cancelled: () => false };
const task = (loss: string, change: Partial<TrialTask> = {}): TrialTask => ({
  ...{ loss, seed: 1, steps: 40, points: 2, threads: 1 },
  ...change,
});
const binary = makeExperiment(smallSet(), QUICK);
const threeClasses = makeExperiment(smallSet({ classes: 3, ignore: 255 }), QUICK);

describe("an experiment", () => {
  it("has one logit for two classes, and leaves the background out of means", () => {
    expect(binary).toMatchObject({ channels: 1, scored: [1] });
    expect(threeClasses).toMatchObject({ channels: 3, scored: [1, 2] });
  });
  it("counts classes on the training side, ignored pixels left out", () => {
    const sum = threeClasses.classShares.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 12);
    // 9 of 240 counted pixels are in the corner class, fewer where the ignored column cuts it.
    expect(threeClasses.classShares[2]).toBeLessThanOrEqual(9 / 240);
  });
});

describe("a training", () => {
  it("learns, and its model predicts in another session what it predicted", async () => {
    const trial = (await runTrial(binary, task("dice + crossEntropy"), silent))!;
    expect(trial).toMatchObject({ divergedAt: null, engine: "in graph", steps: 40 });
    expect(trial.curve.map(({ step }) => step)).toEqual([20, 40]);
    expect(trial.curve[1].dice).toBeGreaterThan(0.8);
    const model = await loadModel(trial.model!, nodeRuntime());
    expect(model.metadata.classes).toEqual(["square"]);
    const sample = binary.held.images[binary.gallery[0]];
    const logits = await model.predict(sample.image, [1, SIZE, SIZE]);
    expect(Uint8Array.from(logits, (z) => Number(z > 0))).toEqual(trial.predictions[0]);
    await model.dispose();
  });

  it("takes losses that change while it runs: each step says how much is done", async () => {
    const of = async (loss: string) => (await runTrial(binary, task(loss, { steps: 2 }), silent))!.curve;
    const [dice, once, twice] = [
      await of("dice"),
      await of("ramp(1, 0)*dice + ramp(0, 1)*crossEntropy"),
      await of("ramp(1, 0)*dice + ramp(0, 2)*crossEntropy"),
    ];
    // One point a step. At the first the loss is Dice alone; at the last, after the same update, cross entropy alone.
    expect([once[0].loss, twice[0].loss]).toEqual([dice[0].loss, dice[0].loss]);
    expect(twice[1].loss).toBeCloseTo(2 * once[1].loss, 5);
  });

  it("is the same twice, and another with another seed", async () => {
    const [a, b] = [
      await runTrial(binary, task("dice"), silent),
      await runTrial(binary, task("dice"), silent),
    ];
    expect(b!.curve).toEqual(a!.curve);
    expect(b!.model).toEqual(a!.model);
    expect((await runTrial(binary, task("dice", { seed: 2 }), silent))!.curve).not.toEqual(a!.curve);
  });

  it.each(defaultLosses(threeClasses).map(({ text }) => text))(
    "runs with %s on three classes",
    async (loss) => {
      const trial = (await runTrial(threeClasses, task(loss, { steps: 4, points: 1 }), silent))!;
      expect(trial).toMatchObject({ divergedAt: null, engine: "in graph" });
      const counted = trial.confusion!.counts!.reduce((a, b) => a + b, 0);
      expect(counted).toBe(threeClasses.held.images.length * SIZE * (SIZE - 1));
    },
  );

  it("that diverges is a result with its step", async () => {
    const wild = { ...binary, learningRate: 1e30 };
    const trial = (await runTrial(wild, task("crossEntropy"), silent))!;
    expect(trial.divergedAt).toBeGreaterThan(0);
    expect(trial).toMatchObject({ steps: trial.divergedAt, confusion: null, model: null, predictions: [] });
  });

  it("ends without a result when cancelled", async () => {
    const steps: number[] = [];
    const watcher = {
      ...silent,
      onStep: (step: number) => void steps.push(step),
      cancelled: () => steps.length >= 3,
    };
    expect(await runTrial(binary, task("dice"), watcher)).toBeUndefined();
    expect(steps).toEqual([1, 2, 3]);
  });
});

describe("distance maps", () => {
  it.each(["components", "classes", "instances"])("of %s are those of the engine", (cells) => {
    const set = smallSet({ classes: 3, ignore: 255, instances: true });
    const loss = parseLoss(`distanceCrossEntropy(cells=${cells})`);
    const [sample] = withDistanceMaps(set, loss, 3).images;
    expect(graphLoss(loss, { classes: 3 }).inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(sample.maps!)),
    );
    // With logits 0 every pixel's cross entropy is log 3, so the loss is the mean weight.
    const { d1, d2 } = sample.maps!;
    const counted = [...sample.mask].flatMap((label, i) => (label === 255 ? [] : [d1[i] + d2[i]]));
    const weights = counted.map((gap) => 1 + 10 * Math.exp(-(gap ** 2) / 50));
    const known = evaluate(loss, {
      engine: reference(),
      logits: new Float64Array(SIZE * SIZE * 3),
      targets: sample.mask,
      instances: sample.instances!,
      shape: [1, SIZE, SIZE, 3],
      ignore: 255,
    });
    expect(known.value).toBeCloseTo((Math.log(3) * weights.reduce((a, b) => a + b, 0)) / counted.length, 5);
  });

  it("are not made for losses that read none", () => {
    const set = smallSet();
    expect(withDistanceMaps(set, parseLoss("dice"), 1)).toBe(set);
  });
});

describe("losses are checked before anything is trained", () => {
  const check =
    (...losses: string[]) =>
    () =>
      checkLosses(losses, binary);
  it("names", () => expect(check("dice", "focul")).toThrow(/Did you mean "focal"/));
  it("parameters that do not fit the classes", () =>
    expect(check("focal(gamma=[1, 2, 3])")).toThrow(/focal\(gamma=\[1, 2, 3\]\): /));
  it("objects that the data lack", () =>
    expect(check("distanceCrossEntropy(cells=instances)")).toThrow(
      /no numbered objects; use cells=components/,
    ));
  it("a loss named twice, or none", () => {
    expect(() => checkNames(["dice", "dice"])).toThrow(/dice is named twice/);
    expect(() => checkNames(["dice", ""])).toThrow(/empty name/);
  });
});

it("a comparison keeps every seed of every loss in rounds, and ranks them", async () => {
  const losses = [{ text: "dice" }, { text: "focal", note: "a note" }];
  const signal = new AbortController().signal;
  const schedule = await makeSchedule(binary, losses, { epochs: 2, seeds: 2, threads: 1 }, signal);
  expect(schedule.tasks.map(({ loss, seed }) => `${loss} ${seed}`)).toEqual([
    "dice 1",
    "focal 1",
    "dice 2",
    "focal 2",
  ]);
  expect(schedule.steps).toBe(Math.round((2 * binary.train.images.length) / 2));
  const trials = await runSchedule(binary, schedule, {}, signal);
  const results = collectResults(binary, losses, schedule, trials, new Date());
  expect(results).toMatchObject({
    complete: true,
    unfinished: [],
    settings: { epochs: (schedule.steps * 2) / binary.train.images.length, seeds: [1, 2] },
  });
  expect(results.losses.find(({ loss }) => loss === "focal")).toMatchObject({
    note: "a note",
    dice: { count: 2 },
  });
  expect(() => JSON.stringify(results)).not.toThrow();
});

it("a limit of time measures the machine and holds the number of steps down", async () => {
  const signal = new AbortController().signal;
  const options = { epochs: 1e6, minutes: 0.02, seeds: 1, threads: 1 };
  const { steps } = await makeSchedule(binary, [{ text: "dice" }], options, signal);
  expect(steps).toBeGreaterThanOrEqual(1);
  expect(steps).toBeLessThan(1e6);
});
