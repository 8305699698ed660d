import { LOSSES, parseLoss, reference, type StepInputs, wasmSync } from "segloss";
import { describe, expect, it } from "vitest";
import { gradientMismatch, valueMismatch } from "../conformance/agreement.ts";

/** Probabilities, some at an end where the target is too, and targets. */
interface Ends {
  readonly p: readonly number[];
  readonly y: readonly number[];
  readonly soft?: boolean;
}

const CASES: Readonly<Record<string, Ends>> = {
  "one channel": { p: [0, 1, 0.3, 0.8, 1, 0], y: [0, 1, 0, 1, 1, 0] },
  "one channel, soft": { p: [0, 1, 0.3, 0.8, 1, 0], y: [0, 1, 0.5, 0.9, 1, 0], soft: true },
  "three classes": { p: [0, 1, 0, 1, 0, 0, 0.3, 0.3, 0.4, 0, 0.5, 0.5], y: [1, 0, 2, 1] },
  "three classes, soft": {
    p: [0, 1, 0, 1, 0, 0, 0.3, 0.3, 0.4],
    y: [0, 1, 0, 1, 0, 0, 0.2, 0.7, 0.1],
    soft: true,
  },
};

/** Their slope at an end is infinite, or a limit of 0 times infinity that is not found: refused by both engines. */
const WITHOUT_SLOPE: Readonly<Record<string, string>> = {
  bootstrappedCrossEntropy: "the slope of p log p is infinite",
  focalStar: "softplus of the logit log p - log(1 - p)",
};

/** Their slope at an end is not the one beside it, in both engines. */
const JUMPS: Readonly<Record<string, string>> = {
  lovasz: "pixels without an error have no slope",
  lovaszHinge: "pixels without an error have no slope",
  exponentialLogarithmic: "(-log p)^gamma has an infinite slope at p = 1; its formula clips it",
};

/** Besides, |y - p| at p = y, which for soft targets is like any other place. */
const JUMPS_SOFT = { ...JUMPS, diceSemimetric: "|y - p|", jaccardMetric: "|y - p|" };

function problem({ p, y, soft = false }: Ends) {
  const pixels = soft ? p.length / (p.length === 9 ? 3 : 1) : y.length;
  const options = {
    shape: [1, pixels, p.length / pixels],
    link: "none" as const,
    targets: soft ? ("soft" as const) : ("indices" as const),
  };
  const targets = soft ? Float32Array.from(y) : Uint8Array.from(y);
  const instances = Int32Array.from({ length: pixels }, (_, i) => i % 3);
  return { options, inputs: { logits: Float64Array.from(p, Math.fround), targets, instances } };
}

const engine = wasmSync();
const names = LOSSES.map(({ definition }) => definition.name);
const TOLERANCES = { value: 1e-6, valueAbsolute: 1e-7, gradient: 2e-6, gradientAbsolute: 1e-7 };

function outcome(
  on: { compile: typeof engine.compile },
  name: string,
  { options, inputs }: ReturnType<typeof problem>,
) {
  const step = on.compile(parseLoss(name), options);
  const gradient = new Float64Array(inputs.logits.length);
  const single = {
    ...inputs,
    logits: Float32Array.from(inputs.logits),
    gradient: new Float32Array(gradient),
  };
  try {
    if (on === engine) return { value: step.run(single), gradient: single.gradient };
    return { value: step.run({ ...inputs, gradient } as StepInputs), gradient };
  } finally {
    step.dispose();
  }
}

describe.each(Object.entries(CASES))("probabilities of exactly 0 and 1 that are right, %s", (_, ends) => {
  const given = problem(ends);

  it.each(names.filter((name) => !(name in WITHOUT_SLOPE)))("%s: both engines agree", (name) => {
    const [exact, fast] = [reference(), engine].map((on) => outcome(on as typeof engine, name, given));
    expect(valueMismatch(fast.value, exact.value, TOLERANCES)).toBeUndefined();
    expect(gradientMismatch(fast.gradient, exact.gradient, TOLERANCES)).toBeUndefined();
  });

  const jumps = ends.soft ? JUMPS_SOFT : JUMPS;
  it.each(names.filter((name) => !(name in WITHOUT_SLOPE) && !(name in jumps)))(
    "%s: value and gradient are limits from inside",
    (name) => {
      const near = problem({ ...ends, p: ends.p });
      near.inputs.logits.forEach((p, i, all) => {
        all[i] = Math.min(1 - 2 ** -46, Math.max(2 ** -46, p));
      });
      const [at, beside] = [given, near].map((one) => outcome(reference() as never, name, one));
      // Powers of one half leave the root of what p is moved by.
      const limits = { value: 1e-6, valueAbsolute: 1e-6, gradient: 1e-5, gradientAbsolute: 1e-6 };
      expect(valueMismatch(at.value, beside.value, limits)).toBeUndefined();
      expect(gradientMismatch(at.gradient, beside.gradient, limits)).toBeUndefined();
    },
  );

  it.each(Object.keys(WITHOUT_SLOPE))("%s: no slope, with the remedy", (name) => {
    for (const on of [reference(), engine])
      expect(() => outcome(on as typeof engine, name, given)).toThrow(
        /the formula has no slope there.*Without a link, a true class needs p > 0.*clip p, or pass logits\.$/,
      );
  });
});

describe("probabilities of exactly 0 and 1 that are wrong", () => {
  const wrong = problem({ p: [1, 0, 0.3, 0.8], y: [0, 1, 0, 1] });

  it.each(["crossEntropy", "focal", "distanceCrossEntropy", "unifiedFocal", "generalizedCrossEntropy"])(
    "%s: an error that says the remedy",
    (name) => {
      for (const on of [reference(), engine])
        expect(() => outcome(on as typeof engine, name, wrong)).toThrow(
          /Infinity.*clip p, or pass logits\.$/,
        );
    },
  );

  it.each(["dice", "jaccard", "tversky", "lovasz", "diceSemimetric"])(
    "%s: a value like any other",
    (name) => {
      const [exact, fast] = [reference(), engine].map((on) => outcome(on as typeof engine, name, wrong));
      expect(valueMismatch(fast.value, exact.value, TOLERANCES)).toBeUndefined();
      expect(gradientMismatch(fast.gradient, exact.gradient, TOLERANCES)).toBeUndefined();
    },
  );
});

it("zeros that do not win stay NaN: a quotient of two", () => {
  const given = problem({ p: [0, 1, 0.3], y: [0, 1, 0] });
  const run = () => outcome(reference() as never, "mean(p/(p + p*(1 - p)))", given);
  expect(run).toThrow(/The value of the loss is NaN/);
});
