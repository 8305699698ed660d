#!/bin/sh
# torchmetrics 1.9.0, functional.segmentation.hausdorff_distance: wrong on images that are not square. Its own distance
# transform (the default engine) writes the distance of row i, column j to place i * height + j of the flattened map, where
# i * width + j is due. On an image of 8 rows and 10 columns two pixels that are 5 apart are said to be at another distance, or
# to coincide; with the rows and columns exchanged another number comes out, or an IndexError. scipy's transform gives 5 both times.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q torchmetrics==1.9.0 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import torch
import torchmetrics
from scipy.ndimage import distance_transform_edt
from torchmetrics.functional.segmentation import hausdorff_distance

print("torchmetrics", torchmetrics.__version__, "torch", torch.__version__)


def both(shape, a, b):
    p, t = np.zeros(shape, bool), np.zeros(shape, bool)
    p[a] = t[b] = True
    right = max(distance_transform_edt(~t)[p].max(), distance_transform_edt(~p)[t].max())
    one = lambda mask: torch.tensor(mask.astype(int))[None, None]
    try:
        found = hausdorff_distance(one(p), one(t), num_classes=1, include_background=True).item()
    except (IndexError, RuntimeError) as error:
        found = type(error).__name__
    return found, float(right)


square = both((10, 10), (2, 2), (5, 6))
wide = both((8, 10), (2, 2), (5, 6))
tall = both((10, 8), (2, 2), (5, 6))
print("square 10x10: torchmetrics, scipy", square)
print("wide 8x10:    torchmetrics, scipy", wide)
print("tall 10x8:    torchmetrics, scipy", tall)
assert square == (5.0, 5.0)
assert wide[1] == tall[1] == 5.0
assert wide[0] != 5.0 and tall[0] != 5.0
print("as described")
PY
