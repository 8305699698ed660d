import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/compare/protocol/plan.ts";
import type { TrialResult } from "../../../src/compare/protocol/trial.ts";
import { compareLosses, estimates } from "../../../src/compare/verdict/compare-losses.ts";
import { failureLimit } from "../../../src/compare/verdict/failure-limit.ts";
import { finalScores } from "../../../src/compare/verdict/final-scores.ts";
import { constantEvidence, imageScore, measureOf } from "../../../src/compare/verdict/measures.ts";
import { trialSummary } from "../../../src/compare/verdict/trial-summary.ts";
import { random } from "../../../src/data/random.ts";
import { tQuantile } from "../../../src/statistics/student-t.ts";
import { evidenceOf, madeFinals, madePlan } from "../run/made-trials.ts";

const COUNT = 20;
const dice = measureOf("dice");

function scoresOf(plan: Plan, trials: readonly TrialResult[], measure = dice) {
  const groups = plan.data.images;
  const images = { groups, diagonals: groups.map(() => 14), fold: plan.finals.fold, scored: [1] };
  return finalScores(
    plan.losses.map(({ loss }) =>
      trials.filter(({ task }) => task.loss === loss).map((trial) => trialSummary(trial, [1])),
    ),
    measure,
    images,
  );
}

function verdict(plan: Plan, trials: readonly TrialResult[], rising: readonly number[] = [], enough = true) {
  const losses = plan.losses.map(({ loss }, k) => ({
    loss,
    rising: rising.includes(k),
    missed: [],
  }));
  return compareLosses(losses, scoresOf(plan, trials), dice, plan, { enough, minutesOfTraining: 2 });
}

/** Loss 0 ahead of the others by `ahead`, with noise of images and of trainings. */
const noisy =
  (ahead: number, noise = 0.004) =>
  (loss: number, image: number, repeat: number) =>
    0.7 +
    (loss === 0 ? ahead : 0) +
    0.05 * random(1, image).normal() +
    noise * random(2, loss, repeat, image % 5).normal();

const three = ["dice", "lovasz", "focal"];

