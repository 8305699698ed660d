import fc from "fast-check";
import { type Loss, loss, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { printText } from "../../../src/formula/print-text.ts";
import { gradientMismatch, valueMismatch } from "../../conformance/agreement.ts";
import { type Case, compileOptions, makeCase, stepInputs } from "../../conformance/case.ts";
import { below } from "../../conformance/random.ts";
import { randomFormula } from "../../formula/random-formula.ts";

// Random formulas pile up roundings of single precision, some eight in the longest; those that lose more have large
// slopes in between, which a change of the logits by their own rounding shows.
const TOLERANCES = { value: 4e-7, valueAbsolute: 2e-7, gradient: 2e-6, gradientAbsolute: 4e-8 };

const engine = await wasm();

const SPACES = [[1], [7], [4, 4], [5, 7], [16, 17], [3, 4, 5], [257]] as const;

const someCase: fc.Arbitrary<Case> = fc
  .record({
    channels: fc.constantFrom(1, 2, 3, 5, 6, 7, 8, 9, 21),
    space: fc.constantFrom(...SPACES),
    batch: fc.integer({ min: 1, max: 2 }),
    layout: fc.constantFrom("channels-last", "channels-first"),
    labels: fc.boolean(),
    ignored: fc.constantFrom([], [255], [0]),
    soft: fc.boolean(),
    weighted: fc.boolean(),
    masked: fc.boolean(),
    seed: fc.nat(1000),
  })
  .map(({ channels, labels, ignored, soft, weighted, masked, ...rest }) =>
    makeCase("random", {
      ...{ channels, ...rest, layout: rest.layout as Case["layout"] },
      link: channels === 1 || labels ? "sigmoid" : "softmax",
      ...(soft && { soft: channels === 1 || labels ? independent : sharesOfOne }),
      ...(!soft && { ignore: ignored, label: labelOr(ignored, Math.max(2, channels)) }),
      ...(weighted && { weight: (random) => below(25, random) / 8 }),
      ...(masked && { masked: (random) => random() < 0.3 }),
    }),
  );

function independent(random: () => number, channels: number): number[] {
  return Array.from({ length: channels }, () => below(65, random) / 64);
}

/** Under softmax the targets of a pixel sum to 1. */
function sharesOfOne(random: () => number, channels: number): number[] {
  const parts = Array.from({ length: channels }, () => 1 + below(64, random));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}

function labelOr(ignored: readonly number[], classes: number) {
  return (random: () => number): number =>
    ignored.length > 0 && random() < 0.2 ? ignored[0] : below(classes, random);
}

const someFormula: fc.Arbitrary<Loss> = fc
  .tuple(randomFormula({ smooth: true }), fc.constantFrom("image", "batch"), fc.boolean())
  .map(([syntax, over, pooled]) => loss(printText(syntax), { over: over as "image", pooled }));

// None that ranks: nearly equal errors may change places.
const SUMS = [
  ...["dice", "0.5*focal", "crossEntropy(over=image)", "jaccard(over=batch, smooth=1)", "focal(gamma=0.7)"],
  ...["0.2*generalizedDice", "tversky(alpha=0.3, beta=0.7, over=batch)", "crossEntropy(labelSmoothing=0.2)"],
  ...["dice(classes=present)", "ramp(1, 0.25)*mcc", "logCoshDice", "powerJaccard(power=1.7)"],
];

const someSum: fc.Arbitrary<Loss> = fc
  .subarray(SUMS, { minLength: 1 })
  .map((parts) => parseLoss(parts.join(" + ")));

/** What the reference gives, and how far it moves when logits move by the rounding of single precision. */
function expectation(
  made: Loss,
  c: Case,
): { value: number; gradient: Float64Array; noise: [number, number] } {
  const step = reference().compile(made, compileOptions(c));
  const at = (move: (z: number, i: number) => number) => {
    const gradient = new Float64Array(c.logits.length);
    const value = step.run(stepInputs(c, gradient, Float64Array.from(c.logits, move)));
    return { value, gradient };
  };
  const here = at((z) => z);
  const near = at((z, i) => z + (i % 2 ? 1 : -1) * 6e-8 * (1 + Math.abs(z)));
  const apart = Math.hypot(...near.gradient.map((g, i) => g - here.gradient[i]));
  return { ...here, noise: [4 * Math.abs(near.value - here.value), 4 * apart] };
}

function disagreement(made: Loss, c: Case): string | undefined {
  const { value, gradient, noise } = expectation(made, c);
  const step = engine.compile(made, compileOptions(c));
  const got = new Float32Array(c.logits.length).fill(7);
  const gotValue = step.run(stepInputs(c, got));
  const alone = step.run(stepInputs(c));
  step.dispose();
  const [ofValue, ofGradient] = noise;
  const limits = {
    ...TOLERANCES,
    valueAbsolute: TOLERANCES.valueAbsolute + ofValue,
    gradientAbsolute: TOLERANCES.gradientAbsolute + ofGradient,
  };
  return (
    valueMismatch(gotValue, value, limits) ??
    valueMismatch(alone, value, limits) ??
    gradientMismatch(got, gradient, limits)
  );
}

describe("random losses in random settings agree with the reference", () => {
  it.each([
    ["formulas", someFormula],
    ["sums of losses", someSum],
  ])("%s", (_, losses) => {
    const property = fc.property(losses, someCase, (made, c) => {
      expect(disagreement(made, c)).toBeUndefined();
    });
    fc.assert(property, { numRuns: 400, interruptAfterTimeLimit: 8000 });
  });
});
