import { beforeAll, describe, expect, it } from "vitest";
import type { ComparisonResults } from "../../../src/compare/protocol/results.ts";
import { parseResults, writeResults } from "../../../src/compare/results-file/results-text.ts";
import { withFailures } from "../../report/made-cases.ts";

const made: { results?: ComparisonResults; text: string } = { text: "" };
beforeAll(() => {
  made.results = withFailures();
  made.text = writeResults(made.results);
});

/** The file with another value at a place; without one it is taken away. */
function changed(path: string, value?: unknown): string {
  const file = JSON.parse(made.text);
  const keys = path.split(".");
  const last = keys.pop()!;
  const place = keys.reduce((inner, key) => inner[key], file);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return JSON.stringify(file);
}

describe("results.json", () => {
  it("is read as it was written", () => {
    expect(parseResults(made.text, "results.json")).toEqual(made.results);
  });

  it("keeps distances that are infinite, and losses that are no number", () => {
    const [first] = made.results!.losses;
    const [trial] = first.trials;
    const evidence = [{ ...trial.evidence[0], hd95: [null, Number.POSITIVE_INFINITY, 2.5] }];
    const curve = [{ ...trial.curve[0], loss: Number.NaN }];
    const losses = [{ ...first, trials: [{ ...trial, evidence, curve }] }];
    const read = parseResults(writeResults({ ...made.results!, losses }), "results.json");
    expect(read.losses[0].trials[0].evidence[0].hd95).toEqual([null, Number.POSITIVE_INFINITY, 2.5]);
    expect(read.losses[0].trials[0].curve[0].loss).toBeNaN();
  });

  it("keeps fields that this version does not know", () => {
    const read = parseResults(changed("losses.0.later", 1), "r");
    expect(read.losses[0]).toHaveProperty("later", 1);
  });

  it("keeps losses[].loss and losses[].trials[].dice", () => {
    const value = JSON.parse(made.text);
    for (const { loss, trials } of value.losses) {
      expect(typeof loss).toBe("string");
      for (const { dice } of trials) expect(dice === null || typeof dice === "number").toBe(true);
    }
  });

  it("of another version is refused by name", () => {
    const old = JSON.stringify({ complete: true, settings: {}, losses: [] });
    expect(() => parseResults(old, "a/results.json")).toThrow(
      "a/results.json: version 1, written by an older segloss, holds no scores of images; run segloss compare again",
    );
    expect(() => parseResults(changed("version", 3), "r")).toThrow(
      "r: expected version 2, got 3; read it with the segloss that wrote it",
    );
    expect(() => parseResults(changed("version", 1), "r")).toThrow(
      "r: expected version 2, got 1; run segloss compare again",
    );
    expect(() => parseResults("[]", "r")).toThrow(
      "r: is no results.json of segloss compare, which states a version",
    );
    expect(() => parseResults("{", "r")).toThrow(
      "r: is no JSON; expected the results.json of segloss compare",
    );
  });

  it("that was changed is refused with the place, what was expected and what came", () => {
    const cases: readonly (readonly [path: string, value: unknown, message: string])[] = [
      ["losses.0.trials.2.seed", undefined, "losses[0].trials[2].seed: is missing"],
      ["losses.1.loss", 7, "losses[1].loss: expected text, got 7"],
      [
        "losses.0.trials.0.state",
        "lost",
        'losses[0].trials[0].state: expected "converged" or "rising" or "collapsed" or "diverged" or "failed", got "lost"',
      ],
      ["data.images", {}, "data.images: expected a list, got {}"],
      [
        "losses.0.trials.0.evidence.0.bins.0",
        [1, 2],
        "losses[0].trials[0].evidence[0].bins[0]: expected 3 values, got 2",
      ],
      ["seconds", null, "seconds: expected a number, got null"],
      ["environment.node", 20, "environment.node: expected text, got 20"],
      [
        "losses.0.trials.0.fold",
        -1,
        "losses[0].trials[0].fold: expected a whole number of at least 0, got -1",
      ],
      ["spent", 3, "spent: expected an object, got 3"],
    ];
    for (const [path, value, message] of cases)
      expect(() => parseResults(changed(path, value), "r")).toThrow(
        `r: ${message}; the file was changed or is damaged: take the one that segloss compare wrote`,
      );
  });
});
