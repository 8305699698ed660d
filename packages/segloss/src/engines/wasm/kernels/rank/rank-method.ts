import type { Setting } from "../../../../plan/setting.ts";
import { isSplit, type RankJob, regionPixels } from "../../../../program/schedule/rank-job.ts";
import { type CellsLayout, layOutCells } from "./cells/layout.ts";
import { HARDEST_BYTES } from "./radix/emit-hardest.ts";
import { radixBytes } from "./radix/emit-radix-rank.ts";

/**
 * How Lovász losses rank the pixels of large regions: "exact", by sorting all errors; "bucketed", by counting them in
 * cells; "auto", exact up to 16,384 errors above 0 and bucketed above, where the gradient is within 5e-5 of
 * the exact one in relative L2. Regions below 32,768 pixels, weights and soft targets are exact always.
 */
export type LovaszChoice = "auto" | "exact" | "bucketed";

/** How a job is done. */
export interface RankMethod {
  /** Whether each region is shared by the threads, one after the other; else each region and class is one task. */
  readonly isSplit: boolean;
  readonly pixels: number;
  /** Regions, each of them with all classes. */
  readonly regions: number;
  /** Null for a radix sort. */
  readonly cells: CellsLayout | null;
  readonly choice: LovaszChoice;
  /** Bytes of memory: of each thread, or of all when they share a region. */
  readonly bytes: number;
}

/** Pixels of a region from which on cells are worth laying out. */
const CELLS_FROM = 32_768;

export function rankMethod(
  job: RankJob,
  setting: Setting,
  options: { readonly threads: number; readonly lovasz: LovaszChoice },
): RankMethod {
  const { slope, order } = job.ranking;
  const pixels = regionPixels(job.over, setting);
  const base = { pixels, regions: job.over === "image" ? setting.batch : 1 };
  if (order === "value" || pixels < CELLS_FROM) {
    return {
      ...{ ...base, isSplit: false, cells: null, choice: "exact" },
      bytes: job.op === "hardest" ? HARDEST_BYTES : radixBytes(pixels),
    };
  }
  // How much an error in the weights matters is known of some losses alone.
  const choice = slope === null ? "exact" : options.lovasz;
  const split = isSplit(job.over, setting);
  const parts = split ? options.threads : 1;
  const cells = layOutCells(pixels, { parts, isExact: choice === "exact", inPlace: split });
  return {
    ...{ ...base, isSplit: split, cells, choice, bytes: cells.bytes },
  };
}
