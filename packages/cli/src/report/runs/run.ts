import type { ComparisonResults } from "../../compare/protocol/results.ts";
import type { Pictures } from "../comparison/pictures.ts";

/** A finished or partial comparison, as its folder holds it. */
export interface Run {
  /** Its folder, as short as it can be told from the others. */
  readonly name: string;
  readonly results: ComparisonResults;
  readonly pictures: Pictures;
}
