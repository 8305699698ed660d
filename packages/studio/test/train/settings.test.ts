import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smoothed, withMoments } from "../../src/train/parts/curves.ts";
import { isTwin } from "../../src/train/state/is-twin.ts";
import {
  parseSettings,
  printSettings,
  type Settings,
  typedNumber,
  USUAL,
} from "../../src/train/state/settings.ts";
import { makeTurns } from "../../src/train/worker/turns.ts";

const anySettings: fc.Arbitrary<Settings> = fc.record({
  data: fc.constantFrom("nuclei", "files", "served"),
  images: fc.integer({ min: 6, max: 200 }),
  losses: fc.array(fc.string({ maxLength: 60 }), { minLength: 2, maxLength: 4 }),
  width: fc.integer({ min: 2, max: 64 }),
  depth: fc.integer({ min: 2, max: 5 }),
  size: fc.integer({ min: 16, max: 256 }),
  batch: fc.integer({ min: 1, max: 64 }),
  steps: fc.integer({ min: 10, max: 20000 }),
  rate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  seed: fc.integer({ min: 0, max: 9999 }),
  seeds: fc.integer({ min: 1, max: 5 }),
  on: fc.constantFrom("cpu", "webgpu"),
});

test("a loss is a twin where it stands further up already, as compare counts them", () => {
  const losses = ["dice", "crossEntropy", " dice", "dice + focal"];
  expect(losses.map((_, k) => isTwin(losses, k))).toEqual([false, false, true, false]);
});

describe("settings", () => {
  test("come back from the address as they went in", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(parseSettings(`#${printSettings(settings)}`)).toEqual(settings);
      }),
    );
    expect(printSettings(USUAL)).toBe("");
  });

  test("that an address says wrongly are as usual", () => {
    expect(parseSettings("#w=1&h=9&t=ten&r=0&d=moon&on=tpu&k=0")).toEqual(USUAL);
    expect(typedNumber("width", " 16 ")).toBe(16);
    expect(typedNumber("width", "16.5")).toBeUndefined();
    expect(typedNumber("rate", "1e-3")).toBe(0.001);
  });
});

test("turns are taken one at a time, in the order of asking, and by nobody while paused", async () => {
  const turns = makeTurns();
  const seen: string[] = [];
  let busy = 0;
  const train = async (name: string) => {
    for (let step = 1; step <= 3; step++)
      await turns.take(async () => {
        expect(++busy).toBe(1);
        await new Promise((done) => setTimeout(done, 1));
        seen.push(`${name}${step}`);
        busy--;
      });
  };
  turns.pause();
  const both = Promise.all([train("a"), train("b")]);
  await new Promise((done) => setTimeout(done, 10));
  expect(seen).toEqual([]);
  turns.resume();
  await both;
  expect(seen).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
});

test("a turn that fails does not keep the others from theirs", async () => {
  const turns = makeTurns();
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const next = turns.take(async () => "yes");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});

describe("curves", () => {
  test("are means of neighbouring steps, which keep the mean of all", () => {
    const losses = Array.from({ length: 600 }, (_, k) => k % 7);
    const points = smoothed(losses, 600);
    expect(points).toHaveLength(60);
    const mean = points.reduce((sum, [, value]) => sum + value, 0) / points.length;
    expect(mean).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / losses.length, 12);
    expect(points[0]?.[0]).toBe(5.5);
    expect(smoothed([3], 10)).toEqual([[1, 3]]);
  });

  test("take up what has come of their own loss and training", () => {
    const point = { step: 2, loss: 1, dice: 0.5, iou: 0.3 };
    const moments = [
      { loss: 1, repeat: 0, steps: [1, 2], losses: [4, 3], points: [point] },
      { loss: 0, repeat: 1, steps: [1], losses: [9], points: [] },
    ];
    const before = [
      { losses: [], dice: [] },
      { losses: [5], dice: [] },
    ];
    expect(withMoments(before, moments, 0)).toEqual([before[0], { losses: [5, 4, 3], dice: [[2, 0.5]] }]);
  });
});
