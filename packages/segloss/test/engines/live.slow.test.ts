import {
  crossEntropy,
  type Engine,
  LOSSES,
  type Loss,
  lowerPlan,
  makePlan,
  parseLoss,
  reference,
  tversky,
  wasmSync,
} from "segloss";
import { describe, expect, it } from "vitest";
import { readOptions } from "../../src/engines/read-options.ts";
import { randomInputs } from "./wasm/steps.ts";

const ENGINES: readonly Engine[] = [reference(), wasmSync()];

/** Every constant of every loss that is one number; how often a skeleton is eroded decides which code is made. */
const CONSTANTS = LOSSES.flatMap((make) => {
  const loss = (make as unknown as () => Loss)();
  const { name, parameters } = loss.terms[0];
  return Object.entries(parameters).flatMap(([constant, value]) =>
    typeof value === "number" && `${name}.${constant}` !== "softClDice.n"
      ? [[name, constant, value, loss] as const]
      : [],
  );
});

/** Another number that the constant may have: nearer to 1 for what is below it. */
function other(value: number): number {
  return value === 0 ? 0.5 : value > 1 ? value * 0.9 : value * 0.8;
}

function withConstant({ terms }: Loss, name: string, value: number): Loss {
  return { terms: terms.map((term) => ({ ...term, parameters: { ...term.parameters, [name]: value } })) };
}

describe.each(ENGINES.map((engine) => [engine.name, engine] as const))(
  "live constants on %s",
  (_, engine) => {
    const shape = [2, 8, 9, 1];
    const { logits, targets } = randomInputs(shape);
    const run = (loss: Loss, live: readonly string[], parameters?: Record<string, number>) => {
      const step = engine.compile(loss, { shape, ...(live.length > 0 && { live }) });
      const gradient = new Float32Array(logits.length);
      const inputs = { logits, targets, instances: targets, gradient, progress: 1 };
      const value = step.run({ ...inputs, ...(parameters && { parameters }) });
      step.dispose();
      return { value, gradient };
    };

    it.each(CONSTANTS)("%s: %s gives what the constant gives", (_, name, value, loss) => {
      for (const given of [value, other(value)]) {
        const found = run(loss, [name], { [name]: given });
        const constant = run(withConstant(loss, name, given), []);
        expect(Math.abs(found.value - constant.value)).toBeLessThan(2e-6 * (1 + Math.abs(constant.value)));
        const largest = constant.gradient.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        for (const [i, slope] of found.gradient.entries())
          expect(Math.abs(slope - constant.gradient[i])).toBeLessThan(2e-5 * largest + 1e-12);
      }
    });

    it("change from run to run without compiling", () => {
      const step = engine.compile(tversky(), { shape, live: ["alpha", "beta"] });
      const values = [0.1, 0.5, 0.9].map((beta) =>
        step.run({ logits, targets, parameters: { alpha: 1 - beta, beta } }),
      );
      const constant = [0.1, 0.5, 0.9].map((beta) => run(tversky({ alpha: 1 - beta, beta }), []).value);
      for (const [k, value] of values.entries()) expect(Math.abs(value - constant[k])).toBeLessThan(1e-6);
      step.dispose();
    });

    it("are constants of all terms that have them, and of formulas", () => {
      const loss = parseLoss('tversky(alpha=0.3) + formula("mean(alpha*p)", alpha=2)');
      const found = run(loss, ["alpha"], { alpha: 0.7 });
      const constant = run(parseLoss('tversky(alpha=0.7) + formula("mean(alpha*p)", alpha=0.7)'), []);
      expect(Math.abs(found.value - constant.value)).toBeLessThan(1e-6);
    });

    it.each([
      [
        ["alpha"],
        undefined,
        "parameters.alpha must be a finite number, since it was compiled as live; got undefined.",
      ],
      [
        ["alpha"],
        { alpha: Number.NaN },
        "parameters.alpha must be a finite number, since it was compiled as live; got NaN.",
      ],
      [["alpha"], { alhpa: 1 }, 'parameters has no option "alhpa". Did you mean "alpha"?'],
      [
        [],
        { alpha: 1 },
        'parameters: nothing was compiled as live, got alpha: compile with live: ["alpha"].',
      ],
      [["alhpa"], {}, 'live: the loss has no constant "alhpa". Did you mean "alpha"?'],
    ])("live %j with %j is refused", (live, parameters, message) => {
      expect(() => run(tversky(), live, parameters as Record<string, number>)).toThrow(message);
    });

    it("a number of erosions is refused", () => {
      expect(() => run(parseLoss("softClDice"), ["n"], { n: 3 })).toThrow(
        /needs a whole number of iterations/,
      );
    });

    it("a loss without constants, and a list, are refused", () => {
      expect(() => run(parseLoss("boundary"), ["alpha"], {})).toThrow(
        'live: the loss has no constants, got "alpha"',
      );
      expect(() => run(parseLoss("focal(gamma=[2])"), ["gamma"], {})).toThrow(
        "live: focal has a gamma for each class, which cannot change: give it as one number.",
      );
    });
  },
);

it("graphs hold their constants", () => {
  const plan = makePlan(
    crossEntropy(),
    readOptions({ shape: [1, 1, 4, 4], layout: "channels-first", live: ["s"] }),
  );
  const emitter = { emit: () => ({}), emitMany: () => [], constant: () => ({}), integers: () => ({}) };
  expect(() => lowerPlan(plan, emitter, { logits: {}, targets: {}, maps: {} })).toThrow(
    "ONNX graphs hold the constants of a loss: plan without live ones.",
  );
});
