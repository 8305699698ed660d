import { expect, test } from "vitest";
import { curveMargin } from "../../../src/compare/protocol/curve-margin.ts";
import { stateOf } from "../../../src/compare/trial/state-of.ts";

test("a margin in pixels does not make a rising curve of Dice a converged one", () => {
  const curve = [
    { step: 150, loss: 1, dice: 0.3, iou: 0.2 },
    { step: 300, loss: 1, dice: 0.6, iou: 0.4 },
  ];
  const state = (rank: "hd95" | "dice", margin: number) =>
    stateOf(curve, { steps: 300, least: 300, margin: curveMargin({ rank, margin }) }, false);
  expect(state("hd95", 2)).toBe("rising");
  expect(state("dice", 0.01)).toBe("rising");
  expect(state("dice", 0.5)).toBe("converged");
});
