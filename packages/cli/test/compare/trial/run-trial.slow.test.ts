import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadModel, nodeRuntime, type Trainer } from "@segloss/train";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/compare/protocol/plan.ts";
import type { TrialResult } from "../../../src/compare/protocol/trial.ts";
import { carryOutTrial } from "../../../src/compare/trial/carry-out-trial.ts";
import { runTrial } from "../../../src/compare/trial/run-trial.ts";
import type { TrialContext } from "../../../src/compare/trial/trial-context.ts";
import { checkpointPath, modelPath, resultPath } from "../../../src/compare/trial/trial-paths.ts";
import type { TrialWatcher } from "../../../src/compare/trial/trial-watcher.ts";
import * as data from "../../../src/data/index.ts";
import { scratchFolder } from "../../data/scratch-folder.ts";
import { madeContext, SIZE } from "./made-context.mjs";
import { madePlan, madeTask } from "./made-plan.ts";

const silent: TrialWatcher = { onStep() {}, onPoint() {}, cancelled: () => false };

async function context(
  change: { classes?: number; ignore?: number; plan?: Partial<Plan> } = {},
): Promise<TrialContext> {
  const { plan, ...rest } = change;
  return madeContext(data, { plan: madePlan(plan), folder: await scratchFolder(), ...rest });
}

/** Stops when `when` says so, and counts the steps. */
function stopping(when: (step: number) => boolean): TrialWatcher & { steps: number[] } {
  const steps: number[] = [];
  return {
    steps,
    onStep: (step) => void steps.push(step),
    onPoint() {},
    cancelled: () => when(steps.at(-1) ?? 0),
  };
}

/** What does not depend on the clock or the machine. */
function lasting({ timing: _, peakMemory: __, ...rest }: TrialResult) {
  return rest;
}

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));

describe("a training", () => {
  it("learns, tests whole images, and leaves result and network in files and no checkpoint", async () => {
    const made = await context();
    const task = madeTask("dice + crossEntropy", { steps: 60, rate: 3e-2 });
    const result = (await runTrial(made, task, silent))!;
    expect(result).toMatchObject({ task, reason: null, steps: 60, engine: "in graph" });
    expect(["converged", "rising"]).toContain(result.state);
    expect(result.curve.map(({ step }) => step)).toEqual([15, 30, 45, 60]);
    expect(result.validationDice).toBe(result.curve[3].dice);
    expect(result.validationDice).toBeGreaterThan(0.8);
    expect(result.evidence.map(({ image }) => image)).toEqual([10, 11]);
    expect(result.peakMemory).toBeGreaterThan(2 ** 20);
    expect(read(resultPath(made.folder, task))).toEqual(JSON.parse(JSON.stringify(result)));
    expect(readdirSync(dirname(resultPath(made.folder, task)))).toEqual([`${task.id}.json`]);

    expect(result.model).toBe("models/dice+crossEntropy/r1.f1.onnx");
    const model = await loadModel(readFileSync(join(made.folder, result.model!)), nodeRuntime());
    const { image } = made.source.sample(10);
    const again = await made
      .testImages(() => model.predict(image, [1, SIZE, SIZE]), [10])
      [Symbol.asyncIterator]()
      .next();
    expect(again.value).toEqual(result.evidence[0]);
    await model.dispose();
  });

  it("makes the graph of its predictions before its clock of steps and assessments starts", async () => {
    const made = await context();
    const calls: string[] = [];
    const keeper = {
      save: async () => {},
      saveModel: async () => "none",
      peakMemory: () => 1,
      around: (trainer: Trainer): Trainer => ({
        ...trainer,
        predict(...given) {
          calls.push("predict");
          return trainer.predict(...given);
        },
        step(...given) {
          calls.push("step");
          return trainer.step(...given);
        },
      }),
    };
    const task = madeTask("dice", { purpose: "rate", test: [], steps: 2, points: 1 });
    await carryOutTrial(made, task, silent, keeper);
    expect(calls.slice(0, 4)).toEqual(["predict", "step", "step", "predict"]);
  });

  it("of a screen saves no network, and one without test images has no evidence", async () => {
    const made = await context();
    const task = madeTask("dice", { purpose: "rate", test: [], steps: 4, points: 1 });
    const result = (await runTrial(made, task, silent))!;
    expect(result).toMatchObject({ model: null, evidence: [], steps: 4 });
    expect(existsSync(join(made.folder, "models"))).toBe(false);
  });

  it("is the same twice, and another with another seed", async () => {
    const task = madeTask("dice", { steps: 8 });
    const [a, b, c] = [
      (await runTrial(await context(), task, silent))!,
      (await runTrial(await context(), task, silent))!,
      (await runTrial(await context(), { ...task, seed: 2 }, silent))!,
    ];
    expect(lasting(b)).toEqual(lasting(a));
    expect(c.curve).not.toEqual(a.curve);
  });

  it.each([
    ["hausdorff", "split at the logits"],
    ["distanceCrossEntropy(cells=components)", "in graph"],
  ])("runs with %s on three classes with ignored pixels", async (loss, engine) => {
    const made = await context({ classes: 3, ignore: 255 });
    const result = (await runTrial(made, madeTask(loss, { steps: 4 }), silent))!;
    expect(result).toMatchObject({ reason: null, engine, steps: 4 });
    const { tp, fn } = result.evidence[0];
    expect([...tp, ...fn].reduce((a, b) => a + b)).toBe(SIZE * (SIZE - 1));
  });
});

