import fc from "fast-check";
import {
  boundary,
  dice,
  evaluate,
  focal,
  lossFromJson,
  lossToJson,
  makePlan,
  parseLoss,
  printLoss,
  ramp,
  reference,
  type Setting,
  scale,
  sum,
} from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../src/engines/wasm/wasm.ts";

const logits = Float64Array.from({ length: 24 }, (_, i) => 2 * Math.sin(1.7 * i));
const targets = Uint8Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 1 : 0));
const shape = [2, 3, 4, 1];
const inputs = { logits, targets, shape };
const lossOf = (text: string): number => evaluate(text, inputs).value;
const share = fc.integer({ min: 0, max: 64 }).map((k) => k / 64);
const factor = fc.integer({ min: -256, max: 256 }).map((k) => k / 64);

describe("a ramp", () => {
  it("is the loss times the point on its line, gradient too", () => {
    fc.assert(
      fc.property(factor, factor, share, (from, to, progress) => {
        const plain = evaluate("dice", inputs);
        const found = evaluate(ramp({ from, to }, dice()), { ...inputs, progress });
        const at = from + (to - from) * progress;
        expect(found.value).toBeCloseTo(at * plain.value, 14);
        for (const [i, g] of found.gradient!.entries()) expect(g).toBeCloseTo(at * plain.gradient![i], 14);
      }),
    );
  });

  it("is level before its start and after its end", () => {
    const loss = ramp({ from: 1, to: 3, start: 0.25, end: 0.75 }, dice());
    const at = (progress: number): number => evaluate(loss, { ...inputs, progress }).value / lossOf("dice");
    expect([0, 0.25, 0.5, 0.75, 1].map((t) => Number(at(t).toFixed(12)))).toEqual([1, 1, 2, 3, 3]);
  });

  it("rebalances two losses, on a step that is compiled once, on both engines alike", async () => {
    const loss = sum(ramp({ from: 1, to: 0.01 }, dice()), scale(2, ramp({ from: 0.01, to: 1 }, boundary())));
    const fast = await wasm();
    const steps = [reference(), fast].map((engine) => engine.compile(loss, { shape }));
    for (const progress of [0, 0.5, 1, 0.25]) {
      const expected =
        (1 - 0.99 * progress) * lossOf("dice") + 2 * (0.01 + 0.99 * progress) * lossOf("boundary");
      const [exact, single] = steps.map((step) => step.run({ logits, targets, progress }));
      expect(exact).toBeCloseTo(expected, 14);
      expect(single).toBeCloseTo(expected, 6);
    }
    fast.dispose();
  });

  it("is in sums over the batch what it is in sums over images", () => {
    const progress = 0.375;
    const { value } = evaluate("ramp(0, 2)*focal + ramp(1, 0.5)*dice", { ...inputs, progress });
    expect(value).toBeCloseTo(0.75 * lossOf("focal") + 0.8125 * lossOf("dice"), 14);
  });

  it("shares the sums of the loss beside it", () => {
    const setting: Setting = {
      ...{ batch: 2, space: [3, 4], channels: 1, layout: "channels-last", link: "sigmoid" },
      ...{ targets: "indices", weighted: false, ignore: [], masked: false },
    };
    expect(makePlan(parseLoss("ramp(1, 0)*dice + dice"), setting).scopes).toHaveLength(1);
    expect(makePlan(parseLoss("ramp(1, 0)*dice"), setting).usesProgress).toBe(true);
    expect(makePlan(parseLoss("ramp(2, 2)*dice"), setting).usesProgress).toBe(false);
  });

  it("stands in text and in JSON", () => {
    const loss = sum(
      ramp({ from: 1, to: 0.01, end: 0.5 }, focal()),
      scale(-0.5, ramp({ from: 0, to: -1 }, dice())),
    );
    const text = "ramp(1, 0.01, end=0.5)*focal - 0.5*ramp(0, -1)*dice";
    expect(printLoss(loss)).toBe(text);
    expect(parseLoss(text)).toEqual(loss);
    expect(lossFromJson(lossToJson(loss))).toEqual(loss);
  });
});

describe("progress", () => {
  it("is a symbol of formulas: a weight of any shape over the training", () => {
    const at = (progress: number): number =>
      evaluate("(1 - cos)*mean(p) where cos = exp(-progress)", { ...inputs, progress }).value;
    const { value } = evaluate("mean(p)", inputs);
    expect(at(0)).toBe(0);
    expect(at(1)).toBeCloseTo((1 - Math.exp(-1)) * value, 14);
  });

  it("is asked for by losses that change, and by no others", async () => {
    const fast = await wasm();
    for (const engine of [reference(), fast]) {
      const step = engine.compile(ramp({ from: 0, to: 1 }, dice()), { shape });
      expect(() => step.run({ logits, targets })).toThrow(
        /changes while a network is trained: pass progress, 0 at/,
      );
      expect(() => step.run({ logits, targets, progress: 1.5 })).toThrow(
        /from 0, .* to 1, its end; got 1\.5/,
      );
      expect(() => step.run({ logits, targets, progress: Number.NaN })).toThrow(/got NaN/);
      const plain = engine.compile(dice(), { shape });
      expect(plain.run({ logits, targets, progress: 7 })).toBe(plain.run({ logits, targets }));
    }
    fast.dispose();
  });
});

describe("a ramp that makes no sense is refused", () => {
  it.each([
    ["ramp(1, 2", /Expected "\)" to close the ramp/],
    ["ramp(1)*dice", /Expected "," between the factors/],
    ["ramp(1, 2, stop=0.5)*dice", /ramp has no option "stop"\. Options: start, end\./],
    ["ramp(1, 2, start=1)*dice", /needs 0 <= start < end <= 1, got start 1 and end 1/],
    ["ramp(1, 2, end=late)*dice", /start and end of a ramp are numbers/],
    ["ramp(a, 2)*dice", /Expected a number: ramp\(0\.01, 1\)\*boundary/],
    ["ramp(1, 2) + dice", /Expected "\*" between a ramp and its loss/],
  ])("%s", (text, message) => {
    expect(() => parseLoss(text)).toThrow(message);
  });

  it("a factor that is not finite, and a second ramp on a term", () => {
    expect(() => ramp({ from: Number.NaN, to: 1 }, dice())).toThrow(
      /^ramp: from must be a finite number, got NaN\.$/,
    );
    const once = ramp({ from: 0, to: 1 }, dice());
    expect(() => ramp({ from: 0, to: 1 }, once)).toThrow(/^ramp: dice has a ramp already/);
  });

  it("in JSON", () => {
    const { terms } = ramp({ from: 0, to: 1 }, dice());
    const wrong = { terms: [{ ...terms[0], ramp: { from: 0, to: 1, start: 1, end: 0 } }] };
    expect(() => lossFromJson(JSON.stringify(wrong))).toThrow(/Term 0 of the loss: ramp cannot be/);
  });
});
