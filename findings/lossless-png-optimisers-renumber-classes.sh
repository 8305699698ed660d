#!/bin/sh
# Two "lossless" PNG optimisers of npm that hold oxipng, @jsquash/oxipng 2.3.0 (level 2, its default) and losslessCompressPng of
# @napi-rs/image 1.15.0 (its defaults): of label maps with a palette, as Pascal VOC has them, the colours stay and the labels do not. Unused
# entries of the palette go and the others are sorted anew, in each file for itself: the classes 0, 3, 7, 15 and 0, 3, 20 become indices from
# 0 on, class 3 has another index in each of the two files, and what reads indices trains on other classes without an error. Gray masks keep
# their numbers. (optipng 0.7.7 keeps these indices, and gives gray masks a palette, which makes 0, 1, 2, 3 of 0, 3, 7, 15; zopflipng 1.0.3
# renumbers palettes, too; both of Debian.) Guess before: lossless means the same numbers. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts @jsquash/oxipng@2.3.0 @napi-rs/image@1.15.0 fast-png@8.0.0
cat > run.mjs <<'JS'
import { readFileSync } from "node:fs";
import optimise, { init } from "@jsquash/oxipng/optimise.js";
import { losslessCompressPng } from "@napi-rs/image";
import { decode, encode } from "fast-png";

const SIDE = 64;
/** The bits of a class spread over red, green and blue, as the colours of Pascal VOC are made. */
const colourOf = (label) => [0, 1, 2].map((c) => [0, 1].reduce((sum, j) => sum | (((label >> (3 * j + c)) & 1) << (7 - j)), 0));
const palette = Array.from({ length: 21 }, (_, label) => colourOf(label));
const map = (...labels) => Uint8Array.from({ length: SIDE * SIDE }, (_, i) => labels[Math.floor((i % SIDE) / 16) % labels.length]);
const maps = { first: map(0, 3, 7, 15), second: map(0, 3, 20, 0) };
const png = (data, colours) => encode({ width: SIDE, height: SIDE, channels: 1, depth: 8, data, ...(colours && { palette: colours }) });

const wasm = "node_modules/@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm";
await init(await WebAssembly.compile(readFileSync(wasm)));
const tools = {
  "@jsquash/oxipng": async (bytes) => new Uint8Array(await optimise(bytes.slice().buffer)),
  "@napi-rs/image": async (bytes) => new Uint8Array(await losslessCompressPng(Buffer.from(bytes))),
};
/** One number a pixel, whatever the bits that each takes. */
function numbers({ width, height, depth, data }) {
  if (depth >= 8) return [...data];
  const row = Math.ceil((width * depth) / 8);
  return Array.from({ length: width * height }, (_, i) => {
    const at = (i % width) * depth;
    return (data[Math.floor(i / width) * row + (at >> 3)] >> (8 - depth - (at & 7))) & (2 ** depth - 1);
  });
}
const seen = {};
for (const [tool, compress] of Object.entries(tools)) {
  const indexOfThree = {};
  for (const [name, data] of Object.entries(maps)) {
    const now = decode(await compress(png(data, palette)));
    const [before, after] = [[...data], numbers(now)];
    const sameColours = before.every((label, i) => palette[label].join() === now.palette[after[i]].slice(0, 3).join());
    indexOfThree[name] = after[before.indexOf(3)];
    seen[`${tool} ${name}`] = `colours ${sameColours ? "kept" : "lost"}, labels ${[...new Set(after)].sort((a, b) => a - b)}`;
  }
  seen[`${tool} class 3`] = indexOfThree.first === indexOfThree.second ? "one index" : "two indices";
  const gray = decode(await compress(png(maps.first)));
  seen[`${tool} gray`] = `depth ${gray.depth}, labels ${[...new Set(numbers(gray))].sort((a, b) => a - b)}`;
}
console.log(seen);
const renumbered = ["colours kept, labels 0,1,2,3", "colours kept, labels 0,1,2", "two indices", "depth 8, labels 0,3,7,15"];
const parts = ["first", "second", "class 3", "gray"];
const expected = Object.keys(tools).flatMap((tool) => parts.map((part, k) => [`${tool} ${part}`, renumbered[k]]));
if (JSON.stringify(Object.entries(seen)) !== JSON.stringify(expected)) throw new Error("They do something else now.");
JS
node run.mjs
