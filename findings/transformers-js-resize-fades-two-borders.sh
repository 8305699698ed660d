#!/bin/sh
# @huggingface/transformers 4.3.2 in Node, RawImage.resize to a larger size ("bilinear", the default; its source says that it matches Pillow, the
# pipeline of background removal brings its masks to the size of the image with it, and image processors small images to that of the network):
# positions are i * scale, without the half pixel of centres, so that all moves to the upper left, and what lies beyond the last pixel is taken
# for 0. A mask of 255 everywhere, three times enlarged, ends in 170 and 85 to the right and below, with 28 in the corner. A disc of 60
# pixels, 16x enlarged and cut at one half, lies 7 to 8 pixels to the left of where Pillow 12.3.0 has it (Dice 0.895). Reduced by two, 255
# stays 255. Guess before: as in Pillow. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 pillow==12.3.0
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts @huggingface/transformers@4.3.2
cat > run.mjs <<'JS'
import { RawImage } from "@huggingface/transformers";

const enlarged = async (pixels, side, to) => {
  const { data, channels } = await new RawImage(pixels, side, side, 1).resize(to, to);
  return Array.from({ length: to * to }, (_, i) => data[i * channels]);
};
const full = await enlarged(new Uint8Array(16).fill(255), 4, 12);
const reduced = await enlarged(new Uint8Array(64 * 64).fill(255), 64, 32);
const disc = Uint8Array.from({ length: 32 * 32 }, (_, i) => (((i % 32) - 15.5) ** 2 + (Math.floor(i / 32) - 15.5) ** 2 < 20.5 ? 255 : 0));
const big = await enlarged(disc, 32, 512);
const middle = big.slice(256 * 512, 257 * 512).map((v) => v > 127);
console.log(JSON.stringify({ row: full.slice(0, 12), corner: full[143], reduced: Math.min(...reduced), pixels: disc.filter(Boolean).length,
  from: middle.indexOf(true), to: middle.lastIndexOf(true), mask: big.map((v) => Number(v > 127)).join("") }));
JS
node run.mjs > seen.json
"$folder/v/bin/python" - <<'PY'
import json
import numpy as np
from PIL import Image

seen = json.load(open("seen.json"))
full = np.array(Image.fromarray(np.full((4, 4), 255, "uint8")).resize((12, 12), Image.BILINEAR))
row, column = np.indices((32, 32)) - 15.5
disc = (row**2 + column**2 < 20.5).astype("uint8") * 255
mine = np.array(Image.fromarray(disc).resize((512, 512), Image.BILINEAR)) > 127
theirs = np.array(list(seen["mask"])).astype(int).reshape(512, 512) > 0
inside = np.flatnonzero(mine[256])
dice = 2 * (mine & theirs).sum() / (mine.sum() + theirs.sum())
print("255 everywhere, 4 to 12: transformers.js", seen["row"], "corner", seen["corner"], "| Pillow", full.min(), "to", full.max())
print("disc of", seen["pixels"], "pixels, 32 to 512, middle row: transformers.js", seen["from"], "to", seen["to"], "| Pillow", inside[0], "to", inside[-1], "| Dice", round(dice, 3))
assert full.min() == 255 and seen["row"][-3:] == [255, 170, 85] and seen["corner"] == 28 and seen["reduced"] == 255
assert 6 <= inside[0] - seen["from"] <= 9 and 6 <= inside[-1] - seen["to"] <= 9
PY
