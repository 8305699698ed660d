import type { HardestShare } from "./rank-job.ts";
import { SORT_LANES } from "./rank-shape.ts";
import { RANK_DECLARATIONS, type RankPlaces } from "./rank-wgsl.ts";

/** How many coefficients images have, and classes. */
export interface CoefficientPlaces {
  readonly width: number;
  readonly channels: number;
}

/** 1 for the share of the pixels that come first, of those with a part in it: floor(share N), one at least. */
export function hardestKernel(p: RankPlaces, share: HardestShare, coefficients: CoefficientPlaces): string {
  return `${RANK_DECLARATIONS}
@group(0) @binding(1) var<storage, read> keys: array<u32>;
@group(0) @binding(2) var<storage, read> places: array<u32>;
@group(0) @binding(3) var<storage, read> numbers: array<f32>;
@group(0) @binding(4) var<storage, read_write> results: array<u32>;
${countFunction(share, coefficients, p.ofBatch)}
@compute @workgroup_size(${SORT_LANES})
fn hardest(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let segment = group.y * rank.length;
  // How many have a part: those left out stand last.
  var low = 0u;
  var high = rank.length;
  while (low < high) {
    let middle = low + (high - low) / 2u;
    if (keys[segment + middle] == 0xffffffffu) { high = middle; } else { low = middle + 1u; }
  }
  let c = rank.firstClass + group.y % rank.classes;
  let region = rank.firstRegion + group.y / rank.classes;
  let count = countOf(low, region, c);
  for (var k = 0u; k < EACH; k++) {
    let e = group.x * BLOCK + k * LANES + lane;
    if (e < rank.length) {
      let taken = select(0u, 0x3f800000u, e < min(count.x, low));
      results[segment + places[segment + e]] = select(taken, 0x7fc00000u, count.y == 1u);
    }
  }
}
`;
}

/** How many of n, and 1 where the share is not a number. */
function countFunction(
  share: HardestShare,
  { width, channels }: CoefficientPlaces,
  ofBatch: boolean,
): string {
  if (share.perClass === null) {
    const row = ofBatch ? "0u" : "region";
    const at = `rank.coefficients + ${share.coefficient}u + ${row} * ${width}u${share.varies ? " + c" : ""}`;
    return `fn countOf(n: u32, region: u32, c: u32) -> vec2u {
  let share = numbers[${at}];
  // Of a share in single precision the last bits are not known: 0.29 of 100 are 29.
  let count = max(1u, u32(clamp(floor(share * f32(n) * (1f + 4e-7f)), 0f, f32(n))));
  return vec2u(count, select(0u, 1u, (bitcast<u32>(share) & 0x7fffffffu) > 0x7f800000u));
}`;
  }
  const halves = share.perClass.map((x) => {
    const [high, low] = fixedPoint(x);
    return `vec2u(${high}u, ${low}u)`;
  });
  return `const SHARES = array<vec2u, ${channels}>(${halves.join(", ")});
fn upperProduct(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
}
fn countOf(n: u32, region: u32, c: u32) -> vec2u {
  var shares = SHARES;
  let share = shares[c];
  if (share.x == 0xffffffffu) { return vec2u(n, 0u); }
  // n share, whole and fractions of 32 bits.
  let fraction = n * share.x;
  let carry = select(0u, 1u, fraction + upperProduct(n, share.y) < fraction);
  return vec2u(max(1u, upperProduct(n, share.x) + carry), 0u);
}`;
}

/** A share in fractions of 2^-32 and 2^-64, a little above, as the reference counts; all ones for all pixels. */
function fixedPoint(share: number): [number, number] {
  const above = share * (1 + 1e-12);
  if (!(above < 1)) return [0xffffffff, 0xffffffff];
  const high = Math.floor(Math.max(0, above) * 2 ** 32);
  return [high, Math.floor((Math.max(0, above) * 2 ** 32 - high) * 2 ** 32)];
}
