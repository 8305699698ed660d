import { checkLoss, FormulaError, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";

/** The text with the wrong part in brackets, and what may be meant. */
function marked(text: string, options?: Parameters<typeof checkLoss>[1]): string | null {
  const found = checkLoss(text, options);
  if (found === null) return null;
  const { from, to, fix } = found;
  return `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}${fix === undefined ? "" : ` -> ${fix}`}`;
}

const one = { shape: [1, 4, 4, 1] };

describe("a mistake in an option has the place of the option", () => {
  it.each([
    ["tversky(bta=0.7)", "tversky([bta]=0.7) -> beta"],
    ["tversky(alpha=0.3, beta=-1)", "tversky(alpha=0.3, beta=[-1]) -> 0"],
    ["dice + 2*focal(gamma=x)", "dice + 2*focal(gamma=[x])"],
    ["focal(alpha=1.5)", "focal(alpha=[1.5])"],
    ["distanceCrossEntropy(form=aditive)", "distanceCrossEntropy(form=[aditive]) -> additive"],
    ["dice(over=imge)", "dice(over=[imge]) -> image"],
    ["unifiedFocal(gamma=2)", "unifiedFocal(gamma=[2]) -> 0.99"],
    ["monai.DiceLoss(softmx=true)", "monai.DiceLoss([softmx]=true) -> softmax"],
    ["monai.DiceLoss(sigmoid=true, softmax=true)", "monai.[DiceLoss(sigmoid=true, softmax=true)]"],
    ['formula("mean(k*p)", k=[1], over=imge)', 'formula("mean(k*p)", k=[1], over=[imge]) -> image'],
  ])("%s", (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it("which the message shows under a caret", () => {
    expect(() => parseLoss("tversky(bta=0.7)")).toThrow(
      'tversky has no option "bta". Did you mean "beta"?\n  tversky(bta=0.7)\n          ^',
    );
  });
});

describe("a mistake in a name", () => {
  it.each([
    ["dcie", "[dcie] -> dice"],
    ["monai.DicLoss", "monai.[DicLoss] -> DiceLoss"],
    ["mean(p*yy)", "mean(p*[yy]) -> y"],
    ["maen(p*y)", "[maen](p*y) -> mean"],
    ['dice + formula("mean(p*log(qq))")', 'dice + formula("mean(p*log([qq]))") -> q'],
    ["mean(p", "mean(p[]"],
    ["p*y", "[p]*y"],
    ['dice + formula("mean(p")', 'dice + formula("mean(p[]")'],
    ["mean(ä)", "mean([ä])"],
  ])("%s", (text, expected) => {
    expect(marked(text, one)).toBe(expected);
  });
});

it("a text without one gives null, as it parses", () => {
  for (const text of ["dice", "tversky(alpha=0.3, beta=0.7) + 0.5*focal", "mean((p - y)^2)"])
    expect(checkLoss(text, one)).toBeNull();
});

it("what does not fit the channels is of the whole text", () => {
  expect(checkLoss("focal(alpha=[1, 2])", { shape: [1, 4, 4, 3] })).toEqual({
    problem: "focal: alpha has 2 values, the logits have 3 channels: give one value per channel.",
    from: 0,
    to: 19,
  });
  expect(checkLoss("focal(alpha=[1, 2])")).toBeNull();
});

it("a FormulaError knows the end of the wrong part and the fix", () => {
  const problem = new FormulaError('Unknown name "yy". Did you mean "y"?', "p*yy + 1", 2);
  expect([problem.position, problem.end, problem.fix]).toEqual([2, 4, "y"]);
  expect(new FormulaError("x", "p", 1)).toMatchObject({ end: 1, fix: undefined });
});
