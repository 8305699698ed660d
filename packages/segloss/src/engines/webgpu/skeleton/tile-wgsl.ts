import { paramsHead } from "../segments/segment-wgsl.ts";
import { storageBuffers } from "../wgsl/storage-buffers.ts";
import { SKELETON_PARAMS } from "./skeleton-wgsl.ts";

/** Pixels along a side of what a workgroup holds: two planes of it are half of the workgroup memory that every device has. */
const SIDE = 32;
const LANES = 256;
const CELLS = SIDE * SIDE;
/** Levels that a workgroup grows the skeleton by at most: the more, the less of what it holds is right at the end. */
const MOST_LEVELS = 4;
/** Around the pixels that a level of the slope is kept of: erosion, dilation, and the way back of both. */
const SLOPE_HALO = 4;

/** Levels for each of as few dispatches as can be, as equal as can be. */
export function levelsAtOnce(levels: number): number[] {
  const passes = Math.ceil(levels / MOST_LEVELS);
  return Array.from(
    { length: passes },
    (_, k) => Math.floor(((k + 1) * levels) / passes) - Math.floor((k * levels) / passes),
  );
}

/** Pixels along a side that a tile keeps when it grows by so many levels. */
export const keptBySkeleton = (levels: number): number => SIDE - 2 * (levels + 1);
export const KEPT_BY_SLOPE: number = SIDE - 2 * SLOPE_HALO;

/**
 * A tile with its surroundings in workgroup memory. Beyond the image stands nothing; beyond the tile stands something that is there, and
 * what comes of it never reaches the pixels that are kept.
 */
const TILE = /* wgsl */ `
const SIDE = ${SIDE}u;
const CELLS = ${CELLS}u;
const LANES = ${LANES}u;
struct Tile { origin: vec2i, low: vec2i, high: vec2i, segment: u32 }
fn planeOf(level: u32, segment: u32) -> u32 { return (level * params.segments + segment) * params.pixels; }
fn tileOf(group: vec3u, halo: u32) -> Tile {
  let origin = vec2i(group.yx * (SIDE - 2u * halo)) - vec2i(i32(halo));
  let last = vec2i(i32(params.s0), i32(params.s1)) - 1 - origin;
  return Tile(origin, max(-origin, vec2i(0)), min(last, vec2i(i32(SIDE) - 1)), group.z);
}
fn cellOf(k: u32) -> vec2i { return vec2i(i32(k / SIDE), i32(k % SIDE)); }
fn pixelOf(tile: Tile, cell: vec2i) -> u32 {
  let place = tile.origin + cell;
  return u32(place.x) * params.s1 + u32(place.y);
}
fn isIn(tile: Tile, cell: vec2i, margin: i32) -> bool {
  return all(cell >= max(tile.low, vec2i(margin))) && all(cell <= min(tile.high, vec2i(i32(SIDE) - 1 - margin)));
}
`;

const HEAD = paramsHead(SKELETON_PARAMS);
const INPUT = "@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32";

/**
 * Several levels of a skeleton: the image of each is the erosion of the one before, and what its opening takes away is added to the
 * skeleton. All levels are stored where a slope goes back over them, else the last one.
 */
