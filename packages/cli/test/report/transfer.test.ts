import { expect, it } from "vitest";
import { agreements, longerTrainings, spearman } from "../../bench/transfer/agree.mjs";
import { NO_PICTURES } from "../../src/report/comparison/pictures.ts";
import { renderComparison } from "../../src/report/comparison/render-comparison.ts";
import { TRANSFER, transferText } from "../../src/report/comparison/transfer.ts";
import { threeLosses } from "./made-cases.ts";

it("every report quotes how often a ranking held for a larger network", () => {
  const page = renderComparison({ results: threeLosses(), pictures: NO_PICTURES });
  expect(page).toContain(`may order the losses differently. ${transferText(TRANSFER)}`);
  expect(
    transferText({
      ...{ pairs: 21, same: 17, everySeed: 9, correlations: [0.4, -0.25] },
      early: { pairs: 5, same: 2 },
    }),
  ).toContain("Of 21 pairs of losses that a U-Net of width 8 and depth 3 told apart on 2 public sets, ");
});

it("the figures that are quoted are those of the values that were measured", () => {
  const sets = agreements();
  const apart = sets.flatMap((set) => set.apart);
  expect(TRANSFER.pairs).toBe(apart.length);
  expect(TRANSFER.same).toBe(apart.filter(({ same }) => same).length);
  expect(TRANSFER.everySeed).toBe(apart.filter(({ everySeed }) => everySeed).length);
  const early = longerTrainings().flatMap(({ pairs }) => pairs);
  expect(TRANSFER.early).toEqual({ pairs: early.length, same: early.filter(({ same }) => same).length });
  expect(TRANSFER.correlations.map((one) => one.toFixed(2))).toEqual(sets.map(({ rank }) => rank.toFixed(2)));
});

it("the rank correlation is Spearman's: scipy 1.17.1, equal values at their mean rank", () => {
  expect(spearman([0.1, 0.2, 0.3], [7, 8, 9])).toBeCloseTo(1, 12);
  expect(spearman([0.1, 0.2, 0.3], [9, 8, 7])).toBeCloseTo(-1, 12);
  expect(spearman([3, 1, 4, 1, 5], [2, 7, 1, 8, 3])).toBeCloseTo(-0.6668859288553503, 12);
});
