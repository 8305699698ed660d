#!/bin/sh
# zarrita 0.7.5, read in Node through a store with getRange, and label maps in shards (Zarr v3, sharding_indexed) as tensorstore 0.1.85 writes
# them, 48x40 labels in shards of 16x16 and chunks of 8x8. Two layouts of the specification come back wrong and without an error: where
# index_location is "start" (zarrita looks for the index at the end of the file, and finds background or other chunks), and where a codec
# "transpose" stands before the shards (which chunk is which is taken from the untransposed place). With the index at the end, with the
# transposition inside the shards, and without shards the same labels are right. Guess before: equal or refused. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 tensorstore==0.1.85
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts zarrita@0.7.5
v/bin/python - <<'PY'
import numpy as np
import tensorstore

rows, columns = np.indices((48, 40))
labels = (1 + rows // 4 * 10 + columns // 4).astype("uint16")
labels.astype("float64").tofile("labels")
number = {"name": "bytes", "configuration": {"endian": "little"}}
transpose = {"name": "transpose", "configuration": {"order": [1, 0]}}


def shards(place, *inside):
    index = [number, {"name": "crc32c"}]
    how = {"chunk_shape": [8, 8], "codecs": [*inside, number], "index_codecs": index, "index_location": place}
    return {"name": "sharding_indexed", "configuration": how}


layouts = {
    "no shards": [number],
    "index at the end": [shards("end")],
    "transposed inside": [shards("end", transpose)],
    "index at the start": [shards("start")],
    "transposed as a whole": [transpose, shards("end")],
}
for name, codecs in layouts.items():
    grid = {"name": "regular", "configuration": {"chunk_shape": [16, 16]}}
    metadata = {"shape": [48, 40], "data_type": "uint16", "chunk_grid": grid, "codecs": codecs, "fill_value": 0}
    spec = {"driver": "zarr3", "kvstore": {"driver": "file", "path": f"{name}/"}}
    tensorstore.open({**spec, "metadata": metadata, "create": True}).result().write(labels).result()
    assert (tensorstore.open(spec).result().read().result() == labels).all()
PY
cat > read.mjs <<'JS'
import { existsSync, readFileSync } from "node:fs";
import { get, open, root } from "zarrita";

const store = (folder) => {
  const whole = async (key) => (existsSync(folder + key) ? new Uint8Array(readFileSync(folder + key)) : undefined);
  const getRange = async (key, range) => {
    const bytes = await whole(key);
    if ("suffixLength" in range) return bytes?.subarray(-range.suffixLength);
    return bytes?.subarray(range.offset, range.offset + range.length);
  };
  return { get: whole, getRange };
};
const labels = new Float64Array(new Uint8Array(readFileSync("labels")).buffer);
const wrong = {};
for (const layout of ["no shards", "index at the end", "transposed inside", "index at the start", "transposed as a whole"]) {
  const { data, stride } = await get(await open(root(store(layout)), { kind: "array" }));
  const at = (i) => data[Math.floor(i / 40) * stride[0] + (i % 40) * stride[1]];
  wrong[layout] = labels.reduce((sum, label, i) => sum + (at(i) !== label), 0);
}
console.log("wrong labels of 1920:", wrong);
const isRight = ["no shards", "index at the end", "transposed inside"].every((layout) => wrong[layout] === 0);
if (!isRight || wrong["index at the start"] < 1000 || wrong["transposed as a whole"] < 1000) throw new Error("It reads them in another way now.");
JS
node read.mjs
