/** Numbers of a dispatch that the host knows: what a window covers, how labels lie, what the run brings. */
export const PARAMETERS = [
  "zero",
  "firstImage",
  "firstPixel",
  "firstChunk",
  "logitsBase",
  "targetsBase",
  "weightsBase",
  "maskBase",
  "gradientBase",
  "labelFirst",
  "labelUp",
  "labelDown",
  "labelRest",
  "labelBits",
  "labelMask",
  "maskUp",
  "maskDown",
  "maskRest",
  "maskBits",
  "maskMask",
  "pixels",
  "batch",
  "chunk",
  "chunks",
  "stride",
  "rows",
  "coefficients",
  "values",
] as const;

export type Parameter = (typeof PARAMETERS)[number];

/** Numbers of the run behind the parameters: progress, then the live constants, four in a row. */
export function runVectors(live: number): number {
  return Math.ceil((1 + live) / 4);
}

export function paramsDeclaration(live: number): string {
  const fields = PARAMETERS.map((name) => `  ${name}: u32,`).join("\n");
  return `struct Params {\n${fields}\n  run: array<vec4f, ${runVectors(live)}>,\n}\n@group(0) @binding(0) var<uniform> params: Params;\n`;
}

/** The k-th number of the run. */
export function runNumber(k: number): string {
  return `params.run[${Math.floor(k / 4)}][${k % 4}]`;
}
