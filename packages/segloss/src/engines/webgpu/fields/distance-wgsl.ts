import { EACH_PIXEL, PIXEL_LOOP, paramsHead, SEGMENT_PARAMS } from "../segments/segment-wgsl.ts";
import { storageBuffers } from "../wgsl/storage-buffers.ts";

/** Numbers of a dispatch, with the axis in hand and its spacing as bits. */
export const DISTANCE_PARAMS: readonly [...typeof SEGMENT_PARAMS, "axis", "spacing"] = [
  ...SEGMENT_PARAMS,
  "axis",
  "spacing",
];

const HEAD = paramsHead(DISTANCE_PARAMS);

/** Where a pixel stands in the plane of the field. */
export const OWN_AT = /* wgsl */ `
fn ownAt(segment: u32, i: u32) -> u32 {
  let whole = params.firstSegment + segment;
  let image = whole / params.classes - params.firstImage;
  return image * params.stride + params.plane * params.pixels + i * params.classes + whole % params.classes;
}
`;

/** Of each pixel the squares to the nearest one inside (plane 0) and outside (plane 1). */
const PLACES = /* wgsl */ `${OWN_AT}
const FAR = 1e37f;
fn squareAt(side: u32, segment: u32) -> u32 { return (side * params.segments + segment) * params.pixels; }
`;

export const START_KERNEL: string = `${HEAD}${storageBuffers("read> own: array<u32>", "read_write> squares: array<f32>")}${PLACES}
@compute @workgroup_size(256)
fn startDistances(${EACH_PIXEL}) {
  ${PIXEL_LOOP} {
    let isInside = own[ownAt(group.y, i)] != 0u;
    squares[squareAt(0u, group.y) + i] = select(FAR, 0f, isInside);
    squares[squareAt(1u, group.y) + i] = select(0f, FAR, isInside);
  }
}
`;

/**
 * The least of the squares along an axis, each with the square of how far it is: outward from the pixel, until what it has is nearer than
 * the next step.
 */
export const AXIS_KERNEL: string = `${HEAD}${storageBuffers("read> squares: array<f32>", "read_write> after: array<f32>")}${PLACES}
@compute @workgroup_size(256)
fn alongAxis(${EACH_PIXEL}) {
  let spacing = bitcast<f32>(params.spacing);
  let isFirst = params.axis == 0u;
  let extent = select(select(params.s2, params.s1, params.axis == 1u), params.s0, isFirst);
  let step = select(select(1u, params.s2, params.axis == 1u), params.s1 * params.s2, isFirst);
  let from_ = squareAt(group.z, group.y);
  ${PIXEL_LOOP} {
    let at = (i / step) % extent;
    var best = squares[from_ + i];
    for (var d = 1u; d < extent; d++) {
      let way = spacing * f32(d);
      let square = way * way;
      if (square >= best || (d > at && at + d >= extent)) { break; }
      if (d <= at) { best = min(best, squares[from_ + i - d * step] + square); }
      if (at + d < extent) { best = min(best, squares[from_ + i + d * step] + square); }
    }
    after[from_ + i] = best;
  }
}
`;

/** Of the two sides of a pixel: plus outside, minus inside, and 0 where the mask has one side only. */
const SIGNED = /* wgsl */ `
fn signedAt(segment: u32, i: u32) -> f32 {
  let toInside = squares[squareAt(0u, segment) + i];
  let toOutside = squares[squareAt(1u, segment) + i];
  let value = select(sqrt(toInside), -sqrt(toOutside), toInside == 0f);
  return select(value, 0f, max(toInside, toOutside) >= 0.1f * FAR);
}
`;

export const FINISH_KERNEL: string = `${HEAD}${storageBuffers("read_write> own: array<u32>", "read> squares: array<f32>")}${PLACES}${SIGNED}
@compute @workgroup_size(256)
fn finishDistances(${EACH_PIXEL}) {
  ${PIXEL_LOOP} { own[ownAt(group.y, i)] = bitcast<u32>(signedAt(group.y, i)); }
}
`;

/** The farthest pixel of either side: of sizes, bits order as the numbers do, and no order of the maxima leaves a trace. */
export const EXTENT_KERNEL: string = `${HEAD}${storageBuffers("read> squares: array<f32>", "read_write> extents: array<atomic<u32>>")}${PLACES}${SIGNED}
@compute @workgroup_size(256)
fn extents_(${EACH_PIXEL}) {
  var farthest = vec2f();
  ${PIXEL_LOOP} {
    let d = signedAt(group.y, i);
    farthest = max(farthest, vec2f(d, -d));
  }
  atomicMax(&extents[2u * group.y], bitcast<u32>(farthest.x));
  atomicMax(&extents[2u * group.y + 1u], bitcast<u32>(farthest.y));
}
`;

export const CLEAR_EXTENTS_KERNEL: string = `${HEAD}${storageBuffers("read_write> extents: array<atomic<u32>>")}
@compute @workgroup_size(256)
fn clearExtents(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < 2u * params.segments) { atomicStore(&extents[id.x], 0u); }
}
`;

/** 1 at the border, falling to 0 at the farthest pixel of the side. */
export const NEARNESS_KERNEL: string = `${HEAD}${storageBuffers("read_write> own: array<u32>", "read> squares: array<f32>", "read> extents: array<u32>")}${PLACES}${SIGNED}
@compute @workgroup_size(256)
fn nearness(${EACH_PIXEL}) {
  let most = vec2f(bitcast<f32>(extents[2u * group.y]), bitcast<f32>(extents[2u * group.y + 1u]));
  ${PIXEL_LOOP} {
    let d = signedAt(group.y, i);
    let near = select((most.y + d) / most.y, (most.x - d) / most.x, d > 0f);
    own[ownAt(group.y, i)] = bitcast<u32>(select(near, 0f, min(most.x, most.y) == 0f));
  }
}
`;
