import { LANES } from "../sweep/geometry.ts";
import type { Summing } from "../wgsl/tree.ts";

/** What a gathering of sums reads and writes. */
export interface Gathering {
  /** Sums of a chunk in the sweep before. */
  readonly width: number;
  /** Of a row. */
  readonly rowWidth: number;
  readonly firstSum: number;
}

/** The kernel that adds the sums of chunks to those of images: a sum of an image a workgroup. */
export function renderGather(
  { width, rowWidth, firstSum }: Gathering,
  declarations: string,
  { text: tree }: Pick<Summing, "text">,
): string {
  return `${declarations}${tree}
@compute @workgroup_size(${LANES})
fn gather(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = params.firstImage + group.y;
  let first = (image * ${width}u + group.x) * params.chunks;
  var sum = 0f;
  for (var k = lane; k < params.chunks; k += ${LANES}u) { sum += numbers[first + k]; }
  let all = addUp(vec4f(sum, 0f, 0f, 0f), lane);
  if (lane == 0u) { numbers[params.rows + image * ${rowWidth}u + ${firstSum}u + group.x] = all.x; }
}
`;
}
