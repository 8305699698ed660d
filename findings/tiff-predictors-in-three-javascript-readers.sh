#!/bin/sh
# TIFF label maps with a horizontal predictor (tag 317, 2; what predictor=True of tifffile and PREDICTOR=2 of GDAL write), read in JavaScript.
# Each of three readers takes one everyday layout for another, and returns wrong labels without an error:
# geotiff 3.0.5: big-endian files of 16 bits and more (it adds before it swaps the bytes); tiff 7.1.3 (image-js): tiles, also of 8 bits (it
# adds along rows of the image, not of the tile, so that all tiles but the first column are wrong); utif2 4.1.0: 32 bits (it adds bytes, so
# carries are lost). The same maps without the predictor are right, and OpenCV 5.0.0 (libtiff) reads every file as tifffile 2026.3.3 wrote
# it. Guess before: all equal. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 tifffile==2026.3.3 imagecodecs==2026.3.6 opencv-python-headless==5.0.0.93
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts geotiff@3.0.5 tiff@7.1.3 utif2@4.1.0
"$folder/v/bin/python" - <<'PY'
import cv2
import numpy as np
import tifffile

row, column = np.indices((64, 64))
for name, order, kind, tile, factor in (
    ("big-endian", ">", "uint16", None, 50),
    ("tiles", "<", "uint8", (16, 16), 3),
    ("32-bit", "<", "uint32", None, 50),
):
    labels = (factor * (row // 8 * 8 + column // 8)).astype(kind)
    labels.astype("float64").tofile(f"{name}.labels")
    for predictor in (False, True):
        file = f"{name}-{'predictor' if predictor else 'plain'}.tif"
        tifffile.imwrite(file, labels, byteorder=order, tile=tile, compression="deflate", predictor=predictor, metadata=None)
        assert (cv2.imread(file, cv2.IMREAD_UNCHANGED) == labels).all()
PY
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { fromArrayBuffer } from "geotiff";
import { decode } from "tiff";
import UTIF from "utif2";

const bytes = (file) => new Uint8Array(readFileSync(file)).buffer;
const readers = {
  geotiff: async (file) => (await (await (await fromArrayBuffer(bytes(file))).getImage()).readRasters())[0],
  tiff: (file) => decode(bytes(file))[0].data,
  utif2: (file) => {
    const [page] = UTIF.decode(bytes(file));
    UTIF.decodeImage(bytes(file), page);
    const Kind = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[page.t258[0]];
    return new Kind(page.data.slice().buffer);
  },
};
const wrong = {};
for (const layout of ["big-endian", "tiles", "32-bit"]) {
  const labels = new Float64Array(bytes(`${layout}.labels`));
  for (const [reader, read] of Object.entries(readers)) {
    if (reader === "tiff" && layout === "32-bit") continue; // It says that it does not read integers of 32 bits.
    for (const way of ["plain", "predictor"]) {
      const got = await read(`${layout}-${way}.tif`);
      wrong[`${layout} ${way} ${reader}`] = labels.reduce((sum, label, i) => sum + (got[i] !== label), 0);
    }
  }
}
console.log("wrong pixels of 4096", wrong);
const bad = Object.keys(wrong).filter((key) => wrong[key] > 0);
if (bad.join() !== "big-endian predictor geotiff,tiles predictor tiff,32-bit predictor utif2") throw new Error(`now wrong: ${bad}`);
JS
node read.mjs
