#!/bin/sh
# scipy 1.17.1, ndimage.convolve of a boolean mask with a filter of numbers: the result is boolean, but its bytes are the sums modulo
# 256, so that a pixel with exactly 256 neighbours inside is False. A solid mask and a 16x16 filter of ones: nothing is True.
# Cellpose's boundary_scores dilates outlines in this way. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet numpy==2.4.6 scipy==1.17.1
"$folder/v/bin/python" - <<'PY'
import numpy as np
import scipy
from scipy.ndimage import convolve

mask, disc = np.ones((40, 40), bool), np.ones((16, 16), np.float32)
found = convolve(mask, disc)
print("scipy", scipy.__version__, found.dtype, "True at", int(found.sum()), "of", found.size, "pixels")
print("the same mask as numbers: every sum is", convolve(mask.astype(float), disc).min())
print("bytes of a boolean result with a 3x3 filter:", np.unique(convolve(mask, np.ones((3, 3))).view(np.uint8)))
assert found.dtype == bool and not found.any()
PY
