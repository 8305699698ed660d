import type { CellFields } from "../losses/loss.ts";

/** Distance fields to be made from the targets before the first sum. */
export interface FieldRequest {
  readonly settings: CellFields;
  /** Names by which the expressions know the fields. */
  readonly d1: string;
  readonly d2: string;
}
