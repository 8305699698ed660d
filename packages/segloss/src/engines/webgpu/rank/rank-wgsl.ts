import { storageBuffers } from "../wgsl/storage-buffers.ts";
import { SORT_BLOCK, SORT_EACH, SORT_LANES } from "./rank-shape.ts";

/** Where kernels of a rank find things: sizes, and offsets in the part of an image of the engine's own planes. */
export interface RankPlaces {
  readonly ofBatch: boolean;
  readonly keys: number;
  readonly truth: { readonly offset: number; readonly perClass: boolean } | null;
  readonly weights: { readonly offset: number; readonly perClass: boolean } | null;
  readonly result: number;
  readonly counts: boolean;
  readonly leastKey: number;
}

/** Numbers of a dispatch of a rank. */
export const RANK_PARAMS = [
  "firstImage",
  "images",
  "firstRegion",
  "firstClass",
  "classes",
  "shift",
  "pixels",
  "length",
  "blocks",
  "stride",
  "coefficients",
] as const;

export const RANK_DECLARATIONS: string = `
struct RankParams { ${RANK_PARAMS.map((name) => `${name}: u32`).join(", ")} }
@group(0) @binding(0) var<uniform> rank: RankParams;
const LANES = ${SORT_LANES}u;
const EACH = ${SORT_EACH}u;
const BLOCK = ${SORT_BLOCK}u;
`;

const planeAt = (offset: number, perClass: boolean): string =>
  `image * rank.stride + ${offset}u * rank.pixels + i${perClass ? " + c * rank.pixels" : ""}`;

/** How a kernel begins that goes over the pixels of images, with the place `e` of each in its region. */
export function eachRanked({ ofBatch }: RankPlaces): string {
  return `(@builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) size: vec3u) {
  let image = group.y;
  let c = rank.firstClass + group.z;
  let whole = rank.firstImage + image;
  for (var i = id.x; i < rank.pixels; i += size.x * 256u) {
  let e = ${ofBatch ? "whole * rank.pixels + i" : "i"};
  let region = ${ofBatch ? "0u" : "whole - rank.firstRegion"};
`;
}

/**
 * Gathers what is ranked from the planes of images: inverted keys, so that the largest error comes first, and pixels of the region
 * with the truth as their highest bit, or what pixels add to intersection and union.
 */
export function collectKernel(p: RankPlaces): string {
  const truth = p.truth ? `bitcast<f32>(own[${planeAt(p.truth.offset, p.truth.perClass)}])` : "0f";
  const weight = p.weights ? `bitcast<f32>(own[${planeAt(p.weights.offset, p.weights.perClass)}])` : "1f";
  const marked = p.truth && p.counts ? `select(e, e | 0x80000000u, ${truth} > 0.5f)` : "e";
  const shares = p.truth && !p.counts;
  return `${RANK_DECLARATIONS}${storageBuffers("read> own: array<u32>", "read_write> keys: array<u32>", "read_write> places: array<u32>", "read_write> inside: array<f32>", "read_write> outside: array<f32>")}
@compute @workgroup_size(256)
fn collect${eachRanked(p)}  let at = (region * rank.classes + group.z) * rank.length + e;
  let key = own[${planeAt(p.keys, true)}];
  keys[at] = ~key;
  places[at] = ${marked};
${
  shares
    ? `  let weight = select(${weight}, 0f, key == 0u);
  let truth = ${truth};
  inside[at] = weight * truth;
  outside[at] = weight * (1f - truth);`
    : ""
}
}
}
`;
}

