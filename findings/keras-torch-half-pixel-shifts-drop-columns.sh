#!/bin/sh
# Keras 3.15.1, ops.image.affine_transform with interpolation="nearest" and a shift of half a pixel, which masks are augmented with: with the
# torch backend (2.13.0) every second column goes and its neighbour stands twice (halves are rounded to even: of the columns 0, 1, 2, ... come
# 0, 2, 2, 4, 4, ...), so that lines of one pixel in odd columns vanish and those in even ones are doubled. With the numpy and the JAX backend
# the columns are 1, 2, 3, 4, ...: a shift, all of them there once. ops.image.map_coordinates with order=0 does the same, rows as well as
# columns. Guess before: one result for all backends. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 keras==3.15.1 torch==2.13.0 jax==0.10.2
cat > "$folder/shift.py" <<'PY'
import numpy as np
from keras import config, ops

columns = np.arange(16, dtype="float32")[None, None, :, None].repeat(4, 1)
half = np.array([[1, 0, 0.5, 0, 1, 0, 0, 0]], "float32")
shifted = ops.convert_to_numpy(ops.image.affine_transform(columns, half, interpolation="nearest", data_format="channels_last"))
mask = np.zeros((1, 16, 16, 1), "float32")
mask[0, :, [3, 7, 11]] = 1
lines = ops.convert_to_numpy(ops.image.affine_transform(mask, half, interpolation="nearest", data_format="channels_last"))
seen = [int(v) for v in shifted[0, 0, :14, 0]], int(lines[0, 0, :, 0].sum())
print(f"{config.backend()}: columns {seen[0]}, {seen[1]} of 3 lines are left")
expected = ([0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14], 0) if config.backend() == "torch" else (list(range(1, 15)), 3)
assert seen == expected, "It is another result now."
PY
for backend in torch numpy jax; do KERAS_BACKEND=$backend "$folder/v/bin/python" "$folder/shift.py"; done
