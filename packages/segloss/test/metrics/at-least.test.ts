import { expect, test } from "vitest";
import { atLeast } from "../../src/metrics/at-least.ts";

test("shares of whole numbers reach their decimals, whatever the rounding", () => {
  for (let all = 1; all <= 100; all++)
    for (let part = 0; part <= all; part++) {
      const limit = Number((part / all).toFixed(9));
      expect(atLeast(part / all, limit)).toBe(true);
      if (part > 0) expect(atLeast((part - 1) / all, limit)).toBe(false);
    }
});

test("numbers of single precision reach the decimals that they stand for, both ways", () => {
  for (let k = 1; k < 1000; k++) {
    const [decimal, single] = [k / 100, Math.fround(k / 100)];
    expect([atLeast(decimal, single), atLeast(single, decimal)]).toEqual([true, true]);
    expect(atLeast(decimal * (1 - 1e-5), single)).toBe(false);
  }
});

test("0 and infinity are reached by themselves alone", () => {
  expect([atLeast(0, 0), atLeast(-1e-300, 0), atLeast(Infinity, Infinity), atLeast(1e300, Infinity)]).toEqual(
    [true, false, true, false],
  );
  expect(atLeast(Number.NaN, 0)).toBe(false);
});
