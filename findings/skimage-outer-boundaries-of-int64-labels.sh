#!/bin/sh
# scikit-image 0.26.0, find_boundaries(labels, mode="outer"), "pixels in the background around objects": of int64 labels, which is what NumPy makes by
# default and measure.label gives for them, pixels inside the objects are marked too, since the largest int64, which stands for the background
# on the way, does not survive the float64 of the erosion. A square of 3 x 3 has 12 outer pixels as uint8 and int32, 18 as int64 and uint64: 6 are
# its own. mark_boundaries, whose default it is, draws 18. And with mode="subpixel" the largest number of the type stands for the points between
# pixels, so that two regions with the labels 255 and 0 in uint8, or 255 and 5, have no boundary at all, in int32 they have.
# Guess before: the type does not matter. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 scipy==1.17.1 scikit-image==0.26.0
cd "$folder"
"$folder/v/bin/python" - <<'PY'
import numpy as np
from skimage.measure import label
from skimage.segmentation import find_boundaries, mark_boundaries

square = np.zeros((9, 9), int)
square[3:6, 3:6] = 1
outer = {}
for kind in ("uint8", "uint16", "int32", "uint32", "int64", "uint64"):
    labels = square.astype(kind)
    found = find_boundaries(labels, mode="outer")
    drawn = mark_boundaries(np.zeros((9, 9)), labels)[..., 0] > 0
    outer[kind] = (int(found.sum()), int(found[labels > 0].sum()), int(drawn.sum()))
    print(kind, "outer pixels, of them inside the object, drawn:", outer[kind])
assert label(square).dtype == np.int64
assert all(v == ((18, 6, 18) if "64" in kind else (12, 0, 12)) for kind, v in outer.items())

for other in (0, 5):
    halves = np.full((8, 8), 255)
    halves[:, 4:] = other
    between = {kind: int(find_boundaries(halves.astype(kind), mode="subpixel").sum()) for kind in ("uint8", "int32")}
    print("labels 255 and", other, "side by side, points between them:", between)
    assert between == {"uint8": 0, "int32": 15}
PY
