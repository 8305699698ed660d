import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { planFor } from "../../src/compare/plan-for.ts";

describe("the link of a training", () => {
  it("is the one that a preset brings, also for several classes", () => {
    expect(planFor(parseLoss("monai.DiceLoss(sigmoid=true)"), 3, false).setting.link).toBe("sigmoid");
  });

  it("follows the channels where the loss says none", () => {
    expect(planFor(parseLoss("dice"), 3, false).setting.link).toBe("softmax");
    expect(planFor(parseLoss("dice"), 1, false).setting.link).toBe("sigmoid");
  });
});
