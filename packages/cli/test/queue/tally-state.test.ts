import fc from "fast-check";
import { expect, it } from "vitest";
import { fromExactJson, toExactJson } from "../../src/queue/protocol/exact-json.ts";
import type { PairScore } from "../../src/score/score-pair.ts";
import type { ScoreSettings } from "../../src/score/score-settings.ts";
import { tally } from "../../src/score/tally.ts";

const SETTINGS: ScoreSettings = {
  ...{
    metrics: "dice,hd95,iou",
    ignore: [],
    geometry: "world",
    empty: "skip",
    labels: "classes",
    surface: "pixels",
  },
  penalty: Number.POSITIVE_INFINITY,
};

/** Scores of a pair with sums that floating point would round, and now and then an infinite distance. */
const score = fc
  .record({
    met: fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 1e6 })), {
      minLength: 1,
      maxLength: 6,
    }),
    values: fc.array(
      fc.option(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.POSITIVE_INFINITY))),
      { minLength: 3, maxLength: 3 },
    ),
  })
  .map(({ met, values }): Omit<PairScore, "name"> => {
    const pairs = [
      ...new Map(
        met.map(([truth, predicted, pixels]) => [`${truth} ${predicted}`, { truth, predicted, pixels }]),
      ).values(),
    ];
    return {
      ...{
        notes: [],
        seen: { predicted: [], truth: [] },
        pairs,
        ignored: [],
        strangers: [],
        things: [],
        values,
      },
      ofClasses: values.map((value) => (value === null ? [] : [[1, value] as const])),
      sums: values.map(() => []),
    };
  });

it("scores that were added up in any parts, as JSON, and joined in any order are those of all at once, to the bit", () => {
  fc.assert(
    fc.property(
      fc.array(score, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat(3)),
      (all, draws) => {
        const whole = tally(SETTINGS);
        const parts = Array.from({ length: 4 }, () => tally(SETTINGS));
        for (const [k, one] of all.entries()) {
          const named = { ...one, name: `i${k}` };
          whole.add(named);
          parts[draws.next().value].add(named);
        }
        const joined = tally(SETTINGS);
        for (const part of parts.reverse())
          joined.merge(fromExactJson(toExactJson(part.state())) as ReturnType<typeof part.state>);
        expect(joined.result()).toEqual(whole.result());
      },
    ),
  );
});
