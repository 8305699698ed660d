import type { Cells } from "../../../losses/loss.ts";
import type { Setting } from "../../../plan/setting.ts";
import { EACH_PIXEL, PIXEL_LOOP, paramsHead, SEGMENT_PARAMS } from "../segments/segment-wgsl.ts";
import { ELEMENTS } from "../wgsl/elements.ts";
import { storageBuffers } from "../wgsl/storage-buffers.ts";
import { OWN_AT } from "./distance-wgsl.ts";
import { targetPlace, validity } from "./target-wgsl.ts";

/** Numbers of a dispatch, with the axis in hand, its spacing as bits, and the plane of the second distance. */
export const CELL_PARAMS: readonly [...typeof SEGMENT_PARAMS, "axis", "spacing", "second"] = [
  ...SEGMENT_PARAMS,
  "axis",
  "spacing",
  "second",
];

const HEAD = paramsHead(CELL_PARAMS);

/** The kernel that says of each pixel what it may be a cell of, 0 for nothing: its class, or what of it tells components apart. */
export function cellCodesKernel(
  cells: Exclude<Cells, "instances">,
  plane: number,
  setting: Setting,
  declarations: string,
): string {
  const { channels } = setting;
  // Class 0 is what lies between components, and a cell like the others among classes.
  const code = cells === "components" ? "class_" : "class_ + 1u";
  return `${declarations}
const CHANNELS = ${channels}u;
${ELEMENTS}${targetPlace(setting)}
${classFunction(setting)}
@compute @workgroup_size(256)
fn cellCodes(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = group.y;
  let end = min((params.firstChunk + group.x + 1u) * params.chunk, params.pixels);
  for (var i = (params.firstChunk + group.x) * params.chunk + lane; i < end; i += 256u) {
    let at = n * params.pixels + i - params.firstPixel;
    let class_ = classOf(at, n, i);
    own[n * params.stride + ${plane}u * params.pixels + i] = select(0u, ${code}, ${validity(setting)});
  }
}
`;
}

/** The class of a pixel; of soft targets the most likely one, the first of equal ones. */
function classFunction({ targets, channels }: Setting): string {
  const head = "fn classOf(at: u32, n: u32, i: u32) -> u32";
  if (targets === "indices") return `${head} { return labelAt(at); }`;
  const y = (c: string): string => `bitcast<f32>(targets[params.targetsBase + placeOf(at, n, i, ${c})])`;
  if (channels === 1) return `${head} { return select(0u, 1u, ${y("0u")} > 0.5f); }`;
  return `${head} {
  var top = 0u;
  for (var c = 1u; c < CHANNELS; c++) { if (${y("c")} > ${y("top")}) { top = c; } }
  return top;
}`;
}

/** The first pixel known to be of a pixel's component: trees whose roots are the first pixels, whatever order they grew in. */
const ROOTS = /* wgsl */ `
fn rootOf(first: u32, i: u32) -> u32 {
  var at = i;
  loop {
    let next = atomicLoad(&roots[first + at]);
    if (next == at) { return at; }
    at = next;
  }
}
`;

export const SEED_KERNEL: string = `${HEAD}${storageBuffers("read_write> roots: array<u32>")}
@compute @workgroup_size(256)
fn seed(${EACH_PIXEL}) {
  ${PIXEL_LOOP} { roots[group.y * params.pixels + i] = i; }
}
`;

/**
 * Joins each pixel with the one before it along each axis where both have the same code (Komura 2015, "GPU-based cluster-labeling algorithm
 * without the use of conventional iteration"): a root that another invocation has moved meanwhile is joined in its place.
 */
export const JOIN_KERNEL: string = `${HEAD}${storageBuffers("read> own: array<u32>", "read_write> roots: array<atomic<u32>>")}${OWN_AT}${ROOTS}
fn join(first: u32, i: u32, j: u32) {
  var low = i;
  var high = j;
  loop {
    low = rootOf(first, low);
    high = rootOf(first, high);
    if (low == high) { return; }
    let larger = max(low, high);
    low = min(low, high);
    high = atomicMin(&roots[first + larger], low);
    if (high == larger) { return; }
  }
}
@compute @workgroup_size(256)
fn joinNeighbours(${EACH_PIXEL}) {
  let first = group.y * params.pixels;
  ${PIXEL_LOOP} {
    let code = own[ownAt(group.y, i)];
    if (code == 0u) { continue; }
    let place = vec3u(i / (params.s1 * params.s2), (i / params.s2) % params.s1, i % params.s2);
    let steps = vec3u(params.s1 * params.s2, params.s2, 1u);
    for (var axis = 0u; axis < 3u; axis++) {
      if (place[axis] > 0u && own[ownAt(group.y, i - steps[axis])] == code) { join(first, i, i - steps[axis]); }
    }
  }
}
`;