/** Counts the digits of a block: by digit, then by block. */
export const HISTOGRAM_KERNEL: string = `${RANK_DECLARATIONS}${storageBuffers("read> keys: array<u32>", "read_write> counts: array<u32>")}
var<workgroup> found: array<atomic<u32>, 16>;
@compute @workgroup_size(${SORT_LANES})
fn histogram(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  if (lane < 16u) { atomicStore(&found[lane], 0u); }
  workgroupBarrier();
  let end = min((group.x + 1u) * BLOCK, rank.length);
  for (var e = group.x * BLOCK + lane; e < end; e += LANES) {
    atomicAdd(&found[(keys[group.y * rank.length + e] >> rank.shift) & 15u], 1u);
  }
  workgroupBarrier();
  if (lane < 16u) { counts[(group.y * 16u + lane) * rank.blocks + group.x] = atomicLoad(&found[lane]); }
}
`;

/** Exclusive prefix sums of the counts of a segment, in runs of 4096. */
export const SCAN_KERNEL: string = `${RANK_DECLARATIONS}${storageBuffers("read_write> counts: array<u32>")}
var<workgroup> sums: array<u32, 256>;
@compute @workgroup_size(256)
fn scan(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * 16u * rank.blocks;
  var before = 0u;
  for (var run = 0u; run < 16u * rank.blocks; run += 4096u) {
    let begin = run + lane * 16u;
    let end = min(begin + 16u, 16u * rank.blocks);
    var own = 0u;
    for (var k = begin; k < end; k++) { own += counts[first + k]; }
    sums[lane] = own;
    for (var step = 1u; step < 256u; step <<= 1u) {
      workgroupBarrier();
      let left = select(0u, sums[max(lane, step) - step], lane >= step);
      workgroupBarrier();
      sums[lane] += left;
    }
    workgroupBarrier();
    var sum = before + sums[lane] - own;
    before += sums[255];
    for (var k = begin; k < end; k++) {
      let count = counts[first + k];
      counts[first + k] = sum;
      sum += count;
    }
    workgroupBarrier();
  }
}
`;

/** Moves the elements of a block behind those with smaller digits, in the order in which they stand. */
export const SCATTER_KERNEL: string = `${RANK_DECLARATIONS}${storageBuffers("read> keys: array<u32>", "read> places: array<u32>", "read_write> sortedKeys: array<u32>", "read_write> sortedPlaces: array<u32>", "read> counts: array<u32>")}
var<workgroup> found: array<u32, ${16 * SORT_LANES}>;
@compute @workgroup_size(${SORT_LANES})
fn scatter(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let segment = group.y * rank.length;
  let begin = group.x * BLOCK + lane * EACH;
  let end = min(begin + EACH, rank.length);
  for (var digit = 0u; digit < 16u; digit++) { found[digit * LANES + lane] = 0u; }
  for (var e = begin; e < end; e++) { found[((keys[segment + e] >> rank.shift) & 15u) * LANES + lane] += 1u; }
  workgroupBarrier();
  // A lane adds up a quarter of a digit's row, then four lanes' quarters follow one another.
  let digit = lane >> 2u;
  let quarter = lane & 3u;
  var sum = 0u;
  for (var k = 0u; k < LANES / 4u; k++) {
    let at = digit * LANES + quarter * (LANES / 4u) + k;
    let count = found[at];
    found[at] = sum;
    sum += count;
  }
  quarters[lane] = sum;
  workgroupBarrier();
  var before = 0u;
  for (var k = 0u; k < quarter; k++) { before += quarters[digit * 4u + k]; }
  for (var k = 0u; k < LANES / 4u; k++) { found[digit * LANES + quarter * (LANES / 4u) + k] += before; }
  workgroupBarrier();
  for (var e = begin; e < end; e++) {
    let key = keys[segment + e];
    let digit = (key >> rank.shift) & 15u;
    let to = counts[(group.y * 16u + digit) * rank.blocks + group.x] + found[digit * LANES + lane];
    found[digit * LANES + lane] += 1u;
    sortedKeys[segment + to] = key;
    sortedPlaces[segment + to] = places[segment + e];
  }
}
var<workgroup> quarters: array<u32, ${SORT_LANES}>;
`;
