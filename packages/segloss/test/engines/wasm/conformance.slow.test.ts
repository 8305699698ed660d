import { describe } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { conformance } from "../../conformance/suite.ts";

// Pixels are computed in single precision. The absolute parts are what its rounding does to a difference of numbers
// near 1: a score near 1 in 1 - score, terms of a gradient that cancel.
const TOLERANCES = { value: 1e-7, valueAbsolute: 5e-8, gradient: 5e-7, gradientAbsolute: 1e-8 };

const SKIPS = [
  {
    case: "3 classes, all logits 0",
    loss: "nested sums",
    reason:
      "every pixel has the same p = 1/3, whose rounded values add up to 1 + 3e-8, and slopes that are equal cancel: 5.9e-7 in " +
      "the gradient. Another class's slope to start from would help here and cost as much with labels (1.5e-6 tried)",
  },
];

const engine = await wasm();

describe("wasm", () => {
  conformance(engine, { tolerances: TOLERANCES, skips: SKIPS });
});
