import { describe, expect, it } from "vitest";
import { gradientError } from "./gradient-error.ts";
import { gradientLosses } from "./gradient-losses.ts";
import { FULL_SETUPS, SINGLE_SETUPS } from "./gradient-setups.ts";

describe.each([...FULL_SETUPS, ...SINGLE_SETUPS])("gradients to 1e-7: $name", (setup) => {
  it.each(Object.entries(gradientLosses(setup.channels)))("%s", (_, each) => {
    expect(gradientError(each, setup)).toBeLessThan(1e-7);
  });
});
