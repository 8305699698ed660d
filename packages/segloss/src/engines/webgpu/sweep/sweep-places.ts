import type { Layout } from "../../../plan/setting.ts";
import type { Plane } from "./planes.ts";

/** Where a sweep reads and writes. */
export interface SweepPlaces {
  readonly channels: number;
  readonly layout: Layout;
  readonly planes: readonly Plane[];
  /** Coefficients of an image. */
  readonly coefficientWidth: number;
}
