#!/bin/sh
# Keras 3.15.1, CenterCrop and RandomCrop of {"images", "segmentation_masks"} where the image is smaller than the crop in one direction or both: both
# are then enlarged, the masks bilinearly like the images, so that labels 0, 3, 7 and 255 come back as floats of 20 to 25 values, and
# as classes 1, 2, 6 and 178 that are in no mask, once they are cast to integers. AugMix does it at any size: it takes masks through its chains and
# averages labels; part of what it draws goes past its seed, too. Resizing, RandomZoom, RandomRotation, RandomShear, RandomTranslation and
# RandomPerspective take the nearest pixel for masks. No warning. Guess before: the labels that were there, no others. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 jax==0.10.2 keras==3.15.1
cd "$folder"
KERAS_BACKEND=jax "$folder/v/bin/python" - <<'PY'
import numpy as np
from keras import layers

SIDE = 32
masks = np.zeros((4, SIDE, SIDE, 1), "int32")
masks[:, 4:16, 4:20] = 3
masks[:, 18:30, 10:28] = 7
masks[:, 0:3] = 255
images = np.random.default_rng(0).uniform(0, 255, (4, SIDE, SIDE, 3)).astype("float32")
LABELS = {0, 3, 7, 255}

blended = []
for layer in (
    layers.CenterCrop(40, 40),
    layers.CenterCrop(40, 20),
    layers.RandomCrop(40, 40, seed=1),
    layers.AugMix(seed=1),
    layers.CenterCrop(20, 20),
    layers.RandomCrop(20, 20, seed=1),
    layers.Resizing(40, 40),
    layers.RandomZoom(0.3, seed=1),
    layers.RandomRotation(0.1, seed=1),
    layers.RandomShear(0.3, 0.3, seed=1),
    layers.RandomTranslation(0.2, 0.2, seed=1),
    layers.RandomPerspective(1.0, 0.9, seed=1),
):
    data = {"images": images, "segmentation_masks": masks}
    options = {} if isinstance(layer, layers.Resizing) else {"training": True}
    # AugMix takes no notice of its seed in all that it draws, so that one call may leave masks alone.
    out = np.concatenate([np.array(layer(data, **options)["segmentation_masks"]) for _ in range(8)])
    found = np.unique(out)
    new = sorted(set(out.astype(int).ravel().tolist()) - LABELS)
    print(layer.name, out.shape[1:3], out.dtype, len(found), "values; new classes as integers:", new[:8])
    if new:
        blended.append(layer.name)
assert blended == ["center_crop", "center_crop_1", "random_crop", "aug_mix"], blended
PY