/** The component of each pixel in place of its code: one more than its first pixel. */
export const COMPONENT_KERNEL: string = `${HEAD}${storageBuffers("read_write> own: array<u32>", "read_write> roots: array<atomic<u32>>")}${OWN_AT}${ROOTS}
@compute @workgroup_size(256)
fn components(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let at = ownAt(group.y, i);
    if (own[at] != 0u) { own[at] = 1u + rootOf(group.y * params.pixels, i); }
  }
}
`;

/** The nearest two cells of a pixel, with squares of distances as bits. */
const NEAREST = /* wgsl */ `
const FAR = 1e37f;
struct Nearest { first: f32, firstCell: u32, second: f32, secondCell: u32 }
fn packed(x: Nearest) -> vec4u { return vec4u(bitcast<u32>(x.first), x.firstCell, bitcast<u32>(x.second), x.secondCell); }
fn unpacked(x: vec4u) -> Nearest { return Nearest(bitcast<f32>(x.x), x.y, bitcast<f32>(x.z), x.w); }
`;

export const START_CELLS_KERNEL: string = `${HEAD}${storageBuffers("read> own: array<u32>", "read_write> nearest: array<vec4u>")}${OWN_AT}${NEAREST}
@compute @workgroup_size(256)
fn startCells(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let cell = own[ownAt(group.y, i)];
    nearest[group.y * params.pixels + i] = packed(Nearest(select(0f, FAR, cell == 0u), cell, FAR, 0u));
  }
}
`;

/**
 * The nearest two cells of those that the pixels of a line along an axis have, each with the square of how far it is: outward from the
 * pixel, until the second is nearer than the next step. Two for each pixel are enough (fields/nearest-cells.ts).
 */
export const CELL_AXIS_KERNEL: string = `${HEAD}${storageBuffers("read> nearest: array<vec4u>", "read_write> after: array<vec4u>")}${NEAREST}
fn withCell(best: Nearest, square: f32, cell: u32) -> Nearest {
  if (square >= best.second) { return best; }
  if (cell == best.firstCell) { return Nearest(min(square, best.first), cell, best.second, best.secondCell); }
  if (square < best.first) { return Nearest(square, cell, best.first, best.firstCell); }
  return Nearest(best.first, best.firstCell, square, cell);
}
fn withPixel(best: Nearest, at: u32, square: f32) -> Nearest {
  let there = unpacked(nearest[at]);
  return withCell(withCell(best, there.first + square, there.firstCell), there.second + square, there.secondCell);
}
@compute @workgroup_size(256)
fn cellsAlongAxis(${EACH_PIXEL}) {
  let spacing = bitcast<f32>(params.spacing);
  let isFirst = params.axis == 0u;
  let extent = select(select(params.s2, params.s1, params.axis == 1u), params.s0, isFirst);
  let step = select(select(1u, params.s2, params.axis == 1u), params.s1 * params.s2, isFirst);
  let from_ = group.y * params.pixels;
  ${PIXEL_LOOP} {
    let at = (i / step) % extent;
    var best = unpacked(nearest[from_ + i]);
    for (var d = 1u; d < extent; d++) {
      let way = spacing * f32(d);
      let square = way * way;
      if (square >= best.second || (d > at && at + d >= extent)) { break; }
      if (d <= at) { best = withPixel(best, from_ + i - d * step, square); }
      if (at + d < extent) { best = withPixel(best, from_ + i + d * step, square); }
    }
    after[from_ + i] = packed(best);
  }
}
`;

/** Both distances to their planes, infinity where there are fewer cells. */
export const FINISH_CELLS_KERNEL: string = `${HEAD}${storageBuffers("read_write> own: array<u32>", "read> nearest: array<vec4u>")}${OWN_AT}${NEAREST}
fn bitsOf(square: f32) -> u32 { return select(bitcast<u32>(sqrt(square)), 0x7f800000u, square >= 0.1f * FAR); }
@compute @workgroup_size(256)
fn finishCells(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let found = unpacked(nearest[group.y * params.pixels + i]);
    let at = ownAt(group.y, i);
    own[at] = bitsOf(found.first);
    own[at + (params.second - params.plane) * params.pixels] = bitsOf(found.second);
  }
}
`;