describe("the verdict over losses", () => {
  test("a loss that is ahead of every other in all folds is best", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const result = verdict(plan, madeFinals(plan, noisy(0.05)));
    expect(result).toMatchObject({
      word: "better",
      winner: 0,
      candidates: [0],
      folds: 5,
      repeats: 2,
      images: 20,
    });
    expect(result.claim).toMatch(
      /^dice is best: ahead of every other loss, nearest \w+ by about 0.0\d+ \(.*; 5 folds x 2 repeats, 20 images\)\.$/,
    );
    expect(result.rows.map(({ a, b, word }) => [a, b, word])).toEqual([
      [0, 1, "better"],
      [0, 2, "better"],
    ]);
    expect(result.caution).toMatch(/0 of its 10 trainings failed \(a rate up to 26 % is not excluded\)/);
    expect(result.pairs.filter(({ apart }) => apart).map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  test("quick names candidates and no winner, whatever the numbers", () => {
    const plan = { ...madePlan(COUNT, 3, 1, three), budget: "quick" as const };
    const result = verdict(plan, madeFinals(plan, noisy(0.2)));
    expect(result).toMatchObject({ word: "candidates", winner: null });
    expect(result.claim).toMatch(/^Candidate/);
    expect(result.caution).toMatch(/names no winner; --budget standard/);
  });

  test("quick tells nobody apart, not from a reference either", () => {
    const plan = { ...madePlan(21, 3, 1, three), budget: "quick" as const, reference: "focal" };
    const { rows, pairs, againstReference } = verdict(plan, madeFinals(plan, noisy(0.3, 0.001)));
    expect(new Set([...rows, ...pairs, ...againstReference!].map(({ word }) => word))).toEqual(
      new Set(["undecided"]),
    );
    expect(pairs.some(({ apart }) => apart)).toBe(false);
  });

  test("the best of those that were scored is not called the best of all", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const losses = three.map((loss) => ({ loss, rising: false, missed: [] }));
    const facts = { enough: true, minutesOfTraining: 2, planned: 5 };
    const scores = scoresOf(plan, madeFinals(plan, noisy(0.05)));
    const { claim } = compareLosses(losses, scores, dice, plan, facts);
    expect(claim).toMatch(/^dice is best of the 3 losses that were scored: ahead of every other, nearest/);
  });

  test("equivalent ones are named beside those that are open", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const alike = (loss: number, image: number, repeat: number) =>
      noisy(0, 0.02)(loss === 1 ? 0 : loss, image, repeat);
    const { claim, word } = verdict(plan, madeFinals(plan, alike));
    expect(word).toBe("undecided");
    expect(claim).toMatch(
      /\(as does \w+, equivalent within 0\.01\), not to be told from \w+; nearest \w+ by/,
    );
  });

  test("too few steps make candidates of a thorough comparison", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    expect(verdict(plan, madeFinals(plan, noisy(0.05)), [], false)).toMatchObject({
      word: "candidates",
      winner: null,
    });
  });

  test("equal losses are equivalent within the margin, noisy ones undecided with what would decide", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const same = verdict(plan, madeFinals(plan, noisy(0, 0.0005)));
    expect(same).toMatchObject({ word: "equivalent", winner: null });
    expect(same.claim).toMatch(/are equivalent within 0.01/);
    const leader = same.rows[0].a;
    expect(same.rows.map(({ word }) => word)).toEqual(["equivalent", "equivalent"]);
    const withLeader = same.pairs.filter(({ a, b }) => a === leader || b === leader);
    expect(withLeader.map(({ word }) => word)).toEqual(["equivalent", "equivalent"]);
    const open = verdict(plan, madeFinals(plan, noisy(0.01, 0.02)));
    expect(open.word).toBe("undecided");
    expect(open.claim).toMatch(/^Undecided: \w+ leads with a mean Dice 0\.\d+, not to be told from/);
    expect(open.caution).toMatch(/would show a difference of|out of reach/);
  });

  test("images that hold nothing to score are not counted", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const finals = madeFinals(plan, noisy(0.05)).map((trial) => ({
      ...trial,
      evidence: trial.evidence.map((one) =>
        one.image % 4 === 3 ? { ...one, tp: [90, 0], fp: [0, 10], fn: [10, 0] } : one,
      ),
    }));
    const tested = plan.finals.fold[0].flatMap((fold, image) => (fold >= 0 ? [image] : []));
    const scored = tested.filter((image) => image % 4 !== 3);
    const { images, claim } = verdict(plan, finals);
    expect(images).toBe(scored.length);
    expect(claim).toContain(`, ${scored.length} images)`);
  });

  test("a network that learned nothing wins nothing", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    // All foreground has a Dice of 2 * 0.2 / 1.2 = 0.333.
    const result = verdict(
      plan,
      madeFinals(plan, (loss) => 0.3 - 0.02 * loss),
    );
    expect(result).toMatchObject({ word: "undecided", winner: null });
    expect(result.claim).toMatch(/^Nothing was learned: dice leads with a mean Dice 0.300/);
    const short = { ...madePlan(COUNT, 3, 1, three), budget: "quick" as const };
    const quick = verdict(
      short,
      madeFinals(short, (loss, image) => 0.3 - 0.02 * loss + 0.001 * image),
    );
    expect(quick.claim).toMatch(/^Nothing was learned/);
  });

  test("failures count: a loss that fails in two of ten trainings does not win by the rest", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const trials = madeFinals(plan, noisy(0.05)).map((trial, k) =>
      trial.task.loss === "dice" && k < 6 ? { ...trial, state: "diverged" as const, evidence: [] } : trial,
    );
    const scores = scoresOf(plan, trials);
    expect(scores.failures).toEqual([2, 0, 0]);
    // Without a network the worst constant prediction counts: Dice 0.
    expect(scores.scores[0].flat().filter((score) => score === 0)).toHaveLength(8);
    const result = verdict(plan, trials);
    expect(result.winner).not.toBe(0);
    expect(result.caution).toMatch(/Trainings failed: dice 2 of 10/);
  });

  test("a loss that was still rising is called worse than none, however far below", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const near = verdict(plan, madeFinals(plan, noisy(0.05)), [2]);
    expect(near).toMatchObject({ word: "undecided", winner: null });
    expect(near.candidates).toContain(2);
    expect(near.claim).toMatch(/focal was still rising and may catch up/);
    expect(near.caution).toMatch(/Longer trainings would tell: --steps \d+, or more minutes/);
    expect(near.rows.map(({ b, word }) => [b, word])).toEqual([
      [1, "better"],
      [2, "undecided"],
    ]);
    expect(near.pairs.map(({ a, b, word }) => [a, b, word])).toEqual([
      [0, 1, "better"],
      [0, 2, "undecided"],
      [1, 2, "undecided"],
    ]);
    const far = verdict(plan, madeFinals(plan, noisy(0.25)), [1, 2]);
    expect(far).toMatchObject({ word: "undecided", winner: null, candidates: [0, 1, 2] });
    expect(far.claim).toMatch(
      /ahead of \w+ by about 0\.\d+ .*; lovasz and focal were still rising and may catch up\.$/,
    );
    expect(far.pairs.some(({ apart }) => apart)).toBe(false);
    const steps = madeFinals(plan, (loss, ...rest) => noisy(0)(loss, ...rest) - 0.1 * loss);
    const told = (rising: number[]) =>
      verdict(plan, steps, rising).pairs.map(({ a, b, word, apart }) => [a, b, word, apart]);
    expect(told([])).toContainEqual([1, 2, "better", true]);
    expect(told([2])).toContainEqual([1, 2, "undecided", false]);
    // It is the lower one that may come up: a leader that is still rising is ahead.
    expect(verdict(plan, madeFinals(plan, noisy(0.05)), [0])).toMatchObject({ word: "better", winner: 0 });
  });

  test("an interrupted comparison uses whole repeats, or whole folds of the first", () => {
    const plan = madePlan(COUNT, 5, 2, three);
    const all = madeFinals(plan, noisy(0.05));
    const second = scoresOf(plan, all.slice(0, 20));
    expect(second).toMatchObject({ repeats: 1, folds: 5 });
    expect(second.images).toHaveLength(20);
    // Eleven trainings: three folds of all losses, and two losses of a fourth.
    const first = scoresOf(plan, all.slice(0, 11));
    expect(first).toMatchObject({ repeats: 1, folds: 3 });
    expect(first.images).toHaveLength(12);
    expect(scoresOf(plan, all.slice(0, 2)).images).toHaveLength(0);
    expect(verdict(plan, all.slice(0, 2)).claim).toMatch(/No training ended with something to score/);
  });

  test("a reference gets its comparisons", () => {
    const plan = { ...madePlan(COUNT, 5, 2, three), reference: "focal" };
    const { againstReference } = verdict(plan, madeFinals(plan, noisy(0.05)));
    expect(againstReference?.map(({ loss, word }) => [loss, word])).toContainEqual([0, "better"]);
    const late = verdict(plan, madeFinals(plan, noisy(0.05)), [2]).againstReference;
    expect(late?.map(({ loss, word }) => [loss, word])).toContainEqual([0, "undecided"]);
  });

  test("one loss has a mean and nothing to compare it with", () => {
    const plan = madePlan(COUNT, 5, 1, ["dice"]);
    expect(verdict(plan, madeFinals(plan, noisy(0))).claim).toMatch(
      /^dice reaches a mean Dice 0\.\d+; there is nothing/,
    );
  });
});

