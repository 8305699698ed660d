#!/bin/sh
# @itk-wasm/downsample 2.0.2, downsampleNode (a Gaussian, then every nth pixel) of uint8: an image that is the same everywhere comes back as
# another, since numbers are cut on the way and not rounded. At half the size 1 and 2 become 0 and 5 becomes 3, at a quarter 255 becomes 254:
# of a mask of 0 and 1 nothing at all is left, however large its objects, and one of 0 and 255 has no 255. In float32 ones stay ones, and
# downsampleBinShrinkNode and downsampleLabelImageNode of the package keep them too. Guess before: the same number. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts @itk-wasm/downsample@2.0.2
cat > run.mjs <<'JS'
import { downsampleBinShrinkNode, downsampleLabelImageNode, downsampleNode } from "@itk-wasm/downsample";

const SIDE = 32;
const image = (componentType, data) => ({
  imageType: { dimension: 2, componentType, pixelType: "Scalar", components: 1 },
  name: "image", origin: [0, 0], spacing: [1, 1], direction: new Float64Array([1, 0, 0, 1]), size: [SIDE, SIDE], data, metadata: new Map(),
});
const values = async (downsample, input, factor) => {
  const { downsampled } = await downsample(input, { shrinkFactors: [factor, factor] });
  return [...new Set(downsampled.data)].join();
};
const bytes = (value) => image("uint8", new Uint8Array(SIDE * SIDE).fill(value));
const seen = {};
for (const value of [1, 2, 5, 255]) seen[value] = [await values(downsampleNode, bytes(value), 2), await values(downsampleNode, bytes(value), 4)];
console.log("the same everywhere in uint8, and what it becomes at a half and a quarter of the size", seen);

const single = await values(downsampleNode, image("float32", new Float32Array(SIDE * SIDE).fill(1)), 2);
const others = [await values(downsampleBinShrinkNode, bytes(1), 2), await values(downsampleLabelImageNode, bytes(1), 2)];
const square = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => Number(i % SIDE > 3 && i % SIDE < 28 && i > 4 * SIDE && i < 28 * SIDE));
const mask = await values(downsampleNode, image("uint8", square), 2);
console.log("ones in float32", single, "by the other two functions", others.join(" "), "| mask of", square.filter(Boolean).length, "of 1024 pixels: values left", mask);
if (JSON.stringify(seen) !== '{"1":["0","0"],"2":["0","0"],"5":["3","3"],"255":["255","254"]}') throw new Error("other numbers");
if (single !== "1" || others.join() !== "1,1" || mask !== "0") throw new Error("other numbers");
JS
node run.mjs
