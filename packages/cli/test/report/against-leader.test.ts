import { expect, it } from "vitest";
import type { PairVerdict } from "../../src/compare/protocol/results.ts";
import { againstLeader, standing } from "../../src/report/comparison/against-leader.ts";
import { threeLosses } from "./made-cases.ts";

const PAIR: PairVerdict = { a: 0, b: 2, difference: 0.04, low: 0.01, high: 0.07, p: 0.02, word: "better" };

it("a pair seen from either loss has its sign, its ends and its word turned", () => {
  expect(standing(PAIR, 0)).toEqual({ difference: 0.04, low: 0.01, high: 0.07, p: 0.02, word: "better" });
  expect(standing(PAIR, 2)).toEqual({ difference: -0.04, low: -0.07, high: -0.01, p: 0.02, word: "worse" });
  expect(standing({ ...PAIR, word: "worse" }, 2).word).toBe("better");
  for (const word of ["equivalent", "undecided"] as const)
    expect(standing({ ...PAIR, word }, 2).word).toBe(word);
});

it("the leader has no row against itself, also where it is not the first", () => {
  const { verdict } = threeLosses();
  expect([0, 1, 2].map((loss) => againstLeader(verdict, loss)?.word)).toEqual([undefined, "worse", "worse"]);
  const rows = [0, 1].map((b) => ({ ...PAIR, a: 2, b }));
  const seen = [0, 1, 2].map((loss) => againstLeader({ ...verdict, rows }, loss));
  expect(seen.map((one) => one?.word)).toEqual(["worse", "worse", undefined]);
  expect(seen[0]?.difference).toBe(-0.04);
});
