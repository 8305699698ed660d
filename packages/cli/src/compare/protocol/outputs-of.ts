import type { PlannedRegion } from "./plan.ts";

/** What a network puts out. */
export interface Outputs {
  /** Logits a pixel: one for two classes, else one a class, or one a region. */
  readonly channels: number;
  readonly link: "sigmoid" | "softmax";
  /** Whether a pixel may have several labels. */
  readonly severalLabels: boolean;
}

export function outputsOf(
  { classes }: { readonly classes: readonly string[] },
  regions: readonly PlannedRegion[],
): Outputs {
  if (regions.length > 0) return { channels: regions.length, link: "sigmoid", severalLabels: true };
  const channels = classes.length === 2 ? 1 : classes.length;
  return { channels, link: channels === 1 ? "sigmoid" : "softmax", severalLabels: false };
}
