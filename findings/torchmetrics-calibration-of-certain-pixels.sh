#!/bin/sh
# torchmetrics 1.9.0, binary_calibration_error: a probability of exactly 1 (a saturated sigmoid in single precision) is in a bin of
# its own, beyond the bins asked for. With n_bins=1 the error is then that of two bins: 0.75 for p = [1, 0.5], y = [0, 1], where
# one bin has |1/2 - 3/4| = 0.25; for p = [0.999, 0.5] it is 0.2495. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet numpy==2.4.6 torch==2.13.0 torchmetrics==1.9.0
"$folder/v/bin/python" - <<'PY'
import torch
import torchmetrics
from torchmetrics.functional.classification import binary_calibration_error

y = torch.tensor([0, 1])
found = [float(binary_calibration_error(torch.tensor(p), y, n_bins=1)) for p in ([1.0, 0.5], [0.999, 0.5])]
print("torchmetrics", torchmetrics.__version__, "error of one bin, p = 1 and p = 0.999:", found)
assert abs(found[0] - 0.75) < 1e-6 and abs(found[1] - 0.2495) < 1e-4, found
PY
