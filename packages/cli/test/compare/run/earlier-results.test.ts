import { join } from "node:path";
import { expect, it } from "vitest";
import { writeResults } from "../../../src/compare/results-file/results-text.ts";
import { earlierResults } from "../../../src/compare/run/earlier-results.ts";
import { earlierRun } from "../../../src/compare/run/output-folder.ts";
import { scratchFolder } from "../../data/scratch-folder.ts";
import { partial, threeLosses } from "../../report/made-cases.ts";

it("a resumption reads what results.json holds, also numbers that JSON has no word for", async () => {
  const [first, ...others] = threeLosses().losses;
  const [trial] = first.trials;
  const curve = [{ step: 1, loss: Number.POSITIVE_INFINITY, dice: 0, iou: 0 }];
  const results = { ...threeLosses(), losses: [{ ...first, trials: [{ ...trial, curve }] }, ...others] };
  const folder = await scratchFolder({ "results.json": writeResults(results) });
  expect(await earlierResults(folder)).toEqual(results);
  expect(await earlierRun(folder)).toEqual({
    ...{ hasPlan: false, hasStrangePlan: false, trainings: 0, complete: true, failed: false },
    results,
  });
});

it("what is partial, missing, damaged or of another version is not complete", async () => {
  const text = writeResults(threeLosses());
  const contents = [
    writeResults(partial()),
    text.slice(0, -100),
    text.replace('"version":2', '"version":3'),
    '{"complete":true,"settings":{},"losses":[]}',
  ];
  for (const content of contents) {
    const folder = await scratchFolder({ "results.json": content });
    expect((await earlierRun(folder)).complete).toBe(false);
  }
  expect(await earlierResults(join(await scratchFolder(), "none"))).toBeUndefined();
});
