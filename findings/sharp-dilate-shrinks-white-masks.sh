#!/bin/sh
# sharp 0.35.5, dilate(n), "expand foreground objects", and erode(n), "shrink foreground objects": the foreground is what is black. The white
# objects of a mask become smaller by dilate and larger by erode, where OpenCV, SciPy, scikit-image, MATLAB and libvips itself, below sharp,
# have it the other way round (sharp inverts before and after). A white square of 3 x 3 has 1 pixel after dilate(1), 25 after erode(1).
# And labels are joined bit by bit, not by size: next to each other 1, 2 and 4 give 0 1 3 7 6 4 0, with labels 3, 6 and 7 that
# are in no mask. Guess before: white grows by dilate, and of labels the largest wins. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts sharp@0.35.5
cat > run.mjs <<'JS'
import sharp from "sharp";

const SIDE = 9;
const inside = (i) => Math.abs((i % SIDE) - 4) < 2 && Math.abs(Math.floor(i / SIDE) - 4) < 2;
const after = async (pixels, how, ...more) => {
  const raw = { width: SIDE, height: SIDE, channels: 1 };
  const { data, info } = await sharp(Uint8Array.from(pixels), { raw })[how](...more).raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: SIDE * SIDE }, (_, i) => data[i * info.channels]);
};
const index = Array.from({ length: SIDE * SIDE }, (_, i) => i);
const white = index.map((i) => (inside(i) ? 255 : 0));
const black = index.map((i) => (inside(i) ? 0 : 255));
const labels = index.map((i) => (inside(i) ? 2 ** ((i % SIDE) - 3) : 0));
const count = (pixels, value) => pixels.filter((v) => v === value).length;
const areas = {
  "white, dilate": count(await after(white, "dilate", 1), 255),
  "white, erode": count(await after(white, "erode", 1), 255),
  "black, dilate": count(await after(black, "dilate", 1), 0),
  "black, erode": count(await after(black, "erode", 1), 0),
};
const row = (await after(labels, "erode", 1)).slice(4 * SIDE, 5 * SIDE);
console.log("sharp", sharp.versions.sharp, "libvips", sharp.versions.vips, "a square of 9 pixels becomes", areas);
console.log("labels", labels.slice(4 * SIDE, 5 * SIDE).join(" "), "grown", row.join(" "));
if (Object.values(areas).join() !== "1,25,25,1" || row.join(" ") !== "0 0 1 3 7 6 4 0 0") throw new Error("no longer so");
JS
node run.mjs
