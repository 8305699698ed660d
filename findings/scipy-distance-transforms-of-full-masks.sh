#!/bin/sh
# scipy 1.17.1, distance transforms of a mask that is foreground everywhere (a tile inside one organ): the three functions of one module
# give three different things, none of them infinity, without a warning. distance_transform_edt measures to a pixel at (-1, 0) that does
# not exist, so the distances grow from the upper left corner like a real map (and its indices hold -1, which numpy takes for the last
# row); distance_transform_cdt gives -1 everywhere; distance_transform_bf 1.3e154, or 4294967295 where its numbers are integers. A
# distance map of a boundary or Hausdorff loss that is made without asking for background takes the first for distances. With one
# background pixel all three agree. Guess before: infinity, or an error. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 scipy==1.17.1
"$folder/v/bin/python" - <<'PY'
import warnings
import numpy as np
import scipy
from scipy.ndimage import distance_transform_bf, distance_transform_cdt, distance_transform_edt

warnings.simplefilter("error")
full = np.ones((3, 5), bool)
exact, indices = distance_transform_edt(full, return_indices=True)
chamfer, brute = distance_transform_cdt(full, "taxicab"), distance_transform_bf(full)
integers = distance_transform_bf(full, "taxicab")
print("scipy", scipy.__version__)
print("exact", exact.round(3).tolist(), "nearest background at", indices[:, 0, 0].tolist())
print("chamfer", np.unique(chamfer).tolist(), "brute force", np.unique(brute).tolist(), np.unique(integers).tolist())
row, column = np.indices(full.shape)
assert np.allclose(exact, np.hypot(row + 1, column)) and (indices[0] == -1).all() and (indices[1] == 0).all()
assert (chamfer == -1).all() and (brute > 1e154).all() and (integers == 4294967295).all()

nearly = full.copy()
nearly[0, 0] = False
assert np.allclose(distance_transform_edt(nearly), distance_transform_bf(nearly))
assert (distance_transform_cdt(nearly, "taxicab") == distance_transform_bf(nearly, "taxicab")).all()
PY
