import { describe, expect, it } from "vitest";
import { CASES } from "../../src/bench/bench-case.ts";
import { benchData, channelsLast } from "../../src/bench/bench-data.ts";

const named = (name: string) => CASES.find((one) => one.name === name)!;

describe("data of the bench", () => {
  it("is the same in both layouts", () => {
    const last = named("CE 21 classes, channels last");
    const first = named("CE 21 classes, channels first");
    const size = { batch: 2, size: 5 };
    const [a, b] = [benchData(last, size), benchData(first, size)];
    expect(a.shape).toEqual([2, 5, 5, 21]);
    expect(b.shape).toEqual([2, 21, 5, 5]);
    expect(b.targets).toEqual(a.targets);
    expect(channelsLast(first, b)).toEqual(a.logits);
    expect(b.logits).not.toEqual(a.logits);
  });

  // Errors 1 - z (2y - 1) above 0, which is what a sort has to look at.
  const active = { untrained: 1, "half trained": 0.31, trained: 0.05 };
  for (const [state, share] of Object.entries(active)) {
    it(`${state} hinge losses have an error on ${100 * share} % of the pixels`, () => {
      const { logits, targets } = benchData(named(`Lovász hinge, ${state}`), { batch: 1, size: 128 });
      const wrong = logits.filter((z, i) => 1 - z * (2 * targets[i] - 1) > 0).length / logits.length;
      expect(Math.abs(wrong - share)).toBeLessThan(0.01);
    });
  }
});
