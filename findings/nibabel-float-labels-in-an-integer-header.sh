#!/bin/sh
# nibabel 5.4.2: labels that were read with get_fdata() and are saved with the header of their file, Nifti1Image(labels, image.affine, image.header),
# are floats in a file of uint8, and nibabel stretches them over all of it: 0, 1, 2, 3 are stored as 0, 85, 170, 255 with a slope of 1/85.
# nibabel gives 1, 2, 3 back (1.00000002), but nifti-reader-js 0.8.0 (readImage) and nifti-js 1.0.1 do not apply the slope and give 85, 170, 255,
# so the label depends on what else is in the file: 1 is 255 where it is alone. And 500 objects come back as 255, neighbours in pairs as one,
# in nibabel too, also where they are int16 or int64. int64 labels that fit are stored as they are. No warning. Guess before: whole numbers
# that fit are stored as they are, and those that do not are an error, as an int64 array without a header is. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 nibabel==5.4.2
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts nifti-reader-js@0.8.0 nifti-js@1.0.1
"$folder/v/bin/python" - <<'PY'
import nibabel as nib
import numpy as np

labels = np.arange(1000).reshape(10, 10, 10) % 4
nib.save(nib.Nifti1Image(labels.astype("uint8"), np.eye(4)), "labels.nii")
image = nib.load("labels.nii")


def saved(array, name):
    nib.save(nib.Nifti1Image(array, image.affine, image.header), name)
    again = nib.load(name)
    return again.get_fdata(), np.unique(again.dataobj.get_unscaled()).tolist()


back, stored = saved(image.get_fdata(), "four.nii")
print("0 to 3 as floats: stored", stored, "read by nibabel", np.unique(back))
assert stored == [0, 85, 170, 255] and np.allclose(back, labels)
_, stored = saved((image.get_fdata() == 1).astype(float), "one.nii")
print("0 and 1 as floats: stored", stored)
assert stored == [0, 255]
_, stored = saved(labels.astype("int64"), "integers.nii")
print("0 to 3 as int64: stored", stored)
assert stored == [0, 1, 2, 3]
many = np.arange(1000).reshape(10, 10, 10) % 501
for kind in ("float64", "int16", "int64"):
    back, _ = saved(many.astype(kind), "many.nii")
    print(f"500 objects as {kind}: back", len(np.unique(np.round(back))) - 1, "largest error", float(abs(back - many).max()))
    assert len(np.unique(np.round(back))) == 256
PY
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import niftiJs from "nifti-js";
import { readHeader, readImage } from "nifti-reader-js";

for (const [name, due] of [["four", "0 85 170 255"], ["one", "0 255"]]) {
  const bytes = new Uint8Array(readFileSync(`${name}.nii`)).buffer;
  const values = (data) => [...new Set(data)].sort((a, b) => a - b).join(" ");
  const got = [values(new Uint8Array(readImage(readHeader(bytes), bytes))), values(niftiJs.parse(bytes).data)];
  console.log(`${name}.nii: nifti-reader-js`, got[0], "| nifti-js", got[1]);
  if (got.some((text) => text !== due)) throw new Error("no longer so");
}
JS
node read.mjs
