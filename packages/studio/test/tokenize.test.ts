import MiniSearch from "minisearch";
import { expect, test } from "vitest";
import { withoutLoanwords } from "../src/search/loanwords.ts";
import { tokenize } from "../src/search/tokenize.ts";

test("Hangul is pairs of letters; other words are words, and their camels' parts", () => {
  expect(tokenize("손실함수는 crossEntropy, 2D!")).toEqual([
    "손실",
    "실함",
    "함수",
    "수는",
    "crossEntropy",
    "cross",
    "Entropy",
    "2D",
  ]);
  expect(tokenize("How to choose a loss")).toEqual(["choose", "loss"]);
  expect(tokenize("p와 q")).toEqual(["p", "와", "q"]);
  expect(tokenize("Lovász의 확장")).toEqual(["Lovász", "의", "확장"]);
});

test("a stem is found in a word with a particle, and a noun inside of a compound", () => {
  const search = new MiniSearch({ fields: ["text"], tokenize });
  search.addAll(
    ["손실을 더합니다", "좋은 손실함수", "거리변환으로 만든 가중치맵", "경계"].map((text, id) => ({
      id,
      text,
    })),
  );
  const found = (words: string) =>
    search
      .search(words, { combineWith: "AND" })
      .map(({ id }) => id)
      .sort();
  expect(found("손실")).toEqual([0, 1]);
  expect(found("함수")).toEqual([1]);
  expect(found("가중치")).toEqual([2]);
  expect(found("거리 변환")).toEqual([2]);
  expect(found("혈관")).toEqual([]);
});

test("names in Hangul are looked for as the pages write them", () => {
  expect(withoutLoanwords("다이스 손실")).toBe("dice 손실");
  expect(withoutLoanwords("로바츠의 그래디언트")).toBe("lovász 의 기울기");
  expect(withoutLoanwords("크로스엔트로피 로스")).toBe("교차 엔트로피 손실");
  expect(withoutLoanwords("손실함수")).toBe("손실함수");
});
