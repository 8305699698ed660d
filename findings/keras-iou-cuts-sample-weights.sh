#!/bin/sh
# Keras 3.15.1, IoU, MeanIoU, BinaryIoU, OneHotIoU: sums are kept as int32 unless dtype says otherwise, and sample_weight is cast to
# it, so weights below 1 count nothing and 1.9 counts 1. The example of the docstring of MeanIoU gives 0.0 in place of the 0.23809525
# that is printed there; with dtype="float32" it is 0.238. A warning names the cast where weights are an array, none where they are a
# list. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet numpy==2.4.6 jax==0.10.2 keras==3.15.1
KERAS_BACKEND=jax "$folder/v/bin/python" - <<'PY'
import warnings
import keras

def iou(**options):
    metric = keras.metrics.MeanIoU(num_classes=2, **options)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        metric.update_state([0, 0, 1, 1], [0, 1, 0, 1], sample_weight=[0.3, 0.3, 0.3, 0.1])
    return float(metric.result()), metric.dtype, [str(w.message)[:60] for w in said]

plain, single = iou(), iou(dtype="float32")
print("keras", keras.__version__, "as documented:", plain, "with dtype float32:", single)
print([line.strip() for line in keras.metrics.MeanIoU.__doc__.splitlines() if "0.23" in line])
assert plain[0] == 0 and abs(single[0] - 0.2380952) < 1e-6 and "0.2380952" in keras.metrics.MeanIoU.__doc__, (plain, single)
PY