export const GROW_KERNEL: string = `${HEAD}${storageBuffers("read_write> levels: array<f32>", "read_write> skeletons: array<f32>")}${TILE}
const EACH = ${Math.ceil((SIDE - 4) ** 2 / LANES)}u;
var<workgroup> held: array<f32, ${2 * CELLS}>;
fn heldAt(tile: Tile, plane: u32, cell: vec2i) -> f32 {
  let near = clamp(cell, tile.low, tile.high);
  return held[plane * CELLS + u32(near.x) * SIDE + u32(near.y)];
}
fn store(tile: Tile, plane: u32, cell: vec2i, level: f32, skeleton: f32) {
  let at = planeOf(plane, tile.segment) + pixelOf(tile, cell);
  levels[at] = level;
  skeletons[at] = skeleton;
}
@compute @workgroup_size(${LANES})
fn grow(${INPUT}) {
  let halo = params.count + 1u;
  let kept = SIDE - 2u * halo;
  let tile = tileOf(group, halo);
  let first = planeOf(params.source, tile.segment);
  for (var k = lane; k < CELLS; k += LANES) { held[k] = levels[first + pixelOf(tile, clamp(cellOf(k), tile.low, tile.high))]; }
  var grown: array<f32, EACH>;
  for (var e = 0u; e < EACH; e++) {
    let k = e * LANES + lane;
    let cell = vec2i(i32(k / kept + halo), i32(k % kept + halo));
    if (params.level > 0u && isIn(tile, cell, i32(halo))) { grown[e] = skeletons[first + pixelOf(tile, cell)]; }
  }
  workgroupBarrier();
  for (var level = 0u; level < params.count; level++) {
    let own = level & 1u;
    let next = 1u - own;
    for (var k = lane; k < CELLS; k += LANES) {
      let cell = cellOf(k);
      let across = min(heldAt(tile, own, cell - vec2i(1, 0)), heldAt(tile, own, cell + vec2i(1, 0)));
      let along = min(heldAt(tile, own, cell - vec2i(0, 1)), heldAt(tile, own, cell + vec2i(0, 1)));
      held[next * CELLS + k] = min(held[own * CELLS + k], min(across, along));
    }
    workgroupBarrier();
    let isLast = level + 1u == params.count;
    for (var e = 0u; e < EACH; e++) {
      let k = e * LANES + lane;
      let cell = vec2i(i32(k / kept + halo), i32(k % kept + halo));
      if (!isIn(tile, cell, i32(halo))) { continue; }
      var opened = heldAt(tile, next, cell - vec2i(1, 1));
      for (var n = 1; n < 9; n++) { opened = max(opened, heldAt(tile, next, cell + vec2i(n / 3 - 1, n % 3 - 1))); }
      let ridge = max(heldAt(tile, own, cell) - opened, 0f);
      let before = grown[e];
      grown[e] = before + max(ridge - before * ridge, 0f);
      if (params.keeps == 1u) { store(tile, params.source + level + 1u, cell, heldAt(tile, next, cell), grown[e]); }
      else if (isLast) { store(tile, params.goal, cell, heldAt(tile, next, cell), grown[e]); }
    }
    workgroupBarrier();
  }
}
`;

/** Which pixel an erosion or a dilation took, as the kernels that go over whole images say it: of equal ones the first, axis after axis. */
const WINNERS = /* wgsl */ `
const NOBODY = 0x6363u;
fn imageAt(cell: vec2i) -> f32 { return bitcast<f32>(image[u32(cell.x) * SIDE + u32(cell.y)]); }
fn erodedAt(cell: vec2i) -> f32 { return bitcast<f32>(eroded[u32(cell.x) * SIDE + u32(cell.y)]); }
struct Won { value: f32, code: u32 }
fn lineThrough(tile: Tile, cell: vec2i, axis: u32) -> Won {
  let step = select(vec2i(0, 1), vec2i(1, 0), axis == 0u);
  let own = imageAt(cell);
  var line = Won(own, 6u);
  if (cell[axis] > tile.low[axis]) {
    line = Won(imageAt(cell - step), 2u * axis);
    if (own < line.value) { line = Won(own, 6u); }
  }
  if (cell[axis] < tile.high[axis]) {
    let after = imageAt(cell + step);
    if (after < line.value) { line = Won(after, 2u * axis + 1u); }
  }
  return line;
}
fn leastOf(tile: Tile, cell: vec2i) -> Won {
  let across = lineThrough(tile, cell, 0u);
  let along = lineThrough(tile, cell, 1u);
  if (along.value < across.value) { return along; }
  return across;
}
fn largestOf(tile: Tile, cell: vec2i) -> Won {
  var best = Won(0f, 99u);
  for (var b = 0; b < 3; b++) {
    var line = Won(0f, 99u);
    for (var a = 0; a < 3; a++) {
      let at = cell + vec2i(a - 1, b - 1);
      if (any(at < tile.low) || any(at > tile.high)) { continue; }
      let value = erodedAt(at);
      if (line.code == 99u || value > line.value) { line = Won(value, u32(a * 3 + b) * 3u + 1u); }
    }
    if (line.code != 99u && (best.code == 99u || line.value > best.value)) { best = line; }
  }
  return best;
}
`;

/**
 * A level of the slope, backwards: what the level passes on of the adjoint of the skeleton, then what openings and erosions had of their
 * neighbours, which each pixel fetches in a fixed order. Planes of the work: adjoints of the skeleton, and of the image, before and after.
 */
