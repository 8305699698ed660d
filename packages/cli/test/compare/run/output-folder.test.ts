import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeResults } from "../../../src/compare/results-file/results-text.ts";
import {
  checkOwn,
  checkRestart,
  clearFolder,
  earlierRun,
  leaveTidy,
} from "../../../src/compare/run/output-folder.ts";
import { scratchFolder } from "../../data/scratch-folder.ts";
import { threeLosses } from "../../report/made-cases.ts";
import { madePlan } from "./made-trials.ts";

const text = (value: string) => new TextEncoder().encode(value);
const plan = text(JSON.stringify(madePlan(12, 3, 1, ["dice"])));
const results = (failed: boolean) => {
  const made = threeLosses();
  const [first, ...others] = made.losses;
  const states = { ...first.states, failed: failed ? 1 : 0 };
  return text(writeResults({ ...made, losses: [{ ...first, states }, ...others] }));
};

test("what others keep under our names is neither overwritten nor taken away", async () => {
  const folder = await scratchFolder({ "models/mine.onnx": text("x"), "results.json": text("{}") });
  await expect(earlierRun(folder).then((earlier) => checkOwn(folder, earlier))).rejects.toThrow(
    /results\.json, models are there, and no plan\.json of a comparison beside them; choose another -o/,
  );
  const ours = await scratchFolder({
    ...{ "plan.json": plan, "results.json": results(false), "notes.txt": text("mine") },
    ...{ "models/dice/r1.f1.onnx": text("x"), "models/mine.onnx": text("x") },
    ...{ "models/focal/r1.f1.onnx": text("x"), "models/focal/mine.onnx": text("x") },
    ...{ "pictures/0-image.png": text("x"), "pictures/cat.png": text("x") },
    ...{ "tensorboard/final-dice-r1-f1/events": text("x"), "tensorboard/other/events": text("x") },
  });
  await checkOwn(ours, await earlierRun(ours));
  await clearFolder(ours);
  expect((await readdir(ours)).sort()).toEqual(["models", "notes.txt", "pictures", "tensorboard"]);
  expect((await readdir(join(ours, "models"))).sort()).toEqual(["focal", "mine.onnx"]);
  expect(await readdir(join(ours, "models/focal"))).toEqual(["mine.onnx"]);
  expect(await readdir(join(ours, "pictures"))).toEqual(["cat.png"]);
  expect(await readdir(join(ours, "tensorboard"))).toEqual(["other"]);
});

test.each(["{bad", "", '{"version":1}'])(
  "a plan.json that holds %j is not called missing",
  async (content) => {
    const folder = await scratchFolder({ "plan.json": text(content), "results.json": results(false) });
    const earlier = await earlierRun(folder);
    expect(earlier).toMatchObject({ hasPlan: false, hasStrangePlan: true });
    await expect(checkOwn(folder, earlier)).rejects.toThrow(
      /plan\.json is there, but cannot be read as the plan of a comparison; choose another -o,/,
    );
  },
);

test("an interruption before there is a plan leaves nothing that a new run would have to spare", async () => {
  const folder = await scratchFolder({ ".work/trials/speed-0-dice.checkpoint": text("x") });
  const earlier = await earlierRun(folder);
  expect(earlier).toMatchObject({ hasPlan: false, trainings: 0 });
  checkRestart(folder, earlier, false);
  await writeFile(join(folder, "plan.json"), plan);
  await writeFile(join(folder, ".work/trials/final-dice-r1-f1.json"), "{}");
  const later = await earlierRun(folder);
  expect(() => checkRestart(folder, later, false)).toThrow(
    /an unfinished comparison with 1 training is there/,
  );
});

test("trainings that can be gone on with stay: of an unfinished comparison, and beside a failed one", async () => {
  const left = async (files: Record<string, Uint8Array>) => {
    const folder = await scratchFolder({ ...files, "plan.json": plan });
    await mkdir(join(folder, ".work"));
    await leaveTidy(folder);
    return (await readdir(folder)).includes(".work");
  };
  expect(await left({})).toBe(true);
  expect(await left({ "results.json": results(true) })).toBe(true);
  expect(await left({ "results.json": results(false) })).toBe(false);
  // Their plan may be put back.
  const damaged = await scratchFolder({
    ...{ "plan.json": text("{bad"), ".work/trials/final-dice-r1-f1.json": text("{}") },
  });
  await leaveTidy(damaged);
  expect(await readdir(damaged)).toContain(".work");
});
