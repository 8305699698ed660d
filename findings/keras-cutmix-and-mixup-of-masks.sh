#!/bin/sh
# Keras 3.15.1, CutMix and MixUp of {"images", "segmentation_masks"}, the form that the docstring of CutMix shows: masks of one channel
# come back from CutMix with the channels of the images (three copies of the mask), and MixUp mixes a mask not with the mask of the other
# image but with single numbers: it takes from the flattened batch, whose first entries are the corner of the first mask, so each mask
# comes back multiplied by its weight, and with as many channels as the batch has images. Images and labels are mixed as they should be.
# Neither warns. Guess before: masks keep their shape and are mixed with the partner of their image. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet numpy==2.4.6 jax==0.10.2 keras==3.15.1
KERAS_BACKEND=jax "$folder/v/bin/python" - <<'PY'
import keras
import numpy as np

# Image k is k everywhere and its mask is k inside a square, so that what was mixed with what can be read off.
count = np.arange(4, dtype="float32")[:, None, None, None]
images = np.ones((4, 32, 32, 3), "float32") * count
masks = np.zeros((4, 32, 32, 1), "float32")
masks[:, 8:20, 8:20] = count

cut = keras.layers.CutMix(seed=1)({"images": images, "segmentation_masks": masks}, training=True)
mixed = keras.layers.MixUp(seed=1)({"images": images, "segmentation_masks": masks}, training=True)
cut_masks, mixed_masks = np.asarray(cut["segmentation_masks"]), np.asarray(mixed["segmentation_masks"])
print("keras", keras.__version__, "masks", masks.shape, "CutMix gives", cut_masks.shape, "MixUp gives", mixed_masks.shape)

means = np.asarray(mixed["images"])[:, 0, 0, 0]
inside = mixed_masks[:, 10, 10, :]
print("mixed images hold", means.round(3), "their masks hold inside the square", inside.round(3).tolist())
assert cut_masks.shape == (4, 32, 32, 3) and mixed_masks.shape == (4, 32, 32, 4)
assert all((cut_masks[..., :1] == cut_masks[..., c : c + 1]).all() for c in range(3))
# Mixed like its image, the mask would be in its square what its image is: it is not, and nowhere above its own label.
assert not np.allclose(inside[:, 0], means, atol=1e-3) and (mixed_masks <= masks + 1e-6).all()
PY