export const SLOPE_KERNEL: string = `${HEAD}${storageBuffers("read> levels: array<f32>", "read> skeletons: array<f32>", "read_write> work: array<f32>")}${TILE}
const EACH = ${Math.ceil(CELLS / LANES)}u;
const HALO = ${SLOPE_HALO};
var<workgroup> image: array<u32, ${CELLS}>;
var<workgroup> eroded: array<u32, ${CELLS}>;
${WINNERS}
@compute @workgroup_size(${LANES})
fn slope(${INPUT}) {
  let tile = tileOf(group, ${SLOPE_HALO}u);
  let here = planeOf(params.level, tile.segment);
  for (var k = lane; k < CELLS; k += LANES) {
    image[k] = bitcast<u32>(levels[here + pixelOf(tile, clamp(cellOf(k), tile.low, tile.high))]);
  }
  workgroupBarrier();
  var passed: array<f32, EACH>;
  var codes: array<u32, EACH>;
  for (var e = 0u; e < EACH; e++) {
    let cell = cellOf(e * LANES + lane);
    codes[e] = NOBODY;
    if (!isIn(tile, cell, 1)) { continue; }
    let least = leastOf(tile, cell);
    eroded[e * LANES + lane] = bitcast<u32>(least.value);
    codes[e] = least.code << 8u;
  }
  workgroupBarrier();
  for (var e = 0u; e < EACH; e++) {
    let cell = cellOf(e * LANES + lane);
    if (!isIn(tile, cell, 2)) { codes[e] = NOBODY; continue; }
    let i = pixelOf(tile, cell);
    let opened = largestOf(tile, cell);
    let ridge = max(imageAt(cell) - opened.value, 0f);
    let before = select(skeletons[here + i], 0f, params.level == 0u);
    let adjoint = work[planeOf(params.source, tile.segment) + i];
    let grows = ridge - before * ridge > 0f;
    passed[e] = select(0f, adjoint * (1f - before), grows);
    codes[e] |= opened.code;
    if (isIn(tile, cell, HALO)) {
      work[planeOf(params.goal, tile.segment) + i] = select(adjoint, adjoint - adjoint * ridge, grows);
    }
  }
  workgroupBarrier();
  for (var e = 0u; e < EACH; e++) {
    let k = e * LANES + lane;
    if (k < CELLS) { image[k] = bitcast<u32>(passed[e]); eroded[k] = codes[e]; }
  }
  workgroupBarrier();
  var handed: array<f32, EACH>;
  for (var e = 0u; e < EACH; e++) {
    let cell = cellOf(e * LANES + lane);
    if (!isIn(tile, cell, 3)) { continue; }
    var sum = 0f;
    for (var a = 0; a < 3; a++) {
      for (var b = 0; b < 3; b++) {
        let at = u32(cell.x + a - 1) * SIDE + u32(cell.y + b - 1);
        let mirrored = u32((2 - a) * 3 + 2 - b) * 3u + 1u;
        if ((eroded[at] & 0xffu) == mirrored) { sum += bitcast<f32>(image[at]); }
      }
    }
    handed[e] = work[planeOf(params.source + 1u, tile.segment) + pixelOf(tile, cell)] - sum;
  }
  workgroupBarrier();
  for (var e = 0u; e < EACH; e++) {
    let k = e * LANES + lane;
    if (k < CELLS) { image[k] = bitcast<u32>(handed[e]); }
  }
  workgroupBarrier();
  for (var e = 0u; e < EACH; e++) {
    let cell = cellOf(e * LANES + lane);
    if (!isIn(tile, cell, HALO)) { continue; }
    var sum = passed[e];
    if ((codes[e] >> 8u) == 6u) { sum += handed[e]; }
    for (var axis = 0u; axis < 2u; axis++) {
      let step = select(vec2i(0, 1), vec2i(1, 0), axis == 0u);
      // The neighbour before had it from its neighbour after, and the other way round.
      sum += hadBy(cell - step, 2u * axis + 1u);
      sum += hadBy(cell + step, 2u * axis);
    }
    work[planeOf(params.goal + 1u, tile.segment) + pixelOf(tile, cell)] = sum;
  }
}
fn hadBy(cell: vec2i, code: u32) -> f32 {
  let at = u32(cell.x) * SIDE + u32(cell.y);
  return select(0f, bitcast<f32>(image[at]), (eroded[at] >> 8u) == code);
}
`;
