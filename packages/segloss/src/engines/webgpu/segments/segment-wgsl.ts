/** Numbers of every dispatch over segments, images of a class each: the three extents (1 where there are fewer axes), and where images lie. */
export const SEGMENT_PARAMS = [
  "s0",
  "s1",
  "s2",
  "pixels",
  "stride",
  "plane",
  "firstImage",
  "firstSegment",
  "classes",
  "segments",
] as const;

/** The parameters of a kernel, as it declares them. */
export function paramsHead(params: readonly string[]): string {
  return `
struct Params { ${params.map((name) => `${name}: u32`).join(", ")} }
@group(0) @binding(0) var<uniform> params: Params;
`;
}

/** A pixel an invocation: x over the pixels of an image in steps of all groups, y over segments. */
export const EACH_PIXEL =
  "@builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) size: vec3u";

export const PIXEL_LOOP = "for (var i = id.x; i < params.pixels; i += size.x * 256u)";
