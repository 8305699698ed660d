import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";

/** Invocations of a workgroup. */
export const LANES = 256;
/** Additions of one invocation, at most: what is added one after the other is what single precision loses digits by. */
const MOST_ADDITIONS = 64;
/** Workgroups that keep a GPU busy. */
const ENOUGH_GROUPS = 1024;

/** How the pixels of an image are shared among workgroups: a function of the shape alone, so that sums are, too. */
export interface Geometry {
  readonly pixels: number;
  readonly channels: number;
  /** Pixels of a workgroup. */
  readonly chunk: number;
  /** Chunks of an image. */
  readonly chunks: number;
}

export function geometryOf(setting: Setting): Geometry {
  const pixels = pixelsPerImage(setting);
  const each = Math.ceil((setting.batch * pixels) / (LANES * ENOUGH_GROUPS));
  const chunk = LANES * Math.min(MOST_ADDITIONS, Math.max(1, each));
  return { pixels, channels: setting.channels, chunk, chunks: Math.ceil(pixels / chunk) };
}
