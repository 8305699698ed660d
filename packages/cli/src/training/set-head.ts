import type { DataDescription } from "../compare/protocol/results.ts";
import type { StoredSet } from "../data/store/stored-set.ts";

/** All that is known of a set besides its numbers: what `data/set.json` of the studio's server says. */
export interface SetHead extends Pick<DataDescription, "scored" | "thin" | "observers" | "notes"> {
  readonly set: StoredSet;
  /** What no split divides, for each image. */
  readonly groups: readonly string[];
}
