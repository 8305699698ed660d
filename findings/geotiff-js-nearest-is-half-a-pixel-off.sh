#!/bin/sh
# geotiff 3.0.5 (geotiff.js), readRasters({ width, height }) of a size larger than the image, with the nearest pixel, which is the default: it
# takes pixel round(i * scale), not the one under the centre, floor((i + 1/2) * scale), so that labels move half a pixel to the upper left and
# the border takes up what is left. Columns 0 1 2 3 doubled are 0 1 1 2 2 3 3 3, tripled 0 0 1 1 1 2 2 2 3 3 3 3: the last column gets one and
# a half times, the first half its share. A mask of squares of 2 x 2 pixels, doubled, has a Dice of 0.592 with the same mask in which
# each pixel becomes four, as Pillow, scikit-image, PyTorch and OpenCV have it, and 1,089 pixels for 1,024.
# Guess before: each pixel becomes four. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts geotiff@3.0.5
cat > run.mjs <<'JS'
import { fromArrayBuffer, writeArrayBuffer } from "geotiff";

const resized = async (pixels, side, to) => {
  const image = await (await fromArrayBuffer(await writeArrayBuffer(pixels, { width: side, height: side }))).getImage();
  return (await image.readRasters({ width: to, height: to }))[0];
};
const columns = async (side, to) => [...(await resized(Uint8Array.from({ length: side * side }, (_, i) => i % side), side, to))].slice(0, to);

const doubled = await columns(4, 8);
const tripled = await columns(4, 12);
console.log("columns of 4 doubled", doubled.join(" "), "| tripled", tripled.join(" "));

// Squares of 2 x 2 pixels, eight pixels apart, the last of them at the border.
const SIDE = 64;
const inside = (n) => n % 8 > 5;
const mask = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => Number(inside(i % SIDE) && inside(Math.floor(i / SIDE))));
const large = await resized(mask, SIDE, 2 * SIDE);
const repeated = large.map((_, i) => mask[Math.floor(i / (4 * SIDE)) * SIDE + Math.floor((i % (2 * SIDE)) / 2)]);
const sum = (list) => list.reduce((a, b) => a + b, 0);
const dice = (2 * sum(large.map((v, i) => v * repeated[i]))) / (sum(large) + sum(repeated));
console.log("mask of squares doubled: Dice with repeated pixels", dice.toFixed(3), "pixels", sum(large), "for", sum(repeated));
if (doubled.join("") !== "01122333" || tripled.join("") !== "001112223333") throw new Error("other columns");
if (Math.abs(dice - 0.592) > 1e-3 || sum(large) !== 1089) throw new Error("other masks");
JS
node run.mjs
