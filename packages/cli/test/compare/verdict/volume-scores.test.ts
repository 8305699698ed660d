import { expect, test } from "vitest";
import { trialSummary } from "../../../src/compare/verdict/trial-summary.ts";
import { volumeScores } from "../../../src/compare/verdict/volume-scores.ts";
import { madeTrial } from "../run/made-trials.ts";

const slice = (image: number, tp: number, fp: number, fn: number) => ({
  ...{ image, tp: [50, tp], fp: [fn, fp], fn: [fp, fn], ece: 0, bins: [] },
});

test("counts of slices are added up before there is a Dice, repeats are averaged", () => {
  const trials = [
    madeTrial({ loss: "dice", repeat: 0, fold: 0 }, [
      slice(0, 10, 0, 0),
      slice(1, 0, 5, 5),
      slice(2, 0, 0, 0),
    ]),
    madeTrial({ loss: "dice", repeat: 1, fold: 0 }, [slice(0, 10, 0, 0), slice(1, 10, 0, 0)]),
  ].map((trial) => trialSummary(trial, [1]));
  // a in the first repeat: 2*10/(2*10 + 5 + 5), 1 in the second; b has nothing of the class; image 3 was not tested.
  expect(volumeScores(trials, ["a", "a", "b", "c"], [1])).toEqual([
    { name: "a", dice: (2 / 3 + 1) / 2 },
    { name: "b", dice: null },
  ]);
  expect(volumeScores(trials, [undefined, undefined, undefined], [1])).toEqual([]);
});
