import { describe } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { conformance } from "../../conformance/suite.ts";

// Single precision pixel by pixel: a score near 1 leaves 1 - score with the absolute rounding of float32 sums.
const TOLERANCES = { value: 1e-7, valueAbsolute: 5e-8, gradient: 5e-7, gradientAbsolute: 1e-9 };

const engine = await wasm();

describe("wasm", () => {
  conformance(engine, { tolerances: TOLERANCES, skips: [] });
});
