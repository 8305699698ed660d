import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";
import { repository } from "./repository.ts";

const FONT = "node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2";

/** Letters and signs that formulas of losses and metrics are written with; scripts, fraktur and arrows beyond the common ones are left out. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xac, 0xac],
  [0xb1, 0xb7],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x302, 0x304],
  [0x391, 0x3c9],
  [0x3d5, 0x3f5],
  [0x2016, 0x2016],
  [0x2026, 0x2026],
  [0x2032, 0x2033],
  [0x2061, 0x2064],
  [0x210e, 0x210e],
  [0x2190, 0x2193],
  [0x2200, 0x2265],
  [0x2282, 0x2299],
  [0x22c0, 0x22c5],
  [0x22ef, 0x22ef],
  [0x2308, 0x230b],
  [0x27e8, 0x27e9],
  // Italic Latin and Greek.
  [0x1d434, 0x1d467],
  [0x1d6e2, 0x1d71b],
];

/** The part of STIX Two Math that the site needs, as a file: a fifth of the weight, with the table that lays formulas out. */
export async function writeMathFont(file: string): Promise<void> {
  const text = RANGES.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
  );
  const font = await subsetFont(readFileSync(join(repository, FONT)), text.join(""), {
    targetFormat: "woff2",
  });
  writeFileSync(file, font);
}
