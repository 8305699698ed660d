import { describe, expect, it } from "vitest";
import { missing, tally } from "./classify.ts";
import { peerSuites } from "./peer-case.ts";
import { COUNTS, classified, recordedCounts } from "./whole-suites.ts";

// The counts of docs/coming-from.md: npx vitest run --project slow packages/segloss/test/peers -u, then npm run docs.

const { whole, suites } = peerSuites();

describe.runIf(whole)("all gathered cases", () => {
  const results = suites.map((suite) => ({ suite, cases: classified(suite) }));

  it.each(results.map(({ suite, cases }) => [suite.name, cases] as const))("%s", (name, cases) => {
    expect(cases.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
    const absent = cases.filter(({ verdict }) => verdict === "inexpressible");
    const why = absent.map(({ call, id, why }) => `${call} ${id}: ${why}`).join("\n");
    expect(absent.length, why).toBeLessThanOrEqual(recordedCounts()[name]?.inexpressible ?? 0);
  });

  it("are counted as recorded", async () => {
    const counts = results.map(({ suite, cases }) => {
      const { library, commit, kind } = suite;
      return [
        suite.name,
        { library, commit, kind, cases: cases.length, ...tally(cases), missing: missing(cases) },
      ];
    });
    await expect(`${JSON.stringify(Object.fromEntries(counts), null, 2)}\n`).toMatchFileSnapshot(COUNTS);
  });
});
