import { type Loss, wasmFields } from "segloss";
import type { CropOptions } from "../../data/image-source.ts";
import { planFor } from "../losses/plan-for.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import { recentlyUsed } from "./recently-used.ts";
import { sampleMaps } from "./sample-maps.ts";
import type { TrialContext } from "./trial-context.ts";

/** Bytes of maps that are kept; older ones are made again. */
const KEPT = 256 * 2 ** 20;

/** The distance maps that a loss reads, of whole images; undefined for a loss that reads none. */
export function imageMaps({ source, plan }: TrialContext, loss: Loss): CropOptions["maps"] {
  const { fields: requests } = planFor(loss, { ...outputsOf(source, plan.regions), ignoring: false });
  if (requests.length === 0) return undefined;
  const fields = wasmFields();
  const make = (image: number) => sampleMaps(fields, source.sample(image), requests, source.ignore);
  return recentlyUsed(make, sizeOf, KEPT);
}

function sizeOf(maps: Readonly<Record<string, Float32Array>>): number {
  return Object.values(maps).reduce((total, { byteLength }) => total + byteLength, 0);
}
