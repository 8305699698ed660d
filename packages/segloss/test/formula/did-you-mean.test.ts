import { didYouMean } from "segloss";
import { describe, expect, it } from "vitest";

const words = ["dice", "focal", "crossEntropy", "lovasz", "lovaszHinge"];

describe("did you mean", () => {
  it.each([
    ["dic", "dice"],
    ["diec", "dice"],
    ["Dice", "dice"],
    ["focl", "focal"],
    ["fcoal", "focal"],
    ["crossEntorpy", "crossEntropy"],
    ["cross_entropy", "crossEntropy"],
    ["lovas", "lovasz"],
    ["lovaszhing", "lovaszHinge"],
  ])("%s: %s", (word, meant) => expect(didYouMean(word, words)).toBe(` Did you mean "${meant}"?`));

  it.each(["bce", "mean", "x", "", "diceloss2000"])("%s: nothing is near", (word) =>
    expect(didYouMean(word, words)).toBe(""),
  );

  it("nothing is near nothing", () => expect(didYouMean("dice", [])).toBe(""));
});
