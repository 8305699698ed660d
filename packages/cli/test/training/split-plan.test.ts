import { describe, expect, test } from "vitest";
import { checkPlan } from "../../src/compare/plan/check-plan.ts";
import { splitOf, splitPlan } from "../../src/compare/plan/split-plan.ts";
import type { TrialResult, TrialTask } from "../../src/compare/protocol/trial.ts";
import { parseResults, writeResults } from "../../src/compare/results-file/results-text.ts";
import { buildResults } from "../../src/compare/run/build-results.ts";
import { chooseLosses, chooseRates, finalists } from "../../src/compare/run/choose.ts";
import { finalTasks } from "../../src/compare/run/tasks.ts";
import { emptyResult } from "../../src/compare/trial/empty-result.ts";
import { memorySource } from "../../src/data/memory-source.ts";
import { simulateNuclei } from "../../src/data/named/nuclei.ts";
import { NO_PICTURES } from "../../src/report/comparison/pictures.ts";
import { renderComparison } from "../../src/report/comparison/render-comparison.ts";

const source = memorySource(simulateNuclei({ count: 12, size: 32 }));
/** Two images of each subject. */
const groups = source.images.map((_, k) => `subject${k >> 1}`);
const plan = splitPlan(
  { source, groups },
  {
    ...{
      source: "nuclei",
      losses: ["dice", "focal"],
      size: 32,
      batch: 2,
      steps: 400,
      points: 4,
      rate: 0.003,
    },
    ...{ seed: 3, seeds: 2, threads: 1, provider: "wasm", environment: { segloss: "0.0.0" } },
    network: { kind: "unet", width: 2, depth: 2, normalization: "group", deepSupervision: false },
  },
);
const screen = chooseLosses(plan, chooseRates(plan, []), []);
const tasks = finalTasks(plan, finalists(screen));

/** A training whose counts say a Dice of `dice` on every image. */
function trialOf(task: TrialTask, dice: number): TrialResult {
  const evidence = task.test.map((image) => {
    const tp = Math.round(100 * dice);
    const wrong = 100 - tp;
    return { image, tp: [824, tp], fp: [wrong, wrong], fn: [wrong, wrong], ece: 0, bins: [] };
  });
  return { ...emptyResult(task), state: "converged", steps: 400, evidence, model: `${task.id}.onnx` };
}

function results() {
  return buildResults(
    source,
    { scored: [1], thin: [], observers: null, notes: [] },
    {
      ...{ plan, screen, startedAt: new Date(0), seconds: 3, command: "npx segloss studio\ntrain.html#s=3" },
      trials: tasks.map((task) => trialOf(task, task.loss === "dice" ? 0.9 : 0.7)),
      environment: plan.environment,
    },
  );
}

describe("a plan of one split", () => {
  test("divides groups, never an image of one, into three sides", () => {
    const { train, validation, test: held } = splitOf({ source, groups }, 3);
    expect([...train, ...validation, ...held].sort((a, b) => a - b)).toEqual(source.images.map((_, k) => k));
    const sides = [train, validation, held].map((side) => new Set(side.map((image) => groups[image])));
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect([...sides[a]].filter((group) => sides[b].has(group))).toEqual([]);
    expect(sides.every((side) => side.size > 0)).toBe(true);
  });

  test("trains every loss with the same seed on the same images, and tests none of them", () => {
    expect(tasks.map(({ id }) => id)).toEqual([
      "final-dice-r1-f1",
      "final-focal-r1-f1",
      "final-dice-r2-f1",
      "final-focal-r2-f1",
    ]);
    expect(tasks[0].seed).toBe(tasks[1].seed);
    expect(tasks[0].seed).not.toBe(tasks[2].seed);
    for (const task of tasks) {
      expect(task.train).toEqual(plan.finals.train);
      expect(task.test.filter((image) => task.train.includes(image))).toEqual([]);
    }
  });

  test("is a plan like any other, and refused where it would test what it trained on", () => {
    expect(checkPlan(JSON.parse(JSON.stringify(plan)), "plan.json")).toEqual(plan);
    const [tested] = tasks[0].test;
    const twice = { ...plan, finals: { ...plan.finals, train: [...plan.finals.train!, tested] } };
    expect(() => checkPlan(twice, "plan.json")).toThrow(/must be in a fold or among those to choose on/);
    const mate = source.images.findIndex((_, k) => k !== tested && groups[k] === groups[tested]);
    const fold = plan.finals.fold.map((one) => one.map((own, k) => (k === mate ? -1 : own)));
    const divided = { ...plan, finals: { ...plan.finals, fold, train: [...plan.finals.train!, mate] } };
    expect(() => checkPlan(divided, "plan.json")).toThrow(/is divided over folds/);
  });

  test("names candidates, whatever the numbers, and says that it is one split", () => {
    const { verdict, complete } = results();
    expect(complete).toBe(true);
    expect(verdict).toMatchObject({
      word: "candidates",
      winner: null,
      candidates: [0, 1],
      folds: 1,
      repeats: 2,
    });
    expect(verdict.claim).toBe(
      "Candidates: dice leads with a mean Dice 0.900, and every other loss may be as good or better (one split, 2 seeds, 4 images).",
    );
    expect(verdict.caution).toMatch(
      /^One split of the images says nothing of how another would have come out/,
    );
  });

  test("has results that are read again and a page that says what it is", () => {
    const made = results();
    expect(parseResults(writeResults(made), "results.json")).toEqual(JSON.parse(JSON.stringify(made)));
    const page = renderComparison({ results: made, pictures: NO_PICTURES });
    expect(page).toContain("In the studio this address trains the same plan again");
    expect(page).toContain("One split, with 2 seeds.");
    expect(page).toContain("One split has no intervals.");
    expect(page).not.toMatch(/All folds share training images|intervals over folds|difference of a winner/);
    expect(page).toContain("npx segloss predict final-dice-r1-f1.onnx images/ -o predicted/");
    expect(page).toContain("the scores of one split have no interval");
  });

  test("needs three groups", () => {
    expect(() => splitOf({ source, groups: groups.map((_, k) => `g${k % 2}`) }, 1)).toThrow(
      "nuclei: 2 groups of images (scenes, subjects, volumes), where three are needed: one to train on, one to draw curves on, one to test; give more images, or a groups.csv",
    );
  });
});
