import { loss } from "segloss";
import { describe, expect, it } from "vitest";
import { gradientError } from "./gradient-error.ts";
import { NESTED, OPERATIONS } from "./gradient-formulas.ts";
import { gradientLosses } from "./gradient-losses.ts";
import { FULL_SETUPS } from "./gradient-setups.ts";

// The gradient with respect to every logit, against central differences in float64, on one setting of each link.
// gradient.slow.test.ts has all settings; conformance/ checks slopes of all cases against an independent value.
const ONE_OF_EACH_LINK = FULL_SETUPS.filter(({ name }) =>
  /^(one channel|softmax, weights|probabilities of one)/.test(name),
);

describe.each(ONE_OF_EACH_LINK)("gradients to 1e-7: $name", (setup) => {
  it.each(Object.entries(gradientLosses(setup.channels)))("%s", (_, each) => {
    expect(gradientError(each, setup)).toBeLessThan(1e-7);
  });

  it.each([...NESTED, ...OPERATIONS])("%s", (formula) => {
    const options = {
      maps: formula.includes("m*") || formula.includes("+ m") ? ["m"] : [],
      parameters: formula.includes("k*") ? { k: 0.7 } : {},
      over: "batch" as const,
    };
    expect(gradientError(loss(formula, options), setup)).toBeLessThan(1e-7);
  });
});

it("the settings are one of each link", () => {
  expect(ONE_OF_EACH_LINK.map(({ options }) => options.link)).toEqual(["sigmoid", "softmax", "none"]);
});
