import { describe, expect, it } from "vitest";
import { isSmall, peerSuites, selectedSuites } from "./peer-case.ts";
import { classified } from "./whole-suites.ts";

// Cases of other libraries' own tests: none gives a wrong number. Those on large volumes are in peers.slow.test.ts.

describe.each(selectedSuites().map((suite) => [suite.name, suite] as const))("%s, selection", (_, suite) => {
  const found = classified(suite);

  it("has no wrong number", () => {
    expect(found.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  });

  if (suite.kind === "metrics")
    it("is expressed here", () => {
      expect(found.filter(({ verdict }) => verdict === "inexpressible")).toEqual([]);
    });
});

const { whole, suites } = peerSuites();

describe.runIf(whole)("all gathered cases but the large ones", () => {
  it.each(suites.map((suite) => [suite.name, suite] as const))("%s", (_, suite) => {
    const cases = classified({ ...suite, cases: suite.cases.filter(isSmall) });
    expect(cases.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  });
});
