#!/bin/sh
# optax 0.2.8, multiclass_generalized_dice_loss: a class weighs 1/(pixels^2 + 1e-7), so one without a pixel in the batch ten million times one of
# a single pixel, and the weights are then scaled to a mean of 1. With one absent class out of three nothing else counts: foreground and
# background exchanged costs 1.07e-6, and so does the perfect prediction; the gradient at logits 0 is the same in all pixels, whatever
# their class. Of the two classes that are there alone it is 0.998 and 0. ignore_background=True changes nothing of that.
# Guess before: an absent class counts no more than the rarest of the others. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 jax==0.10.2 optax==0.2.8
JAX_PLATFORMS=cpu "$folder/v/bin/python" - <<'PY'
import jax
import jax.numpy as jnp
import numpy as np
import optax
from optax.losses import multiclass_generalized_dice_loss as loss

labels = np.zeros((1, 32, 32), int)
labels[:, 4:10, 4:20] = 1

def costs(classes, **options):
    truth = jax.nn.one_hot(labels, classes)
    exchanged = jax.nn.one_hot(1 - labels, classes)
    return [float(loss(20 * wanted, truth, **options)) for wanted in (truth, exchanged)]

three, two, without = costs(3), costs(2), costs(3, ignore_background=True)
print("optax", optax.__version__, "perfect prediction, and foreground and background exchanged")
print("three classes, the third absent", three, "without background", without)
print("the two classes that are there", two)
assert max(three + without) < 1e-5 and abs(three[0] - three[1]) < 1e-8 and two[0] < 1e-6 and two[1] > 0.99

gradient = np.asarray(jax.grad(lambda z: loss(z, jax.nn.one_hot(labels, 3)))(jnp.zeros((1, 32, 32, 3))))[0]
inside, outside = gradient[6, 10], gradient[20, 20]
print("gradient of a pixel of class 1 and of one of class 0:", inside, outside)
assert np.allclose(inside, outside, rtol=1e-3) and np.isclose(inside[0], inside[1], rtol=1e-3)
PY
