/** How values become integers that order as they do (0 stands for what is left out), and elements of packed arrays. */
export const ELEMENTS: string = /* wgsl */ `
fn orderedKey(x: f32) -> u32 {
  let bits = bitcast<u32>(x + 0f);
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) != 0u);
}
fn labelAt(at: u32) -> u32 {
  let e = params.targetsBase + at;
  let shift = (e & params.labelRest) * params.labelBits;
  return (targets[(e << params.labelUp) >> params.labelDown] >> shift) & params.labelMask;
}
fn maskAt(at: u32) -> u32 {
  let e = params.maskBase + at;
  let shift = (e & params.maskRest) * params.maskBits;
  return (mask[(e << params.maskUp) >> params.maskDown] >> shift) & params.maskMask;
}
`;
