#!/bin/sh
# optax 0.2.8, dice_loss of logits and targets [batch, height, width]: its page takes "[..., 1] or [...] for binary segmentation", but the axis of
# one channel is only added where one of the two lacks it. Where both do, columns are taken for classes: a softmax over each row of pixels
# and a Dice of each column. The perfect prediction of a square then costs 0.368 and the inverted one 0.525, for 0 and 0.992 with the
# axis, and where all pixels are true it costs 0.79 to predict all of them or none. No warning. binary_dice_loss adds the axis.
# Guess before: as with the axis. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 jax==0.10.2 optax==0.2.8
JAX_PLATFORMS=cpu "$folder/v/bin/python" - <<'PY'
import numpy as np
import optax
from optax.losses import binary_dice_loss, dice_loss

truth = np.zeros((1, 16, 16), "float32")
truth[:, 4:10, 4:10] = 1
sure = 20 * (2 * truth - 1)

def cost(loss, logits, targets):
    return round(float(loss(logits, targets)[0]), 4)

def both(loss, with_axis):
    add = (lambda a: a[..., None]) if with_axis else (lambda a: a)
    return [cost(loss, add(logits), add(truth)) for logits in (sure, -sure)]

without, having, binary = both(dice_loss, False), both(dice_loss, True), both(binary_dice_loss, False)
everywhere = [cost(dice_loss, np.full_like(truth, level), np.ones_like(truth)) for level in (20, -20)]
print("optax", optax.__version__, "perfect and inverted: [1, 16, 16]", without, "[1, 16, 16, 1]", having, "binary_dice_loss [1, 16, 16]", binary)
print("all pixels true, all predicted and none predicted: [1, 16, 16]", everywhere)
assert without[0] > 0.3 and without[1] < 0.6 and having[0] == 0 == binary[0] and having[1] > 0.9 < binary[1] and everywhere[0] == everywhere[1]
assert "[...] for binary" in " ".join(dice_loss.__doc__.split())
PY
