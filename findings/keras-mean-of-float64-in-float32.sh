#!/bin/sh
# Keras 3.15.1: keras.ops.mean of a float64 array computes in float32, though floatx is float64, x64 is on and the result says float64;
# keras.ops.cosh (sinh, tanh alike) even returns float32. keras.ops.sum of the same array is exact. So a loss or a gradient check in
# float64 that is built on them is off by 1e-8 to 1e-7. Seen with keras 3.15.1 on jax 0.10.2: sum off by 0, mean by 9e-9 (float64), cosh by
# 7e-8 (float32). Fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet install --retries 0 keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax JAX_ENABLE_X64=1 "$folder/venv/bin/python" - <<'PY'
import keras
import numpy as np
from keras import ops

keras.backend.set_floatx("float64")
x = np.random.default_rng(0).random((3, 7))
t = ops.convert_to_tensor(x, dtype="float64")
off = {}
for name, ours, exact in (
    ("sum", ops.sum(t), x.sum()),
    ("mean", ops.mean(t), x.mean()),
    ("cosh", ops.cosh(t)[0, 0], np.cosh(x)[0, 0]),
):
    off[name] = abs(float(ours) - exact)
    print(f"keras {keras.__version__} ops.{name}: {ours.dtype}, off by {off[name]:.1e}")
assert off["sum"] < 1e-14
assert str(ops.mean(t).dtype) == "float64" and str(ops.cosh(t).dtype) == "float32"
assert 1e-10 < off["mean"] < 1e-6, "ops.mean now computes in float64"
PY
