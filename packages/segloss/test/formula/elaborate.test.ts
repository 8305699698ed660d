import { type FormulaError, loss, makePlan, parseLoss, type RegionOptions, type Setting } from "segloss";
import { describe, expect, it } from "vitest";

const setting = (channels: number): Setting => ({
  ...{ batch: 1, space: [6], channels, layout: "channels-last", targets: "indices" },
  link: channels === 1 ? "sigmoid" : "softmax",
  ...{ weighted: false, ignore: [], masked: false },
});

/** The problem of compiling a formula, and where the caret stands. */
function mistake(text: string, channels: number, options: RegionOptions = {}): [string, number, string] {
  try {
    makePlan(loss(text, options), setting(channels));
  } catch (error) {
    const { problem, position, message } = error as FormulaError;
    expect((error as Error).name).toBe("FormulaError");
    return [problem, position, message];
  }
  throw new Error(`"${text}" was compiled`);
}

describe("what varies over pixels must be reduced", () => {
  it.each([
    ["p", 0],
    ["1 - p", 4],
    ["sum(p)*y", 7],
    ["sum(p*y) + sum(p)/z", 18],
    ["exp(-p)", 5],
    ["total(p)", 6],
    ["max(mean(p), y)", 13],
    ["-(1 + logp)", 6],
    ["t where t = p", 0],
    ["mean(p) + t where t = 2*p", 10],
  ])("%s: the caret stands at %d", (text, at) => {
    for (const channels of [1, 3]) {
      const [problem, position] = mistake(text, channels);
      expect(problem).toMatch(
        /^The value still varies over pixels: wrap this in mean\(\.\.\.\) or sum\(\.\.\.\)/,
      );
      expect(position).toBe(at);
    }
  });

  it.each([
    "mean(p)",
    "1",
    "C",
    "sum(p)*mean(y)",
    "mean(p*sum(p))",
    "total(mean(p))",
    "mean(total(p)*p)",
    "lovasz(p)",
  ])("%s is complete", (text) => {
    for (const channels of [1, 3]) expect(makePlan(loss(text), setting(channels)).scopes).toHaveLength(1);
  });
});

describe("names", () => {
  it.each([
    ["mean(lgop)", 5, /^Unknown name "lgop"\. Did you mean "logp"\?$/],
    ["mean(logP)", 5, /^Unknown name "logP"\. Did you mean "logp"\?$/],
    ["mean(foregruond)", 5, /^Unknown name "foregruond"\. Did you mean "foreground"\?$/],
    ["mean(abracadabra)", 5, /^Unknown name "abracadabra"\. Known names: z, p, q, logp, log1mp, y, C/],
    ["a where a = sum(tpp), tp = 1", 16, /^Unknown name "tpp"\. Did you mean "tp"\?$/],
    ["mean(constructor)", 5, /^Unknown name "constructor"/],
    ["mean(__proto__)", 5, /^Unknown name "__proto__"/],
    ["maen(p)", 0, /^Unknown function "maen"\. Did you mean "mean"\?$/],
    ["mean(sqr(p))", 5, /^Unknown function "sqr"\. Did you mean "sqrt"\?$/],
    [
      "mean(frobnicate(p))",
      5,
      /^Unknown function "frobnicate"\. Known functions: sum, mean, .*exp, expm1, log, .*max\.$/,
    ],
    ["mean(toString(p))", 5, /^Unknown function "toString"/],
    ["mean(p(2))", 5, /^"p" is not a function/],
    ["mean(exp)", 5, /^"exp" is a function: write exp\(\.\.\.\)/],
    ["1 - sum", 4, /^"sum" is a function: write sum\(\.\.\.\)/],
    ["mean(exp(p, 2))", 5, /^exp\(\.\.\.\) takes 1 operand, found 2/],
    ["mean(max(p))", 5, /^max\(\.\.\.\) takes 2 operands, found 1/],
    ["mean()", 0, /^mean\(\.\.\.\) takes 1 operand, found 0/],
    ["sum(p, y)", 0, /^sum\(\.\.\.\) takes 1 operand, found 2/],
    ["mean(clip(p, 1))", 5, /^clip\(\.\.\.\) takes 3 operands, found 2/],
    ["mean(p) where p = 1", 14, /^"p" already has a meaning: choose another name/],
    ["mean(p) where C = 1", 14, /^"C" already has a meaning/],
    ["a where a = 1 + a", 16, /^"a" is defined by itself/],
    ["a where a = b, b = mean(a*p)", 24, /^"a" is defined by itself/],
    ["mean(p) where unused = nonsense", 23, /^Unknown name "nonsense"/],
    ["lovasz(sum(p))", 0, /^lovasz\(\.\.\.\) ranks pixels: its operand must vary over pixels/],
    ["1 + lovasz(2)", 4, /^lovasz\(\.\.\.\) ranks pixels/],
  ])("%s", (text, at, problem) => {
    for (const channels of [1, 3]) {
      const [found, position, message] = mistake(text, channels);
      expect(found).toMatch(problem);
      expect(position).toBe(at);
      expect(message).toContain(`\n  ${text}\n  ${" ".repeat(at)}^`);
    }
  });

  it("lovasz cannot be pooled over classes", () => {
    expect(mistake("1 + lovasz(abs(p - y))", 3, { pooled: true }).slice(0, 2)).toEqual([
      "lovasz(...) ranks the pixels of one class: it cannot be pooled over classes.",
      4,
    ]);
    expect(makePlan(loss("lovasz(abs(p - y))", { pooled: true }), setting(1)).scopes).toHaveLength(1);
  });

  it("a mistake of a named loss's class options names the loss", () => {
    const compile = (text: string, channels: number) => (): unknown =>
      makePlan(parseLoss(text), setting(channels));
    expect(compile("dice(classes=[0, 3])", 3)).toThrow(/^dice: class 3 is not among the channels 0 to 2\.$/);
    expect(compile("dice(classes=[0.5])", 3)).toThrow(/^dice: class 0.5 is not among the channels 0 to 2/);
    expect(compile("dice(classes=-1)", 3)).toThrow(/^dice: class -1 is not among the channels/);
    expect(compile("dice(classes=5)", 1)).toThrow(/^dice: class 5 is not among the channels 0 to 0/);
    expect(compile("dice(classes=0, background=false)", 3)).toThrow(
      /^dice: no class is left: widen classes or background/,
    );
    expect(compile("dice(background=false)", 1)).toThrow(
      /^dice: one channel has no background class to leave out/,
    );
    expect(compile("dice(classWeights=[1, 2])", 3)).toThrow(
      /^dice: classWeights has 2 values, the logits have 3 channels: give one value per channel/,
    );
    expect(compile("dice(pooled=true, classWeights=[1, 2, 3])", 3)).toThrow(
      /^dice: classWeights have no effect here/,
    );
    expect(compile("focal(gamma=[1, 2])", 3)).toThrow(
      /^focal: gamma has 2 values, the logits have 3 channels/,
    );
    expect(compile("focal(alpha=[1, 2, 3])", 1)).toThrow(
      /^focal: alpha has 3 values, the logits have 1 channels?/,
    );
  });
});
