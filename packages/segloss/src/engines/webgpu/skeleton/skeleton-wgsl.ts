import { EACH_PIXEL, PIXEL_LOOP, paramsHead, SEGMENT_PARAMS } from "../segments/segment-wgsl.ts";
import { storageBuffers } from "../wgsl/storage-buffers.ts";

/**
 * Numbers of a dispatch, with the level in hand; of one over tiles also the planes that it reads from and writes to, how many levels it
 * goes through, and whether it keeps those between.
 */
export const SKELETON_PARAMS: readonly [
  ...typeof SEGMENT_PARAMS,
  "level",
  "source",
  "goal",
  "count",
  "keeps",
] = [...SEGMENT_PARAMS, "level", "source", "goal", "count", "keeps"];

const HEAD = paramsHead(SKELETON_PARAMS);

/** Where a pixel stands, and its neighbours: of a code, the pixel that came from. */
const NEIGHBOURS = /* wgsl */ `
fn placeOf(i: u32) -> vec3u {
  return vec3u(i / (params.s1 * params.s2), (i / params.s2) % params.s1, i % params.s2);
}
fn stepOf(axis: u32) -> u32 { return select(select(1u, params.s2, axis == 1u), params.s1 * params.s2, axis == 0u); }
fn extentOf(axis: u32) -> u32 { return select(select(params.s2, params.s1, axis == 1u), params.s0, axis == 0u); }
`;

/** The least of the lines through a pixel along the axes, and which it was: of equal ones the first line, and on it the first pixel. */
const ERODED = /* wgsl */ `
struct Won { value: f32, code: u32 }
fn eroded(first: u32, i: u32) -> Won {
  let place = placeOf(i);
  var best = Won(0f, 0u);
  for (var axis = 0u; axis < 3u; axis++) {
    let step = stepOf(axis);
    let at = place[axis];
    let own = levels[first + i];
    var line = Won(own, 6u);
    if (at > 0u) {
      line = Won(levels[first + i - step], 2u * axis);
      if (own < line.value) { line = Won(own, 6u); }
    }
    if (at + 1u < extentOf(axis)) {
      let after = levels[first + i + step];
      if (after < line.value) { line = Won(after, 2u * axis + 1u); }
    }
    if (axis == 0u || line.value < best.value) { best = line; }
  }
  return best;
}
`;

/** The largest of the box around a pixel, one axis after the other; of equal ones the first, axis after axis. */
const DILATED = /* wgsl */ `
fn dilated(first: u32, i: u32) -> Won {
  let p = placeOf(i);
  var best = Won(0f, 99u);
  for (var c = 0u; c < 3u; c++) {
    if (p.z + c == 0u || p.z + c > params.s2) { continue; }
    var row = Won(0f, 99u);
    for (var b = 0u; b < 3u; b++) {
      if (p.y + b == 0u || p.y + b > params.s1) { continue; }
      var line = Won(0f, 99u);
      for (var a = 0u; a < 3u; a++) {
        if (p.x + a == 0u || p.x + a > params.s0) { continue; }
        let at = ((p.x + a - 1u) * params.s1 + p.y + b - 1u) * params.s2 + p.z + c - 1u;
        let value = levels[first + at];
        if (line.code == 99u || value > line.value) { line = Won(value, (a * 3u + b) * 3u + c); }
      }
      if (row.code == 99u || line.value > row.value) { row = line; }
    }
    if (best.code == 99u || row.value > best.value) { best = row; }
  }
  return best;
}
`;

const PLANE_OF_LEVEL = /* wgsl */ `
fn planeOf(level: u32, segment: u32) -> u32 { return (level * params.segments + segment) * params.pixels; }
`;

const placeInOwn = "image * params.stride + params.plane * params.pixels + c * params.pixels + i";

/** Copies between the planes of images and the segments in hand. */
function copyKernel(entry: string, toOwn: boolean): string {
  const list = toOwn
    ? storageBuffers("read_write> own: array<u32>", "read> segments: array<f32>")
    : storageBuffers("read> own: array<u32>", "read_write> segments: array<f32>");
  const line = toOwn
    ? `own[${placeInOwn}] = bitcast<u32>(segments[at]);`
    : `segments[at] = bitcast<f32>(own[${placeInOwn}]);`;
  return `${HEAD}${list}${PLANE_OF_LEVEL}
@compute @workgroup_size(256)
fn ${entry}(${EACH_PIXEL}) {
  let segment = params.firstSegment + group.y;
  let image = segment / params.classes - params.firstImage;
  let c = segment % params.classes;
  ${PIXEL_LOOP} {
    let at = planeOf(params.level, group.y) + i;
    ${line}
  }
}
`;
}

export const READ_KERNEL: string = copyKernel("gatherPlane", false);
export const WRITE_KERNEL: string = copyKernel("spreadPlane", true);

/** Level k + 1 of the image: the erosion of level k. */
export const ERODE_KERNEL: string = `${HEAD}${storageBuffers("read_write> levels: array<f32>")}${PLANE_OF_LEVEL}${NEIGHBOURS}${ERODED}
@compute @workgroup_size(256)
fn erode(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    levels[planeOf(params.level + 1u, group.y) + i] = eroded(planeOf(params.level, group.y), i).value;
  }
}
`;

