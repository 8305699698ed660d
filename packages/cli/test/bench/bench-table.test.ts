import { expect, it } from "vitest";
import { agree, benchTable } from "../../src/bench/bench-table.ts";
import { interleave, spreadOf, timesSlower } from "../../src/bench/interleave.ts";

const contender = (name: string, median: number, value = 0.5) => ({
  ...{
    name,
    median,
    fast: median,
    slow: median,
    runs: 3,
    rounds: [median],
    checksum: { value, gradientNorm: 2 },
  },
});
const row = (...contenders: ReturnType<typeof contender>[]) => ({
  ...{ name: "Dice", loss: "dice", shape: [1, 8, 8, 1], contenders },
});

it("a table has medians, and how many times faster the first contender is", () => {
  const rows = [
    row(contender("wasm", 0.25), contender("slow", 5)),
    row(contender("wasm", 2), contender("slow", 1)),
  ];
  expect(benchTable(rows)).toMatchInlineSnapshot(`
    "milliseconds    wasm         slow
    Dice, 1x8x8x1  0.250  5.00    20x
    Dice, 1x8x8x1   2.00  1.00   0.5x"
  `);
});

it("a contender that has no part in a row leaves a line there", () => {
  const rows = [
    row(contender("wasm", 1), contender("other", 2), contender("slow", 4)),
    row(contender("wasm", 1), contender("slow", 3)),
    row(contender("wasm", 1), contender("other", 2), contender("slow", 4)),
  ];
  const lines = benchTable(rows).split("\n");
  expect(lines[2]).toMatch(/1\.00 +- +3\.00 +3\.0x$/);
  expect(benchTable([rows[1], rows[0]]).split("\n")[1]).toBe(lines[2]);
});

it("a contender that computes something else is marked", () => {
  const wrong = row(contender("wasm", 1), contender("other", 2, 0.52));
  expect(benchTable([wrong])).toMatch(/2\.00 +2\.0x \?$/m);
  expect(agree(wrong)).toBe(false);
  expect(agree(row(contender("wasm", 1), contender("other", 2, 0.501)))).toBe(true);
});

it("a spread is the median between the fastest and the slowest tenth", () => {
  expect(spreadOf([9, 1, 2, 3, 4, 5, 6, 7, 8, 0])).toEqual({ median: 5, fast: 1, slow: 9 });
});

it("contenders take turns, backwards in every second round, and their first times do not count", async () => {
  const visits: string[] = [];
  const made = (name: string, ms: number) => ({
    name,
    checksum: async () => ({ value: 1, gradientNorm: 1 }),
    visit: async (runs: number) => {
      visits.push(`${name}${runs}`);
      return Array.from({ length: runs }, () => (visits.length <= 2 ? 100 * ms : ms));
    },
    dispose() {},
  });
  const turns = { rounds: 3, visitMs: 10, fewestRuns: 2, mostRuns: 5, pauseMs: 0 };
  const measured = await interleave([made("a", 1), made("b", 4)], turns);
  // One run each to learn how long they take, 100 times too long here; then what fits into 10 ms.
  expect(visits).toEqual(["a1", "b1", "a2", "b2", "b3", "a5", "a5", "b3"]);
  expect(timesSlower(measured[1], measured[0])).toEqual({ median: 4, fast: 4, slow: 4 });
  expect(measured.map(({ median, runs }) => [median, runs])).toEqual([
    [1, 12],
    [4, 8],
  ]);
});
