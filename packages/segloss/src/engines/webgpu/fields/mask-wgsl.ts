import { CLASS_FIELDS } from "../../../plan/class-field-kinds.ts";
import type { ClassFieldRequest } from "../../../plan/class-fields.ts";
import type { Setting } from "../../../plan/setting.ts";
import { ELEMENTS } from "../wgsl/elements.ts";
import { literal } from "../wgsl/literal.ts";
import { MATH } from "../wgsl/math.ts";
import { targetPlace, validity } from "./target-wgsl.ts";

/** What the other classes have beside a class: below 1 where its p is above 1/2. */
const OTHERS = /* wgsl */ `
fn othersOf(at: u32, n: u32, i: u32, c: u32) -> f32 {
  let z = logitAt(at, n, i, c);
  var sum = 0f;
  for (var k = 0u; k < CHANNELS; k++) { if (k != c) { sum += expOf(logitAt(at, n, i, k) - z); } }
  return sum;
}
`;

/** The kernel that says of each pixel and class whether it is inside of the mask that a field is made from: 1 or 0, in the field's plane. */
export function maskKernel(
  request: ClassFieldRequest,
  plane: number,
  setting: Setting,
  declarations: string,
): string {
  const { channels } = setting;
  return `${declarations}
const CHANNELS = ${channels}u;
${MATH}${ELEMENTS}${targetPlace(setting)}fn logitAt(at: u32, n: u32, i: u32, c: u32) -> f32 { return logits[params.logitsBase + placeOf(at, n, i, c)]; }
${OTHERS}
@compute @workgroup_size(256)
fn masks(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = group.y;
  let end = min((params.firstChunk + group.x + 1u) * params.chunk, params.pixels);
  for (var i = (params.firstChunk + group.x) * params.chunk + lane; i < end; i += 256u) {
    let at = n * params.pixels + i - params.firstPixel;
    let isValid = ${validity(setting)};
    for (var c = 0u; c < CHANNELS; c++) {
      let isInside = isValid && (${insideOf(request, setting)});
      own[n * params.stride + ${plane}u * params.pixels + i * CHANNELS + c] = select(0u, 0x3f800000u, isInside);
    }
  }
}
`;
}

function insideOf({ field, above }: ClassFieldRequest, { targets, channels, link }: Setting): string {
  const z = "logitAt(at, n, i, c)";
  if (CLASS_FIELDS[field].of === "targets") {
    if (targets === "soft") return "bitcast<f32>(targets[params.targetsBase + placeOf(at, n, i, c)]) > 0.5f";
    return channels === 1 ? "labelAt(at) == 1u" : "labelAt(at) == c";
  }
  if (above !== null) return `${z} > ${literal(above)}`;
  if (link === "none") return `${z} > 0.5f`;
  return link === "sigmoid" ? `${z} > 0f` : "othersOf(at, n, i, c) < 1f";
}
