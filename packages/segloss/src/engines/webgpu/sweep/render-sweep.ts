import { ELEMENTS } from "../wgsl/elements.ts";
import { indented } from "../wgsl/indented.ts";
import { MATH } from "../wgsl/math.ts";
import type { Summing } from "../wgsl/tree.ts";
import { emitProgram } from "./emit-program.ts";
import { LANES } from "./geometry.ts";
import type { SweepPlaces } from "./sweep-places.ts";
import type { SweepProgram } from "./sweep-program.ts";

/** The kernel of a sweep: a chunk of pixels a workgroup, one pixel an invocation at a time, all classes of it. */
export function renderSweep(
  program: SweepProgram,
  places: SweepPlaces,
  declarations: string,
  { text: tree }: Pick<Summing, "text">,
): string {
  const { channels, layout } = places;
  const { hoisted, body } = emitProgram(program, places);
  const place =
    layout === "channels-last" ? "at * CHANNELS" : "n * CHANNELS * params.pixels + i - params.firstPixel";
  return `${declarations}
const CHANNELS = ${channels}u;
${MATH}${ELEMENTS}${program.width > 0 ? tree : ""}
@compute @workgroup_size(${LANES})
fn sweep(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = group.y;
  let chunk = params.firstChunk + group.x;
  let image = params.firstImage + n;
  let end = min((chunk + 1u) * params.chunk, params.pixels);
${indented(hoisted, 1)}
${program.width > 0 ? `  var s: array<f32, ${wholeFours(program.width)}>;` : ""}
  for (var i = chunk * params.chunk + lane; i < end; i += ${LANES}u) {
    let at = n * params.pixels + i - params.firstPixel;
    let place = ${place};
${indented(body, 2)}
  }
${indented(treeOf(program.width), 1)}
}
`;
}

/** Sums of the invocations, four at a time, to the sums of the chunk. */
function treeOf(width: number): string[] {
  return Array.from({ length: wholeFours(width) / 4 }, (_, k) => {
    const four = [0, 1, 2, 3].map((j) => `s[${4 * k + j}]`).join(", ");
    const inside = [0, 1, 2, 3].filter((j) => 4 * k + j < width);
    const places = `(image * ${width}u + ${4 * k}u) * params.chunks + chunk`;
    return [
      `let t${k} = addUp(vec4f(${four}), lane);`,
      "if (lane == 0u) {",
      ...inside.map((j) => `  numbers[${places} + ${j}u * params.chunks] = t${k}[${j}];`),
      "}",
    ];
  }).flat();
}

const wholeFours = (width: number): number => 4 * Math.ceil(width / 4);
