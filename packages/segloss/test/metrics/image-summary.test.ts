import fc from "fast-check";
import { expect, test } from "vitest";
import { summarizeImages } from "../../src/metrics/index.ts";

const values = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), {
  minLength: 1,
  maxLength: 20,
});
const quick = { resamples: 50 };

test("does not depend on the order of the images, to the last bit", () => {
  fc.assert(
    fc.property(values, (all) => {
      expect(summarizeImages([...all].reverse(), "high", quick)).toEqual(summarizeImages(all, "high", quick));
    }),
  );
});

test("the worst are at the end that the metric says", () => {
  fc.assert(
    fc.property(values, (all) => {
      const scored = all.filter((value) => value !== undefined);
      fc.pre(scored.length > 0);
      const high = summarizeImages(all, "high", quick)!;
      const low = summarizeImages(all, "low", quick)!;
      expect([high.worst, low.worst]).toEqual([Math.min(...scored), Math.max(...scored)]);
      expect(high.worstTenth).toBeLessThanOrEqual(high.mean + 1e-15);
      expect(low.worstTenth).toBeGreaterThanOrEqual(low.mean - 1e-15);
      expect([high.count, high.skipped]).toEqual([scored.length, all.length - scored.length]);
      expect(high.median).toBe(low.median);
    }),
  );
});

test("one image or infinite values have no interval, none have no summary", () => {
  expect(summarizeImages([0.5], "high")?.interval).toBeUndefined();
  expect(summarizeImages([1, Infinity], "low")).toMatchObject({ mean: Infinity, worst: Infinity });
  expect(summarizeImages([undefined], "high")).toBeUndefined();
});
