import { explain, LOSSES, type Loss, loss, reference } from "segloss";
import { describe, expect, it } from "vitest";

const LOGITS = Float64Array.of(0.4, -1.2, 2.1, 0.3, -0.5, 0.9);
const TARGETS = Uint8Array.of(1, 0, 1, 0, 0, 1);

function lossOf(made: Loss): number {
  const step = reference().compile(made, { shape: [1, 2, 3, 1], link: "sigmoid" });
  return step.run({ logits: LOGITS, targets: TARGETS });
}

/** What a formula cannot say: weights by rank, and fields that a loss asks for. */
const written = LOSSES.map((factory) => [factory.definition.name, factory()] as const).filter(
  ([, { terms }]) => !/lovasz|hardest|d1|distance|nearness/i.test(JSON.stringify(terms)),
);

it("is looked at for most losses", () => expect(written.length).toBeGreaterThan(25));

describe.each(written)("the compiled value of %s", (_, made) => {
  it("with its shared parts named is a formula of the same value", () => {
    const { text } = explain(made, { link: "sigmoid", channels: 1 }).value;
    const again = loss(text, { over: made.terms[0].over, parameters: { N: TARGETS.length } });
    // Numbers are printed with six digits.
    expect(Math.abs(lossOf(again) - lossOf(made))).toBeLessThan(2e-5 * (1 + Math.abs(lossOf(made))));
  });
});

it("long parts that stand in several places are written once, below", () => {
  expect(explain(LOSSES.find(({ definition }) => definition.name === "dice")!()).gradient.text).toBe(
    "(2*2*sum(p*y)/a*p/a - 2*y/a)*p*(1 - p)\n  where a = sum(p^2) + sum(y)",
  );
});

it("names do not take those of the user's maps", () => {
  const { text } = explain(loss("sum(p*a*y)/(sum(p*a) + sum(y*a)) + sum(p*a*y)", { maps: ["a"] })).gradient;
  expect(text).toMatch(/where b = /);
});
