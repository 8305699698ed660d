import type { ImageSource } from "../../data/image-source.ts";
import type { DataDescription } from "../protocol/results.ts";

/** What of the data does not follow from the source. */
export type DataFacts = Pick<DataDescription, "scored" | "thin" | "observers" | "notes">;

/** A set that trainings can be planned for. */
export interface OpenedSet {
  readonly source: ImageSource;
  /** What no split divides, for each image. */
  readonly groups: readonly string[];
  readonly facts: DataFacts;
  /** A line about each file that is not right and was passed over; they are among the notes as well. */
  readonly passedOver?: readonly string[];
}