describe("a training that was stopped goes on to the very same numbers", () => {
  it.each(["hausdorff", "ramp(1, 0)*dice + ramp(0, 1)*crossEntropy"])("%s", async (loss) => {
    const task = madeTask(loss, { steps: 12 });
    const [whole, cut] = [await context(), await context()];
    const expected = (await runTrial(whole, task, silent))!;
    const first = stopping((step) => step >= 5);
    expect(await runTrial(cut, task, first)).toBeUndefined();
    expect(first.steps).toEqual([1, 2, 3, 4, 5]);
    expect(existsSync(checkpointPath(cut.folder, task))).toBe(true);
    expect(existsSync(resultPath(cut.folder, task))).toBe(false);
    const second = stopping(() => false);
    const result = (await runTrial(cut, task, second))!;
    expect(second.steps).toEqual([6, 7, 8, 9, 10, 11, 12]);
    expect(lasting(result)).toEqual(lasting(expected));
    const model = (at: TrialContext) => readFileSync(join(at.folder, modelPath(task)));
    expect(model(cut).equals(model(whole))).toBe(true);
    expect(existsSync(checkpointPath(cut.folder, task))).toBe(false);
  });

  it("also when stopped before an assessment, and before the test images", async () => {
    const task = madeTask("dice", { steps: 8, points: 2 });
    const expected = lasting((await runTrial(await context(), task, silent))!);
    for (const at of [4, 8]) {
      const made = await context();
      expect(
        await runTrial(
          made,
          task,
          stopping((step) => step >= at),
        ),
      ).toBeUndefined();
      expect(lasting((await runTrial(made, task, silent))!)).toEqual(expected);
    }
  });

  it("but begins anew where the checkpoint is another task's or damaged", async () => {
    const made = await context();
    const task = madeTask("dice", { steps: 6 });
    const begins = async (changed = task) => {
      const watcher = stopping(() => false);
      await runTrial(made, changed, watcher);
      return watcher.steps[0];
    };
    const stop = () =>
      runTrial(
        made,
        task,
        stopping((step) => step >= 3),
      );
    await stop();
    expect(await begins({ ...task, rate: 1e-3 })).toBe(1);
    await stop();
    const path = checkpointPath(made.folder, task);
    await writeFile(path, readFileSync(path).subarray(0, 500));
    expect(await begins()).toBe(1);
  });

  it("leaves nothing of a process that was killed while it wrote", async () => {
    const made = await context();
    const task = madeTask("dice", { steps: 2 });
    const folder = dirname(resultPath(made.folder, task));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `.${task.id}.checkpoint.0badcafe.tmp`), "half");
    await runTrial(made, task, silent);
    expect(readdirSync(folder)).toEqual([`${task.id}.json`]);
  });
});

describe("states", () => {
  it("diverged: with the step, without a network", async () => {
    const made = await context();
    const task = madeTask("crossEntropy", { rate: 1e30 });
    const result = (await runTrial(made, task, silent))!;
    expect(result).toMatchObject({ state: "diverged", model: null, validationDice: null, evidence: [] });
    expect(result.reason).toMatch(/^its loss or the outputs .* no finite numbers after step \d+ of 40$/);
    expect(read(resultPath(made.folder, task)).state).toBe("diverged");
  });

  it("collapsed: one class everywhere", async () => {
    const loss = "weightedCrossEntropy(beta=0.000001)";
    const result = (await runTrial(await context(), madeTask(loss, { steps: 20, rate: 0.1 }), silent))!;
    expect(result).toMatchObject({ state: "collapsed", reason: null });
    expect(result.evidence.every(({ tp, fp }) => tp[1] + fp[1] === 0)).toBe(true);
    const screened = madeTask(loss, { steps: 20, rate: 0.1, test: [] });
    expect((await runTrial(await context(), screened, silent))!.state).toBe("collapsed");
  });

  it.each([
    ["dics", /^Unknown loss "dics". Did you mean "dice"\?/],
    ["distanceCrossEntropy(cells=instances)", /needs numbered objects, which square-\d+ lacks/],
  ])("failed: %s says why, and no file says that it was tried", async (loss, reason) => {
    const made = await context();
    const result = (await runTrial(made, madeTask(loss), silent))!;
    expect(result).toMatchObject({ state: "failed", steps: 0, model: null });
    expect(result.reason).toMatch(reason);
    expect(result.reason).not.toContain("\n");
    expect(existsSync(resultPath(made.folder, result.task))).toBe(false);
  });

  it("only what cannot stand in the graph goes beside it: another error fails", async () => {
    const made = await context();
    const plan = madePlan({ training: { ...madePlan().training, size: 15 } });
    const result = (await runTrial({ ...made, plan }, madeTask("dice"), silent))!;
    expect(result.reason).toMatch(/multiples of 2 for this network; got 15x15/);
  });
});
