import { dataError } from "../../data/data-error.ts";
import { type ComparisonResults, RESULTS_VERSION } from "../protocol/results.ts";
import { infiniteAsText } from "./infinite-as-text.ts";
import { readShape, ShapeError } from "./read-shape.ts";
import { RESULTS } from "./results-shape.ts";

/** Results as they stand in results.json. */
export function writeResults(results: ComparisonResults): string {
  return `${JSON.stringify(results, infiniteAsText)}\n`;
}

/** Reads a results.json. @param where its name, for errors @throws DataError where it is none of this version */
export function parseResults(text: string, where: string): ComparisonResults {
  const value = parsed(text, where);
  checkVersion(value, where);
  try {
    return readShape(RESULTS.node, value) as ComparisonResults;
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    throw dataError(
      `${where}: ${cause.message}; the file was changed or is damaged: take the one that segloss compare wrote`,
      cause,
    );
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw dataError(`${where}: is no JSON; expected the results.json of segloss compare`, cause);
  }
}

function checkVersion(value: unknown, where: string): void {
  const given = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  if (given.version === RESULTS_VERSION) return;
  if (given.version === undefined && "losses" in given && "settings" in given)
    throw dataError(
      `${where}: version 1, written by an older segloss, holds no scores of images; run segloss compare again`,
    );
  if (given.version === undefined)
    throw dataError(`${where}: is no results.json of segloss compare, which states a version`);
  const newer = typeof given.version === "number" && given.version > RESULTS_VERSION;
  throw dataError(
    `${where}: expected version ${RESULTS_VERSION}, got ${JSON.stringify(given.version)}; ${newer ? "read it with the segloss that wrote it" : "run segloss compare again"}`,
  );
}
