import { expect, test } from "vitest";
import type { ComparisonVerdict } from "../../../src/compare/protocol/results.ts";
import { measureOf } from "../../../src/compare/verdict/measures.ts";
import { sentences } from "../../../src/compare/verdict/sentences.ts";

const FACTS = {
  ...{ planned: 3, measure: measureOf("pq"), margin: 0.01, budget: "thorough" as const },
  ...{
    minutes: null,
    steps: 400,
    enough: true,
    held: [] as number[],
    means: [0.615, 0.586, 0.5858],
    reason: null,
  },
  ...{ baseline: 0.1, failures: [0, 0, 0], trainings: [15, 15, 15] },
  losses: ["dice", "crossEntropy", "lovasz"].map((loss) => ({ loss, rising: false, missed: [] })),
};

/** A comparison by PQ: the smaller lead is the surer one, p being that of each pair alone. */
function decided(needed: ComparisonVerdict["needed"] = null) {
  const row = (b: number, difference: number, low: number, high: number, p: number) => ({
    ...{ a: 0, b, difference, low, high, p, word: "undecided" as const },
  });
  return {
    ...{ word: "undecided" as const, winner: null, candidates: [0, 2], pairs: [], needed },
    rows: [row(1, 0.029, 0.0005, 0.0575, 0.047), row(2, 0.0292, -0.002, 0.0604, 0.064)],
    ...{ probabilityBest: null, againstReference: null, images: 48, folds: 5, repeats: 3 },
  };
}

test("the open loss that is named has an interval that holds 0", () => {
  expect(sentences(decided(), FACTS).claim).toBe(
    "Undecided: dice leads with a mean PQ 0.615, not to be told from crossEntropy and lovasz; nearest lovasz by about 0.029 (-0.002 to 0.06; 5 folds x 3 repeats, 48 images).",
  );
});

test("losses that were still rising are named apart from those that are not to be told from the leader", () => {
  expect(sentences(decided(), { ...FACTS, held: [1] }).claim).toBe(
    "Undecided: dice leads with a mean PQ 0.615, not to be told from lovasz; nearest lovasz by about 0.029 (-0.002 to 0.06; 5 folds x 3 repeats, 48 images); crossEntropy was still rising and may catch up.",
  );
  expect(sentences(decided(), { ...FACTS, held: [1, 2] }).claim).toMatch(
    /^Undecided: dice leads with a mean PQ 0\.615, ahead of lovasz by about .*; crossEntropy and lovasz were still rising and may catch up\.$/,
  );
});

test("where an open loss was still rising longer trainings are asked for, and no more of them", () => {
  const losses = FACTS.losses.map((one, k) => ({ ...one, rising: k === 2 }));
  const needed = {
    against: 2,
    target: 0.01,
    showsNow: 0.02,
    kind: "repeats" as const,
    repeats: 4,
    minutes: null,
  };
  expect(sentences({ ...decided(needed), late: [2] }, { ...FACTS, losses }).caution).toBe(
    "lovasz was still rising when the training ended. Longer trainings would tell: --steps 800, or more minutes.",
  );
});

test("of classes that were not found three are named, with all losses that missed them", () => {
  const missed = ["a", "b", "c", "d", "e"].map((name) => ({ class: name, trainings: 2, of: 15 }));
  const losses = FACTS.losses.map((one, k) => (k === 0 ? one : { ...one, missed }));
  const { caution } = sentences(decided(), { ...FACTS, losses });
  expect(caution).toMatch(
    /a was not found by crossEntropy in 2 of 15 trainings and by lovasz in 2 of 15 trainings; longer ones may\./,
  );
  expect(caution).toMatch(/c was not found .* So it is with 2 more classes\.$/);
  expect(caution).not.toMatch(/d was not found/);
});

test("where nothing could be compared, steps are not what is missing", () => {
  const losses = FACTS.losses.map((one) => ({ ...one, rising: true }));
  const none = { ...decided(), rows: [], winner: null };
  expect(
    sentences(none, { ...FACTS, losses, reason: "fewer than three folds have ended" }).caution,
  ).not.toContain("Longer");
  const constant = {
    ...FACTS,
    losses,
    reason: "not above the best constant prediction",
    means: [0.1, 0.1, 0.1],
  };
  expect(sentences(none, constant).caution).toContain("Longer trainings would tell: --steps 800");
  expect(sentences(none, { ...constant, enough: false }).caution).not.toContain("Longer");
});

test("no more trainings are asked for where these would show what is worth showing", () => {
  const needed = { against: 2, target: 0.01, kind: "repeats" as const, repeats: 4, minutes: null };
  expect(sentences(decided({ ...needed, showsNow: 0.02 }), FACTS).caution).toMatch(
    /^About 4 repeats .* --repeats 4\.$/,
  );
  expect(sentences(decided({ ...needed, showsNow: 0.008 }), FACTS).caution).toBe(
    "These trainings would show a difference of 0.01 in four of five cases, and what they show is less.",
  );
});
