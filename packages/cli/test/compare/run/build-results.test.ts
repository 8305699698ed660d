import { describe, expect, test } from "vitest";
import { parseResults, writeResults } from "../../../src/compare/results-file/results-text.ts";
import { buildResults } from "../../../src/compare/run/build-results.ts";
import { chooseLosses, chooseRates } from "../../../src/compare/run/choose.ts";
import { summaryText } from "../../../src/compare/run/summary-text.ts";
import { finalTasks } from "../../../src/compare/run/tasks.ts";
import { evidenceOf, madePlan, madeSource, madeTrial } from "./made-trials.ts";

const losses = ["focal", "dice"];
const facts = { scored: [1], thin: [], observers: null, notes: [] };
const plan = madePlan(10, 5, 1, losses);
const screen = chooseLosses(plan, chooseRates(plan, []), []);
const level: Record<string, number> = { focal: 0.6, dice: 0.8 };
const trials = finalTasks(
  plan,
  losses.map((loss) => ({ planned: loss, loss, rate: 3e-3 })),
).map((task) =>
  madeTrial(
    task,
    task.test.map((image) => evidenceOf(image, level[task.loss] + 0.001 * image)),
  ),
);
const built = (part = trials) =>
  buildResults(madeSource(10), facts, {
    ...{ plan, screen, trials: part, startedAt: new Date(0), seconds: 5, command: "npx segloss compare" },
    environment: { segloss: "0.0.0" },
  });

describe("results", () => {
  test("are ranked, whole and worked out from the evidence", () => {
    const results = built();
    expect(results).toMatchObject({ version: 2, complete: true, unfinished: [] });
    expect(results.losses.map(({ loss }) => loss)).toEqual(["dice", "focal"]);
    expect(results.losses[0].score!.mean).toBeCloseTo(0.8045, 9);
    expect(results.losses[0].measures.recall!.mean).toBeCloseTo(0.8045, 9);
    expect(results.losses[0].measures.hd95).toBeUndefined();
    expect(results.losses[0].trials).toHaveLength(5);
    expect(results.verdict).toMatchObject({ word: "better", winner: 0 });
    expect(results.baselines[1].score).toBeCloseTo(0.4 / 1.2, 9);
    expect(results.data.images[0].holds).toEqual([0, 1]);
    expect(results.spent).toEqual({ steps: 510, validation: 20, test: 30, setUp: 10 });
  });

  test("of a part say so and name what is missing", () => {
    expect(built(trials.slice(0, 4))).toMatchObject({ complete: false, unfinished: [] });
    expect(built(trials.slice(0, 1)).unfinished).toEqual(["dice"]);
    expect(built([])).toMatchObject({ complete: false, unfinished: losses, losses: [] });
  });

  test("are read from their file as they were", () => {
    // Counts of pixels are whole.
    const whole = trials.map((trial) => ({
      ...trial,
      evidence: trial.evidence.map(({ image }) => evidenceOf(image, level[trial.task.loss])),
    }));
    const results = built(whole);
    expect(parseResults(writeResults(results), "results.json")).toEqual(results);
  });

  test("say in the terminal what the screen kept from being scored, and what can be tried again", () => {
    const first = { ...screen[0], trainings: [] };
    const more = (loss: string, outcome: "left out" | "out of reach") => ({ ...first, loss, outcome });
    const results = {
      ...built(),
      plan: { ...plan, screen: { ...plan.screen, finalists: 2 } },
      screen: [...screen, more("lovasz", "left out"), more("tversky", "out of reach")],
    };
    const [best, other] = results.losses;
    const ranked = [best, { ...other, states: { ...other.states, failed: 1 } }];
    const text = summaryText({ ...results, losses: ranked }, "a b/report.html", "a b");
    expect(text).toMatch(/\nOut of reach on the validation images, and not scored: tversky\.\n/);
    expect(text).toMatch(
      /\nIn reach, and not scored, since standard scores 2: lovasz; they may be as good\.\n/,
    );
    expect(text).toMatch(/\n1 training ended with an error, .*: --resume tries it again\.\n/);
    expect(summaryText(built(), "a b/report.html", "a b")).not.toMatch(/not scored|--resume/);
  });

  test("are the same to the bit in whatever order trainings end", () => {
    expect(JSON.stringify(built([...trials].reverse()))).toBe(JSON.stringify(built()));
  });
});
