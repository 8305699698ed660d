import { storageBuffers } from "../wgsl/storage-buffers.ts";
import { SORT_LANES } from "./rank-shape.ts";
import { eachRanked, RANK_DECLARATIONS, type RankPlaces } from "./rank-wgsl.ts";

/** What a pixel adds to intersection and union: of counted pixels whole numbers, which are exact. */
function shares({ counts }: RankPlaces): string {
  const type = counts ? "u32" : "f32";
  const read = counts
    ? "let isTrue = (places[at] >> 31u) != 0u; return select(vec2u(0u, 1u), vec2u(1u, 0u), isTrue);"
    : "let e = places[at]; let first = at - at % rank.length; return vec2f(inside[first + e], outside[first + e]);";
  return `
alias Share = vec2<${type}>;
fn shareAt(at: u32) -> Share {
  if (keys[at] == 0xffffffffu) { return Share(); }
  ${read}
}
`;
}

const SORTED = [
  "read> keys: array<u32>",
  "read> places: array<u32>",
  "read> inside: array<f32>",
  "read> outside: array<f32>",
];

/** Adds up the shares of a block of sorted pixels. */
export function blockSumsKernel(p: RankPlaces): string {
  return `${RANK_DECLARATIONS}${storageBuffers(...SORTED, "read_write> blocks: array<Share>")}${shares(p)}
var<workgroup> sums: array<Share, ${SORT_LANES}>;
@compute @workgroup_size(${SORT_LANES})
fn blockSums(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let begin = group.x * BLOCK + lane * EACH;
  var sum = Share();
  for (var e = begin; e < min(begin + EACH, rank.length); e++) { sum += shareAt(group.y * rank.length + e); }
  sums[lane] = sum;
  for (var half = LANES / 2u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) { blocks[group.y * rank.blocks + group.x] = sums[0]; }
}
`;
}

/**
 * Of the blocks of a segment: what is inside from a block on, and what is outside before it. Intersections are added up from the
 * end, where they are small, so that nothing is left of a difference.
 */
export function scanBlocksKernel(p: RankPlaces): string {
  return `${RANK_DECLARATIONS}
alias Share = vec2<${p.counts ? "u32" : "f32"}>;
${storageBuffers("read> blocks: array<Share>", "read_write> results: array<Share>")}
var<workgroup> sums: array<Share, 256>;
@compute @workgroup_size(256)
fn scanBlocks(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * rank.blocks;
  var before = Share();
  for (var run = 0u; run < rank.blocks; run += 256u) {
    let k = run + lane;
    let isIn = k < rank.blocks;
    let mirrored = select(0u, rank.blocks - 1u - k, isIn);
    var own = Share();
    if (isIn) { own = Share(blocks[first + mirrored].x, blocks[first + k].y); }
    sums[lane] = own;
    for (var step = 1u; step < 256u; step <<= 1u) {
      workgroupBarrier();
      var left = Share();
      if (lane >= step) { left = sums[lane - step]; }
      workgroupBarrier();
      sums[lane] += left;
    }
    workgroupBarrier();
    let upTo = before + sums[lane];
    before += sums[255];
    if (isIn) {
      results[first + mirrored].x = upTo.x;
      results[first + k].y = upTo.y - own.y;
    }
    workgroupBarrier();
  }
}
`;
}

/**
 * The step of the Jaccard loss at each pixel in order of the errors: (I dU + dI U)/(U (U + dU)) with intersection I and union U before
 * it, which needs no difference of nearly equal quotients; 1 for the first false alarm of an empty truth.
 */
export function stepsKernel(p: RankPlaces): string {
  return `${RANK_DECLARATIONS}${storageBuffers(...SORTED, "read> blocks: array<Share>", "read_write> results: array<u32>")}${shares(p)}
var<workgroup> sums: array<Share, ${SORT_LANES}>;
@compute @workgroup_size(${SORT_LANES})
fn steps(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let segment = group.y * rank.length;
  let begin = group.x * BLOCK + lane * EACH;
  let end = min(begin + EACH, rank.length);
  var own = Share();
  for (var e = begin; e < end; e++) { own += shareAt(segment + e); }
  // Of the lanes before, what is outside; of this and those behind, what is inside.
  sums[lane] = Share(0, own.y);
  workgroupBarrier();
  sums[LANES - 1u - lane].x = own.x;
  for (var step = 1u; step < LANES; step <<= 1u) {
    workgroupBarrier();
    var left = Share();
    if (lane >= step) { left = sums[lane - step]; }
    workgroupBarrier();
    sums[lane] += left;
  }
  workgroupBarrier();
  let truths = blocks[group.y * rank.blocks].x;
  let block = blocks[group.y * rank.blocks + group.x];
  var outsideBefore = block.y + sums[lane].y - own.y;
  var insideFrom = sums[LANES - 1u - lane].x;
  if (group.x + 1u < rank.blocks) { insideFrom += blocks[group.y * rank.blocks + group.x + 1u].x; }
  for (var e = begin; e < end; e++) {
    let at = segment + e;
    let share = shareAt(at);
    let intersection = f32(insideFrom);
    let before = f32(truths + outsideBefore);
    let change = vec2f(share);
    let step = (intersection * change.y + change.x * before) / (before * (before + change.y));
    let first = select(0f, 1f, change.y > 0f);
    let kept = select(select(step, first, before == 0f), 0f, ~keys[at] <= ${p.leastKey}u);
    results[segment + (places[at] & ${p.counts ? "0x7fffffffu" : "0xffffffffu"})] = bitcast<u32>(kept);
    insideFrom -= share.x;
    outsideBefore += share.y;
  }
}
`;
}

/** Weights of a region to the planes of its images. */
export function spreadKernel(p: RankPlaces): string {
  return `${RANK_DECLARATIONS}${storageBuffers("read_write> own: array<u32>", "read> results: array<u32>")}
@compute @workgroup_size(256)
fn spread${eachRanked(p)}  own[image * rank.stride + ${p.result}u * rank.pixels + i + c * rank.pixels] = results[(region * rank.classes + group.z) * rank.length + e];
}
}
`;
}
