import { loss, parseLoss, reference, type StepInputs } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { once, randomInputs } from "./steps.ts";

const engine = await wasm();
const shape = [2, 5, 7, 3];

/** What the reference engine says of bad data. */
function complaint(inputs: StepInputs, options: object): string {
  try {
    reference()
      .compile(parseLoss("dice"), { shape, ...options })
      .run(inputs);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
}

const good = randomInputs(shape);
const changed = <T extends Float32Array | Uint8Array>(array: T, at: number, value: number): T => {
  const copy = array.slice() as T;
  copy[at] = value;
  return copy;
};
const logits = good.logits as Float32Array;
const targets = good.targets as Uint8Array;

const BAD: Readonly<Record<string, [StepInputs, object?]>> = {
  "NaN logits": [{ ...good, logits: changed(logits, 17, Number.NaN) }],
  "infinite logits": [{ ...good, logits: changed(logits, 200, Number.NEGATIVE_INFINITY) }],
  "a label out of range": [{ ...good, targets: changed(targets, 69, 3) }],
  "a label that is not the ignored one": [
    { ...good, targets: changed(changed(targets, 3, 254), 4, 255) },
    { ignore: 255 },
  ],
  "too few logits": [{ ...good, logits: logits.slice(1) }],
  "soft targets for a step of labels": [{ ...good, targets: logits.map(() => 0.5) }],
  "soft targets above 1": [
    {
      ...good,
      targets: changed(
        logits.map(() => 0.5),
        9,
        1.5,
      ),
    },
    { targets: "soft" },
  ],
  "negative weights": [{ ...good, weights: changed(new Float32Array(70).fill(1), 8, -1) }, { weights: true }],
  "weights that were not announced": [{ ...good, weights: new Float32Array(70) }],
  "no weights": [good, { weights: true }],
};

describe("bad data is refused with the words of the reference engine", () => {
  for (const [name, [inputs, options = {}]] of Object.entries(BAD)) {
    for (const withGradient of [true, false]) {
      it(`${name}, ${withGradient ? "with" : "without"} gradient`, () => {
        const expected = complaint(inputs, options);
        expect(expected).not.toBe("nothing");
        const step = engine.compile(parseLoss("dice"), { shape, ...options });
        const gradient = withGradient ? { gradient: new Float32Array(210) } : {};
        expect(() => step.run({ ...inputs, ...gradient })).toThrow(expected);
        expect(() =>
          step.run({ ...good, ...(inputs.weights && { weights: new Float32Array(70) }) }),
        ).not.toThrow(/logits must be finite/);
        step.dispose();
      });
    }
  }
});

describe("a loss that looks at no pixel", () => {
  for (const withGradient of [true, false]) {
    it(`refuses bad data, ${withGradient ? "with" : "without"} gradient`, () => {
      const step = engine.compile(loss("mean(log(2))"), { shape });
      const gradient = withGradient ? { gradient: new Float32Array(210) } : {};
      const [bad] = BAD["NaN logits"];
      expect(() => step.run({ ...bad, ...gradient })).toThrow(complaint(bad, {}));
      expect(step.run({ ...good, ...gradient })).toBeCloseTo(Math.log(2), 12);
      step.dispose();
    });
  }
});

it("a spacing of another dimension is refused when a loss is compiled", () => {
  for (const name of ["boundary", "hausdorff", "distancePenalizedCrossEntropy", "distanceCrossEntropy"])
    expect(() => engine.compile(parseLoss(`${name}(spacing=[1, 1, 1])`), { shape }), name).toThrow(
      /^spacing \[1, 1, 1\] must have one number per axis of the shape, 2 in all/,
    );
});

describe("labels of any width give the same", () => {
  for (const make of [Uint16Array, Int32Array]) {
    it(make.name, () => {
      const bytes = once(engine, "dice + lovasz", { shape }, good);
      const wide = once(engine, "dice + lovasz", { shape }, { ...good, targets: make.from(good.targets) });
      expect(wide).toEqual(bytes);
    });
  }
  it("the ignored label may be negative", () => {
    const ignored = Int32Array.from(good.targets, (label, i) => (i % 5 ? label : -1));
    const bytes = Uint8Array.from(ignored, (label) => (label < 0 ? 255 : label));
    const wide = once(engine, "focal", { shape, ignore: -1 }, { ...good, targets: ignored });
    expect(wide).toEqual(once(engine, "focal", { shape, ignore: 255 }, { ...good, targets: bytes }));
  });
});
