import { expect, it } from "vitest";
import { makeDrawCode } from "../../src/metrics/draw-kernel/make-draw-code.ts";
import { makePairCode } from "../../src/metrics/pair-kernel/make-pair-code.ts";

const MADE = [
  ["PAIR_CODE", "pair-kernel/pair-code.ts", makePairCode],
  ["DRAW_CODE", "draw-kernel/draw-code.ts", makeDrawCode],
] as const;

it.each(MADE)("%s is what its emitters make (npm run docs)", async (name, file, make) => {
  const text = Buffer.from(make()).toString("base64");
  await expect(
    `/** WebAssembly in base64, as \`make-${file.split("/")[1]}\` makes it: npm run docs writes this file. */
export const ${name}: string =
  "${text}";
`,
  ).toMatchFileSnapshot(`../../src/metrics/${file}`);
});
