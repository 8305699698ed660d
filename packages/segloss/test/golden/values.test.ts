import { evaluate, reference } from "segloss";
import { describe, expect, test } from "vitest";
import { anchorCases, type GoldenCase, goldenCases, readGolden, undecidedCases } from "./golden-case.ts";

/** Largest difference as a share of the largest expected entry; absolute below 1e-3. */
function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 1e-3;
  let off = found.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    off = Math.max(off, Number.isNaN(found[i]) ? Infinity : Math.abs(found[i] - expected[i]));
  }
  return off / largest;
}

function agrees({ loss, value, gradient, tolerance, ...inputs }: GoldenCase): void {
  const found = evaluate(loss, {
    engine: reference(),
    ...inputs,
    layout: "channels-first",
    gradient: gradient !== undefined,
  });
  expect(difference([found.value], [value]), `${found.value}, expected ${value}`).toBeLessThanOrEqual(
    tolerance.value,
  );
  if (gradient) expect(difference(found.gradient ?? [], gradient)).toBeLessThanOrEqual(tolerance.gradient);
}

describe("value and gradient of another library", () => {
  test.for(goldenCases().map((each) => [`${each.id} (${each.library})`, each] as const))("%s", ([, each]) => {
    agrees(each);
  });
});

describe("value that another library had on the shared input", () => {
  test.for(anchorCases().map((each) => [`${each.id} (${each.library})`, each] as const))("%s", ([, each]) => {
    agrees(each);
  });
});

test("an image without a valid pixel is left out of the mean over images", () => {
  const leftOut = undecidedCases().find((each) => each.id === "void/left-out");
  const countsZero = undecidedCases().find((each) => each.id === "void/zero");
  agrees(leftOut as GoldenCase);
  expect(() => agrees(countsZero as GoldenCase)).toThrow(/expected/);
});

test("the rebuilt shared input is the one that the libraries saw", () => {
  const { check } = readGolden("anchor-input.json") as {
    check: { firstLogits: number[]; labels: number[]; labelsIgnored: number[] };
  };
  const [labels, ignored] = ["dice/monai default softmax", "ce/torch ignore255"].map(
    (id) => anchorCases().find((each) => each.id === id) as GoldenCase,
  );
  expect([...labels.logits.slice(0, 8)]).toEqual(check.firstLogits);
  expect([...labels.targets]).toEqual(check.labels);
  expect([...ignored.targets]).toEqual(check.labelsIgnored);
});
