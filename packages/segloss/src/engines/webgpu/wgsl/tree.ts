/**
 * The sum over the 256 invocations of a workgroup by a tree: the order of additions is the same in every run, on every adapter. The
 * first four branches meet in a quarter of the memory, one after the other.
 */
const TREE = /* wgsl */ `
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

/**
 * The same where the device adds up the lanes of a subgroup at once, in an order of its own: then the subgroups one after the other. WGSL
 * says neither how many lanes a subgroup has nor which, so each is asked whether it is a run of them; where one is not, the tree is taken.
 */
const SUBGROUPS = /* wgsl */ `${TREE.replace("fn addUp", "fn addUpByTree")}
var<workgroup> strays: atomic<u32>;
fn addUp(x: vec4f, lane: u32) -> vec4f {
  workgroupBarrier();
  if (lane == 0u) { atomicStore(&strays, 0u); }
  workgroupBarrier();
  let size = subgroupAdd(1u);
  let first = subgroupBroadcastFirst(lane);
  let before = subgroupExclusiveAdd(1u);
  let isRun = size >= 4u && first % size == 0u && lane == first + before;
  let part = subgroupAdd(x);
  if (!isRun) { atomicStore(&strays, 1u); } else if (lane == first) { branches[first / size] = part; }
  if (workgroupUniformLoad(&strays) != 0u) { return addUpByTree(x, lane); }
  var sum = branches[0];
  for (var k = 1u; k < 256u / size; k++) { sum += branches[k]; }
  return sum;
}
`;

/** How the kernels of a device add up a workgroup: what their code begins with, and the function. */
export interface Summing {
  readonly enable: string;
  readonly text: string;
}

/** Subgroups where the device was asked for with that feature. */
export function summingOn(features: { has(name: string): boolean }): Summing {
  return features.has("subgroups")
    ? { enable: "enable subgroups;\n", text: SUBGROUPS }
    : { enable: "", text: TREE };
}
