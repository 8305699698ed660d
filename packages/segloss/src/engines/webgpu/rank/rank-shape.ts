import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import type { GpuLimits } from "../gpu-types.ts";

/** Invocations of a workgroup that sorts, elements of each, and of a block. */
export const SORT_LANES = 64;
export const SORT_EACH = 16;
export const SORT_BLOCK: number = SORT_LANES * SORT_EACH;

/** Regions and classes that are ranked at once: a segment for each region and class. */
export interface RankGroup {
  readonly firstRegion: number;
  readonly regions: number;
  readonly firstClass: number;
  readonly classes: number;
}

export interface RankShape {
  /** Pixels of a region. */
  readonly length: number;
  readonly blocks: number;
  readonly groups: readonly RankGroup[];
  /** Segments of the largest group. */
  readonly segments: number;
}

/** Elements that are sorted at once unless a region alone has more: six arrays of them lie on the device. */
const ENOUGH = 2 ** 23;

/** @throws EngineLimit when a region does not fit into one binding */
export function rankShape(
  over: "image" | "batch",
  setting: Setting,
  channels: number,
  limits: GpuLimits,
): RankShape {
  const { batch } = setting;
  const length = pixelsPerImage(setting) * (over === "image" ? 1 : batch);
  const most = Math.floor(limits.maxStorageBufferBindingSize / 4);
  const blocks = Math.ceil(length / SORT_BLOCK);
  if (length > most || blocks > limits.maxComputeWorkgroupsPerDimension) {
    throw engineLimit(
      `A region to be ranked has ${length} pixels, and the device binds ${most} at once: rank images instead of the batch, ask the ` +
        "adapter for a device with a larger maxStorageBufferBindingSize, or use another engine.",
    );
  }
  const atOnce = Math.max(1, Math.min(65_535, Math.floor(Math.min(ENOUGH, most) / length)));
  const regions = over === "image" ? batch : 1;
  const classes = Math.min(channels, atOnce);
  const each = Math.max(1, Math.floor(atOnce / classes));
  const groups: RankGroup[] = [];
  for (let firstRegion = 0; firstRegion < regions; firstRegion += each)
    for (let firstClass = 0; firstClass < channels; firstClass += classes)
      groups.push({
        ...{ firstRegion, regions: Math.min(each, regions - firstRegion) },
        ...{ firstClass, classes: Math.min(classes, channels - firstClass) },
      });
  return { length, blocks, groups, segments: Math.max(...groups.map((g) => g.regions * g.classes)) };
}
