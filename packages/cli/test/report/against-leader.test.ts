import { expect, it } from "vitest";
import type { PairVerdict } from "../../src/compare/protocol/results.ts";
import { againstLeader, standing } from "../../src/report/comparison/against-leader.ts";
import { threeLosses } from "./made-cases.ts";

const PAIR: PairVerdict = { a: 0, b: 2, difference: 0.04, low: 0.01, high: 0.07, p: 0.02, word: "better" };

it("a pair seen from either loss has its sign, its ends and its word turned", () => {
  expect(standing(PAIR, 0)).toEqual({ difference: 0.04, low: 0.01, high: 0.07, p: 0.02, word: "better" });
  expect(standing(PAIR, 2)).toEqual({ difference: -0.04, low: -0.07, high: -0.01, p: 0.02, word: "worse" });
  for (const word of ["equivalent", "undecided"] as const)
    expect(standing({ ...PAIR, word }, 2).word).toBe(word);
});

it("whichever loss the word is about, the sign says for whom", () => {
  expect(standing({ ...PAIR, word: "worse" }, 0).word).toBe("better");
  expect(standing({ ...PAIR, word: "worse" }, 2).word).toBe("worse");
});

it("the leader has no row against itself, also where it is not the first", () => {
  const { verdict } = threeLosses();
  expect([0, 1, 2].map((loss) => againstLeader(verdict, loss)?.word)).toEqual([undefined, "worse", "worse"]);
  const rows = [PAIR, { ...PAIR, b: 1 }].map((pair) => ({ ...pair, a: pair.b, b: 0, difference: -0.04 }));
  expect([0, 1, 2].map((loss) => againstLeader({ ...verdict, rows }, loss)?.word)).toEqual([
    undefined,
    "worse",
    "worse",
  ]);
});
