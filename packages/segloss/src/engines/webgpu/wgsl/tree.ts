/** The sum over a workgroup by a tree: the order of additions is the same in every run, on every adapter. */
export const TREE = /* wgsl */ `
var<workgroup> branches: array<vec4f, 256>;
fn addUp(x: vec4f, lane: u32) -> vec4f {
  workgroupBarrier();
  branches[lane] = x;
  for (var half = 128u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { branches[lane] += branches[lane + half]; }
  }
  return branches[0];
}
`;
