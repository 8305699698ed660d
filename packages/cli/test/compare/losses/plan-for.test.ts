import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { planFor } from "../../../src/compare/losses/plan-for.ts";

describe("the link of a training", () => {
  it("is the one that a preset brings, also for several classes", () => {
    expect(
      planFor(parseLoss("monai.DiceLoss(sigmoid=true)"), { channels: 3, ignoring: false }).setting.link,
    ).toBe("sigmoid");
  });

  it("follows the channels where the loss says none", () => {
    expect(planFor(parseLoss("dice"), { channels: 3, ignoring: false }).setting.link).toBe("softmax");
    expect(planFor(parseLoss("dice"), { channels: 1, ignoring: false }).setting.link).toBe("sigmoid");
  });

  it("is a sigmoid where a pixel may have several labels, and a loss of a softmax does not fit there", () => {
    const setting = { channels: 3, ignoring: true, severalLabels: true };
    expect(planFor(parseLoss("dice"), setting).setting).toMatchObject({ link: "sigmoid", targets: "soft" });
    expect(() => planFor(parseLoss("monai.DiceLoss(softmax=true)"), setting)).toThrow(
      /made for the link "softmax", but was compiled with "sigmoid"/,
    );
  });
});
