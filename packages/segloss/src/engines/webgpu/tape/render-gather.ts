import type { NumbersLayout } from "../sweep/numbers-layout.ts";
import { TREE } from "../wgsl/tree.ts";
import { LANES } from "../sweep/geometry.ts";

/** What a gathering of sums reads and writes. */
export interface Gathering {
  /** Sums of a chunk in the sweep before. */
  readonly width: number;
  /** Of a row. */
  readonly rowWidth: number;
  readonly firstSum: number;
  readonly chunks: number;
}

/** The kernel that adds the sums of chunks to those of images: a sum of an image a workgroup. */
export function renderGather({ width, rowWidth, firstSum, chunks }: Gathering, layout: NumbersLayout, declarations: string): string {
  return `${declarations}${TREE}
@compute @workgroup_size(${LANES})
fn gather(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = params.firstImage + group.y;
  let first = ${layout.parts}u + (image * ${width}u + group.x) * ${chunks}u;
  var sum = 0f;
  for (var k = lane; k < ${chunks}u; k += ${LANES}u) { sum += numbers[first + k]; }
  let all = addUp(vec4f(sum, 0f, 0f, 0f), lane);
  if (lane == 0u) { numbers[${layout.rows}u + image * ${rowWidth}u + ${firstSum}u + group.x] = all.x; }
}
`;
}
