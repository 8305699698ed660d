/** How values become integers that order as they do (0 stands for what is left out), and elements of packed arrays. */
export const ELEMENTS: string = /* wgsl */ `
fn orderedKey(x: f32) -> u32 {
  let bits = bitcast<u32>(x + 0f);
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) != 0u);
}
fn labelAt(at: u32) -> u32 {
  let e = params.targetsBase + at;
  let shift = (e & params.labelRest) * params.labelBits;
  let word = params.labelFirst + ((e << params.labelUp) >> params.labelDown);
  let label = (targets[word] >> shift) & params.labelMask;
  if (params.labelUp == 0u) { return label; }
  // What 32 bits do not hold is a label that nobody has.
  let isShort = targets[word + 1u] == select(0u, 0xffffffffu, (label >> 31u) != 0u);
  return select(0x80000000u, label, isShort);
}
fn maskAt(at: u32) -> u32 {
  let e = params.maskBase + at;
  let shift = (e & params.maskRest) * params.maskBits;
  return (mask[(e << params.maskUp) >> params.maskDown] >> shift) & params.maskMask;
}
`;
