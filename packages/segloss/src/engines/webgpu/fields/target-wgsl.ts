import type { Setting } from "../../../plan/setting.ts";

/** Where the number of a pixel and class stands among logits or soft targets. */
export function targetPlace({ layout }: Pick<Setting, "layout">): string {
  const isLast = layout === "channels-last";
  return `
fn placeOf(at: u32, n: u32, i: u32, c: u32) -> u32 {
  return ${isLast ? "at * CHANNELS + c" : "(n * CHANNELS + c) * params.pixels + i - params.firstPixel"};
}
`;
}

/** Whether the pixel `at` counts. */
export function validity({ ignore, masked }: Pick<Setting, "ignore" | "masked">): string {
  const conditions = ignore.map((label) => `labelAt(at) != ${label >>> 0}u`);
  if (masked) conditions.push("maskAt(at) != 0u");
  return conditions.length === 0 ? "true" : conditions.join(" && ");
}
