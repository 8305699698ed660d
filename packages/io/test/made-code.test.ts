import { expect, it } from "vitest";
import { makeUnfilterCode } from "../src/png/make-unfilter-code.ts";
import { makePlaceCode } from "../src/tiff/plain/make-place-code.ts";

const MADE = [
  ["UNFILTER_CODE", "png", "unfilter-code.ts", makeUnfilterCode],
  ["PLACE_CODE", "tiff/plain", "place-code.ts", makePlaceCode],
] as const;

it.each(MADE)("%s is what its emitters make (npm run docs)", async (name, folder, file, make) => {
  const text = Buffer.from(make()).toString("base64");
  await expect(
    `/** WebAssembly in base64, as \`make-${file}\` makes it: npm run docs writes this file. */
export const ${name}: string =
  "${text}";
`,
  ).toMatchFileSnapshot(`../src/${folder}/${file}`);
});
