import { describe, expect, test } from "vitest";
import { lossFileName } from "../../../src/compare/protocol/loss-file-name.ts";
import { chooseLosses, chooseRates, finalists } from "../../../src/compare/run/choose.ts";
import { finalTasks, lossTasks, rateTasks } from "../../../src/compare/run/tasks.ts";
import { madePlan, madeTrial } from "./made-trials.ts";

const losses = ["dice", "focal", "lovasz"];

describe("the screen", () => {
  const plan = madePlan(12, 3, 1, losses);

  test("takes the rate with the best validation Dice and says where it is at an end", () => {
    const value: Record<string, number[]> = {
      dice: [0.5, 0.6, 0.55],
      focal: [0.7, 0.6, 0.5],
      lovasz: [0.1, 0.2, 0.3],
    };
    const results = rateTasks(plan).map((task) =>
      madeTrial(task, [], { validationDice: value[task.loss][plan.screen.rates.indexOf(task.rate)] }),
    );
    expect(results).toHaveLength(9);
    const chosen = chooseRates(plan, results);
    expect(chosen.map(({ rate, atEnd }) => [rate, atEnd])).toEqual([
      [3e-3, null],
      [1e-3, "lowest"],
      [1e-2, "highest"],
    ]);
  });

  test("a failed training chooses nothing; where all failed the middle rate stands", () => {
    const results = rateTasks(plan).map((task) =>
      task.loss === "focal" || task.rate === 1e-2
        ? madeTrial(task, [], { state: "diverged", validationDice: 0.99 })
        : madeTrial(task, [], { validationDice: task.rate }),
    );
    expect(chooseRates(plan, results).map(({ rate }) => rate)).toEqual([3e-3, 3e-3, 3e-3]);
  });

  test("variants of a loss are tried with every rate, one goes on", () => {
    const variants = ["focal(gamma=1)", "focal(gamma=2)"];
    const own = { ...plan, losses: [{ loss: "focal(gamma=[1,2])", note: null, variants }] };
    const results = rateTasks(own).map((task) =>
      madeTrial(task, [], { validationDice: task.loss.includes("2") ? task.rate : 0 }),
    );
    expect(results).toHaveLength(6);
    const screened = chooseLosses(own, chooseRates(own, results), []);
    expect(finalists(screened)).toEqual([
      { planned: "focal(gamma=[1,2])", loss: "focal(gamma=2)", rate: 1e-2 },
    ]);
  });

  test("drops what is out of reach, keeps the best of the rest, and the reference whatever it does", () => {
    const many = ["a", "b", "c", "d", "e"];
    const base = madePlan(12, 3, 1, many);
    const screening = { ...base.screen, lossTrainings: 3, lossSteps: 300, finalists: 2 };
    const own = { ...base, screen: { ...screening, part: Array.from({ length: 12 }, (_, i) => i % 3) } };
    const chosen = many.map((loss) => ({
      loss,
      note: null,
      chosen: loss,
      rate: 3e-3,
      atEnd: null,
      rates: [],
    }));
    const tasks = lossTasks(
      own,
      chosen.map(({ loss, rate }) => ({ planned: loss, loss, rate })),
    );
    expect(tasks).toHaveLength(15);
    expect(tasks[0].train).toHaveLength(8);
    const level: Record<string, number> = { a: 0.8, b: 0.79, c: 0.78, d: 0.3, e: 0.2 };
    const results = tasks.map((task, k) =>
      madeTrial(task, [], { validationDice: level[task.loss] + 0.01 * ((k % 3) - 1) }),
    );
    const outcomes = (reference: string | null) =>
      chooseLosses({ ...own, reference }, chosen, results).map(({ outcome }) => outcome);
    expect(outcomes(null)).toEqual(["went on", "went on", "left out", "out of reach", "out of reach"]);
    expect(outcomes("e")[4]).toBe("went on");
    // d was not at its end.
    const rising = results.map((one) => (one.task.loss === "d" ? { ...one, state: "rising" as const } : one));
    expect(
      chooseLosses(own, chosen, rising)
        .map(({ outcome }) => outcome)
        .slice(2),
    ).toEqual(["left out", "left out", "out of reach"]);
  });
});

describe("tasks", () => {
  test("finals test every image once a repeat and never train on it, nor on validation images", () => {
    const base = madePlan(12, 3, 2, losses);
    const fold = base.finals.fold.map((one) => one.map((f, i) => (i < 2 ? -1 : f)));
    const plan = { ...base, validation: [0, 1], finals: { ...base.finals, fold } };
    const tasks = finalTasks(
      plan,
      losses.map((loss) => ({ planned: loss, loss, rate: 1e-3 })),
    );
    expect(tasks).toHaveLength(18);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(18);
    for (const loss of losses)
      for (const repeat of [0, 1]) {
        const own = tasks.filter((task) => task.loss === loss && task.repeat === repeat);
        expect(own.flatMap(({ test: held }) => held).sort((a, b) => a - b)).toEqual([
          2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
        ]);
        for (const { train, test: held, validation } of own)
          expect([...train, ...held, ...validation].sort((a, b) => a - b)).toEqual(
            Array.from({ length: 12 }, (_, i) => i),
          );
      }
    // All losses of a cell share their seed, cells do not.
    expect(new Set(tasks.map(({ seed, repeat, fold: f }) => `${seed} ${repeat} ${f}`)).size).toBe(6);
  });

  test("another seed of the plan gives every training another seed", () => {
    const seeds = [0, 1, 2, 2 ** 40 + 1].flatMap((seed) => {
      const plan = { ...madePlan(12, 5, 3, losses), seed };
      const chosen = [{ planned: "dice", loss: "dice", rate: 1e-3 }];
      const screen = { ...plan.screen, lossTrainings: 3, part: plan.finals.fold[0].map((f) => f % 3) };
      const [rate] = rateTasks(plan);
      return [rate, ...lossTasks({ ...plan, screen }, chosen), ...finalTasks(plan, chosen)].map(
        (task) => task.seed,
      );
    });
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
    // Seeds beyond a million come again.
    expect(new Set(seeds).size).toBe(3 * (1 + 3 + 15));
  });

  test("names of files differ where formulas do", () => {
    const long = `loss("${"1 - sum(p*y)/sum(p + y) + ".repeat(5)}`;
    expect(lossFileName(`${long}a")`)).not.toBe(lossFileName(`${long}b")`));
    // Formulas that differ only in signs that no file name has.
    expect(lossFileName("1 - sum(p*y)")).not.toBe(lossFileName("1 - sum(p/y)"));
    expect(lossFileName("dice + crossEntropy")).toBe("dice+crossEntropy");
    expect(lossFileName("tversky(alpha=0.3, beta=0.7)")).toBe("tversky-alpha=0.3-beta=0.7");
  });
});
