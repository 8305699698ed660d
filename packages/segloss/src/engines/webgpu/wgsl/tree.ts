/**
 * The sum over the 256 invocations of a workgroup by a tree: the order of additions is the same in every run, on every adapter. The
 * first four branches meet in a quarter of the memory, one after the other.
 */
export const TREE = /* wgsl */ `
var<workgroup> branches: array<vec4f, 64>;
fn addUp(x: vec4f, lane: u32) -> vec4f {
  workgroupBarrier();
  if (lane < 64u) { branches[lane] = x; }
  for (var first = 64u; first < 256u; first += 64u) {
    workgroupBarrier();
    if (lane >= first && lane < first + 64u) { branches[lane - first] += x; }
  }
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { branches[lane] += branches[lane + half]; }
  }
  workgroupBarrier();
  return branches[0];
}
`;
