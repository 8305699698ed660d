import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Classified, classifySuite, type Tally } from "./classify.ts";
import { PEER_LIBRARIES } from "./libraries/index.ts";
import type { PeerSuite } from "./peer-case.ts";

/** Where the counts of all gathered cases stand. */
export const COUNTS = fileURLToPath(new URL("counts.json", import.meta.url));

/** The recorded counts by suite. */
export function recordedCounts(): Readonly<Record<string, Tally>> {
  return JSON.parse(readFileSync(COUNTS, "utf8")) as Record<string, Tally>;
}

/** The cases of a suite through segloss; SEGLOSS_PEERS=1 prints what does not agree. */
export function classified(suite: PeerSuite): Classified[] {
  const cases = classifySuite(
    suite,
    PEER_LIBRARIES.find((library) => library.suite === suite.name),
  );
  if (process.env.SEGLOSS_PEERS !== undefined)
    for (const { verdict, call, id, why } of cases)
      if (verdict !== "agree")
        console.log(`${suite.name} ${verdict}: ${call} ${id.split(":").pop()}: ${why}`);
  return cases;
}