describe("scores of images", () => {
  test("a class that the truth lacks is neither 0 nor 1", () => {
    const evidence = { ...evidenceOf(0, 0.5), tp: [90, 10, 0], fp: [0, 0, 7], fn: [0, 10, 0] };
    expect(imageScore(dice, evidence, [1, 2])).toBeCloseTo((2 * 10) / (2 * 10 + 10), 12);
    expect(imageScore(dice, evidence, [2])).toBeNull();
  });

  test("all foreground has a Dice of 2f/(1 + f)", () => {
    const constant = constantEvidence(evidenceOf(0, 0.5), 1);
    expect(imageScore(dice, constant, [1])).toBeCloseTo((2 * 0.2) / 1.2, 12);
    expect(imageScore(dice, constantEvidence(evidenceOf(0, 0.5), 0), [1])).toBe(0);
  });

  test("a measure that is better when low ranks the lowest first and a failure last", () => {
    const plan = madePlan(10, 5, 1, ["dice", "focal"]);
    const hd95 = measureOf("hd95");
    const trials = madeFinals(plan, () => 0.5).map((trial, k) => ({
      ...trial,
      ...(k === 1 && { state: "failed" as const }),
      evidence:
        k === 1
          ? []
          : trial.evidence.map((one) => ({ ...one, hd95: [1, trial.task.loss === "dice" ? 3 : 2] })),
    }));
    const scores = scoresOf(plan, trials, hd95);
    expect(scores.scores[0].flat()).toEqual(new Array(10).fill(3));
    // The images of the failed training have the diagonal.
    expect(scores.scores[1].flat().filter((one) => one === 14)).toHaveLength(2);
  });
});

test("the interval of a mean is one of Student over folds", () => {
  const plan = madePlan(COUNT, 5, 1, ["dice"]);
  const byFold = [0.7, 0.72, 0.74, 0.71, 0.73];
  const [one] = estimates(
    scoresOf(
      plan,
      madeFinals(plan, (_, image) => byFold[image % 5]),
    ),
    dice,
  );
  const half = tQuantile(0.975, 4) * Math.sqrt(0.00025 / 5);
  expect(one!.mean).toBeCloseTo(0.72, 12);
  expect(one!.high! - one!.mean).toBeCloseTo(half, 10);
});

test("upper limits of a rate of failure", () => {
  // 1 - 0.05^(1/n) where none failed; 0.394 for 1 of 10: scipy 1.16, beta.ppf(0.95, 2, 9).
  expect(failureLimit(0, 5)).toBeCloseTo(1 - 0.05 ** (1 / 5), 9);
  expect(failureLimit(1, 10)).toBeCloseTo(0.39416, 4);
  expect(failureLimit(10, 10)).toBe(1);
});
