import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Classified, classifySuite, type Tally, tally } from "./classify.ts";
import { PEER_LIBRARIES } from "./libraries/index.ts";
import { type PeerSuite, peerSuites, selectedSuites } from "./peer-case.ts";

const COUNTS = fileURLToPath(new URL("counts.json", import.meta.url));
const recorded = JSON.parse(readFileSync(COUNTS, "utf8")) as Record<string, Tally & { commit: string }>;

function classified(suite: PeerSuite): Classified[] {
  return classifySuite(
    suite,
    PEER_LIBRARIES.find((library) => library.suite === suite.name),
  );
}

/** What does not agree, for people: SEGLOSS_PEERS=1 prints all of it. */
function report(suite: PeerSuite, cases: readonly Classified[]): void {
  if (process.env.SEGLOSS_PEERS === undefined) return;
  for (const { verdict, call, id, why } of cases)
    if (verdict !== "agree") console.log(`${suite.name} ${verdict}: ${call} ${id.split(":").pop()}: ${why}`);
}

describe.each(selectedSuites().map((suite) => [suite.name, suite] as const))("%s, selection", (_, suite) => {
  it("has no wrong number", () => {
    const wrong = classified(suite).filter(({ verdict }) => verdict === "wrong");
    expect(wrong).toEqual([]);
  });
});

const { whole, suites } = peerSuites();

describe.runIf(whole)("all gathered cases", () => {
  const results = suites.map((suite) => ({ suite, cases: classified(suite) }));

  it.each(results.map(({ suite, cases }) => [suite.name, suite, cases] as const))(
    "%s",
    (name, suite, cases) => {
      report(suite, cases);
      expect(cases.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
      const missing = cases.filter(({ verdict }) => verdict === "inexpressible");
      const why = missing.map(({ call, id, why }) => `${call} ${id}: ${why}`).join("\n");
      expect(missing.length, why).toBeLessThanOrEqual(recorded[name]?.inexpressible ?? 0);
    },
  );

  it("are counted as recorded: with -u the record and then npm run docs the page are written anew", async () => {
    const counts = results.map(({ suite, cases }) => {
      const { library, commit, kind } = suite;
      return [suite.name, { library, commit, kind, cases: cases.length, ...tally(cases) }];
    });
    await expect(`${JSON.stringify(Object.fromEntries(counts), null, 2)}\n`).toMatchFileSnapshot(COUNTS);
  });
});
