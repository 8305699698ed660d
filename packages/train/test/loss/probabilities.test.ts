import { keras, monai } from "segloss";
import { describe, expect, it } from "vitest";
import { channelsFirstPlan, lossModel } from "../../src/loss/index.ts";

const shape = (channels: number) => [1, channels, 2, 2];

describe("a loss of probabilities", () => {
  it("gets the sigmoid or the softmax of a network's logits, or what is named", () => {
    const link = (channels: number, options = {}) =>
      channelsFirstPlan(keras.Dice(), shape(channels), { classes: channels, ...options }).setting.link;
    expect([link(1), link(3)]).toEqual(["sigmoid", "softmax"]);
    expect(link(3, { link: "sigmoid" })).toBe("sigmoid");
    expect(link(3, { link: "none" })).toBe("none");
    const own = channelsFirstPlan(monai.DiceLoss({ sigmoid: true }), shape(3), { classes: 3 });
    expect(own.setting.link).toBe("sigmoid");
  });

  it("alone in a model takes probabilities, unless a link is named", () => {
    const model = (options = {}) =>
      Buffer.from(lossModel(keras.Dice(), shape(1), { classes: 1, ...options }));
    expect(model().equals(model({ link: "none" }))).toBe(true);
    expect(model().equals(model({ link: "sigmoid" }))).toBe(false);
  });
});
