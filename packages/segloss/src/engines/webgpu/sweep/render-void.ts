import type { Setting } from "../../../plan/setting.ts";
import { MATH } from "../wgsl/math.ts";
import { LANES } from "./geometry.ts";

/**
 * The kernel behind a run whose results nobody reads: a gradient of a value that is not finite is NaN at every pixel. What wrong data makes
 * of a gradient may well be numbers, which training would follow. Where the value is finite it writes nothing.
 */
export function renderVoid(
  { layout, channels }: Pick<Setting, "layout" | "channels">,
  declarations: string,
): string {
  const place =
    layout === "channels-last"
      ? "at * CHANNELS + c"
      : "(n * CHANNELS + c) * params.pixels + i - params.firstPixel";
  return `${declarations}
const CHANNELS = ${channels}u;
${MATH}
@compute @workgroup_size(${LANES})
fn voidGradient(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  if (isFinite(bitcast<f32>(atomicLoad(&findings[0])))) { return; }
  let n = group.y;
  let chunk = params.firstChunk + group.x;
  let end = min((chunk + 1u) * params.chunk, params.pixels);
  for (var i = chunk * params.chunk + lane; i < end; i += ${LANES}u) {
    let at = n * params.pixels + i - params.firstPixel;
    for (var c = 0u; c < CHANNELS; c++) { gradient[params.gradientBase + ${place}] = notANumber(); }
  }
}
`;
}
