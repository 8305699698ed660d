import katex from "katex";
import { LOSSES } from "segloss";
import { describe, expect, it } from "vitest";
import { call } from "./fake-io.ts";

const names = LOSSES.map(({ definition }) => definition.name);

describe.each(names)("%s", (name) => {
  it("is explained in text, LaTeX and JSON", async () => {
    const text = await call("explain", name);
    expect([text.code, text.said]).toEqual([0, []]);
    for (const title of ["Formula", "Derivation", "Compiled", "Passes over the data", "About it"])
      expect(text.out).toMatch(new RegExp(`^${title}$`, "m"));
    const { steps, passes, terms } = JSON.parse((await call("explain", name, "--json")).out);
    expect(steps.length).toBeGreaterThan(3);
    expect(passes.at(-1).pass).toBe("map");
    expect(terms[0].name).toBe(name);
  });

  it("has LaTeX that can be set, for one channel and for three", async () => {
    for (const channels of ["1", "3"]) {
      const { out } = await call("explain", name, "--latex", "--channels", channels);
      const formulas = out.split("\n").filter((line) => line !== "" && !line.startsWith("%"));
      for (const formula of formulas)
        expect(() => katex.renderToString(formula, { maxExpand: 100_000 })).not.toThrow();
    }
  });
});

describe("the curve", () => {
  it("is drawn for a mean over pixels", async () => {
    const { out } = await call("explain", "crossEntropy");
    expect(out).toMatch(/Loss of one pixel against z/);
    expect(out).toMatch(/[\u2801-\u28ff]/);
    expect(out).toMatch(/falling: y = 1; rising: another class/);
  });
  it("has the loss's largest value at its top", async () => {
    // Without a link p runs from 0.002 to 0.998.
    const { out } = await call("explain", "mean(-y*logp - (1 - y)*log1mp)", "--link", "none");
    expect(out).toContain(`${(-Math.log(0.002)).toPrecision(3)} |`);
  });
  it.each([
    ["ramp(1, 0.1)*crossEntropy", /Loss of one pixel against z/],
    ["progress*mean(p*y)", /Loss of one pixel against z/],
    ["ramp(1, 0.1)*dice + boundary", /none: this loss looks at all pixels/],
    ['formula("mean(m*p)", maps=["m"])', /Loss of one pixel against z/],
    ["mean(log(z))", /none: The value of the loss is NaN: its formula divides by 0 or takes log 0 here\./],
  ])("of %s is drawn, or the reason why not is said", async (loss, shown) => {
    const { code, out, said } = await call("explain", loss);
    expect([code, said]).toEqual([0, []]);
    expect(out).toMatch(shown);
  });

  it("does not exist for a loss of whole images", async () => {
    for (const name of ["dice", "lovasz", "balancedCrossEntropy"])
      expect((await call("explain", name)).out).toMatch(/none: this loss looks at all pixels/);
  });
});

it("says what the seed article gets wrong", async () => {
  expect((await call("explain", "tversky")).out.replace(/\s+/g, " ")).toMatch(
    /the article The article's Tversky loss is the score/,
  );
});

it("explains a sum and a formula of one's own", async () => {
  const { out } = await call("explain", "dice + 0.5*focal(gamma=1)");
  expect(out).toMatch(/^About dice$/m);
  expect(out).toMatch(/^About focal$/m);
  expect((await call("explain", "1 - sum(p*y)/sum(p + y)")).out).toMatch(/a formula of your own/);
});

it("lists the meanings only of symbols that the formula has", async () => {
  expect((await call("explain", "focal")).out).not.toMatch(/alpha: weight of positives/);
  expect((await call("explain", "focal(alpha=0.25)")).out).toMatch(/alpha: weight of positives/);
});
