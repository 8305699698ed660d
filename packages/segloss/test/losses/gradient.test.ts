import { loss } from "segloss";
import { describe, expect, it } from "vitest";
import { gradientError } from "./gradient-error.ts";
import { NESTED, OPERATIONS } from "./gradient-formulas.ts";
import { gradientLosses } from "./gradient-losses.ts";
import { FULL_SETUPS } from "./gradient-setups.ts";

// The gradient with respect to every logit, against central differences in float64. gradient.slow.test.ts has each
// extra alone and all losses on more settings; conformance/ checks slopes against an independent value.

describe.each(FULL_SETUPS)("gradients to 1e-7: $name", (setup) => {
  it.each(Object.entries(gradientLosses(setup.channels)))("%s", (_, each) => {
    expect(gradientError(each, setup)).toBeLessThan(1e-7);
  });
});

// One of each link; the rest of the settings differ in the sums, which the losses above go through.
const ONE_OF_EACH_LINK = FULL_SETUPS.filter(({ name }) =>
  /^(one channel|softmax, weights|probabilities of one)/.test(name),
);

describe.each(ONE_OF_EACH_LINK)("gradients of user formulas to 1e-7: $name", (setup) => {
  it.each([...NESTED, ...OPERATIONS])("%s", (formula) => {
    const options = {
      maps: formula.includes("m*") || formula.includes("+ m") ? ["m"] : [],
      parameters: formula.includes("k*") ? { k: 0.7 } : {},
      over: "batch" as const,
    };
    expect(gradientError(loss(formula, options), setup)).toBeLessThan(1e-7);
  });
});