/** The skeleton grows by what the opening of level k takes away. */
export const OPEN_KERNEL: string = `${HEAD}${storageBuffers("read> levels: array<f32>", "read_write> skeletons: array<f32>")}${PLANE_OF_LEVEL}${NEIGHBOURS}
struct Won { value: f32, code: u32 }
${DILATED}
@compute @workgroup_size(256)
fn open(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let here = planeOf(params.level, group.y);
    let opened = dilated(planeOf(params.level + 1u, group.y), i).value;
    let ridge = max(levels[here + i] - opened, 0f);
    let before = select(skeletons[here + i], 0f, params.level == 0u);
    skeletons[planeOf(params.level + 1u, group.y) + i] = before + max(ridge - before * ridge, 0f);
  }
}
`;

/**
 * What a level passes on of the adjoint: to the pixel itself, less what of the skeleton before it took; and from which neighbours the
 * erosion and the opening took their values, as codes. \`work\` has planes: the adjoint of the skeleton, what pixels got, what came so
 * far, and the same with what the opening hands on.
 */
export const PASS_KERNEL: string = `${HEAD}${storageBuffers("read> levels: array<f32>", "read> skeletons: array<f32>", "read_write> work: array<f32>", "read_write> codes: array<u32>")}${PLANE_OF_LEVEL}${NEIGHBOURS}${ERODED}${DILATED}
@compute @workgroup_size(256)
fn pass_on(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let here = planeOf(params.level, group.y);
    let opened = dilated(planeOf(params.level + 1u, group.y), i);
    let ridge = max(levels[here + i] - opened.value, 0f);
    let before = select(skeletons[here + i], 0f, params.level == 0u);
    let adjoint = work[planeOf(0u, group.y) + i];
    let grows = ridge - before * ridge > 0f;
    work[planeOf(1u, group.y) + i] = select(0f, adjoint * (1f - before), grows);
    work[planeOf(0u, group.y) + i] = select(adjoint, adjoint - adjoint * ridge, grows);
    codes[planeOf(0u, group.y) + i] = opened.code | (eroded(here, i).code << 8u);
  }
}
`;

/** Takes from each pixel what the openings of its neighbours had of it: a sum in a fixed order, where a scatter would need atomics. */
export const TO_OPENED_KERNEL: string = `${HEAD}${storageBuffers("read_write> work: array<f32>", "read> codes: array<u32>")}${PLANE_OF_LEVEL}${NEIGHBOURS}
@compute @workgroup_size(256)
fn toOpened(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let p = placeOf(i);
    var sum = 0f;
    for (var a = 0u; a < 3u; a++) {
      for (var b = 0u; b < 3u; b++) {
        for (var c = 0u; c < 3u; c++) {
          let isIn = p.x + a > 0u && p.x + a <= params.s0 && p.y + b > 0u && p.y + b <= params.s1 && p.z + c > 0u && p.z + c <= params.s2;
          if (!isIn) { continue; }
          let at = ((p.x + a - 1u) * params.s1 + p.y + b - 1u) * params.s2 + p.z + c - 1u;
          let mirrored = ((2u - a) * 3u + 2u - b) * 3u + 2u - c;
          if ((codes[planeOf(0u, group.y) + at] & 0xffu) == mirrored) { sum += work[planeOf(1u, group.y) + at]; }
        }
      }
    }
    work[planeOf(3u, group.y) + i] = work[planeOf(2u, group.y) + i] - sum;
  }
}
`;

/** Adds to each pixel what the erosions of its neighbours had of it. */
export const TO_ERODED_KERNEL: string = `${HEAD}${storageBuffers("read_write> work: array<f32>", "read> codes: array<u32>")}${PLANE_OF_LEVEL}${NEIGHBOURS}
@compute @workgroup_size(256)
fn toEroded(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let p = placeOf(i);
    var sum = work[planeOf(1u, group.y) + i];
    if ((codes[planeOf(0u, group.y) + i] >> 8u) == 6u) { sum += work[planeOf(3u, group.y) + i]; }
    for (var axis = 0u; axis < 3u; axis++) {
      let step = stepOf(axis);
      // The neighbour before had it from its neighbour after, and the other way round.
      if (p[axis] > 0u && (codes[planeOf(0u, group.y) + i - step] >> 8u) == 2u * axis + 1u) {
        sum += work[planeOf(3u, group.y) + i - step];
      }
      if (p[axis] + 1u < extentOf(axis) && (codes[planeOf(0u, group.y) + i + step] >> 8u) == 2u * axis) {
        sum += work[planeOf(3u, group.y) + i + step];
      }
    }
    work[planeOf(2u, group.y) + i] = sum;
  }
}
`;

/** A plane of the work of a slope set to 0. */
export const CLEAR_KERNEL: string = `${HEAD}${storageBuffers("read_write> work: array<f32>")}${PLANE_OF_LEVEL}
@compute @workgroup_size(256)
fn clear(${EACH_PIXEL}) {
  ${PIXEL_LOOP} { work[planeOf(params.level, group.y) + i] = 0f; }
}
`;
