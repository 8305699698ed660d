#!/bin/sh
# transformers 5.18.0, BeitImageProcessor and DPTImageProcessor with segmentation_maps: label maps are resized with the interpolation of
# the images (bicubic), so that a map of 0, 1, 2 and 255 comes back with labels that are in no file (42, 43 and 251) along the
# border of the ignored class, and without 255. The processors of SegFormer, MobileViT and MobileNet take the nearest
# pixel. Here on the Pillow backend; the one that takes torchvision does the same. A loss with ignore_index=255 gets classes that do not
# exist, or, where the network has as many classes, learns from them. Guess before: nearest, as for the others. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 pillow==12.3.0 transformers==5.18.0
"$folder/v/bin/python" - <<'PY'
import numpy as np
import transformers
from transformers.models.beit.image_processing_pil_beit import BeitImageProcessorPil
from transformers.models.dpt.image_processing_pil_dpt import DPTImageProcessorPil
from transformers.models.mobilenet_v2.image_processing_pil_mobilenet_v2 import MobileNetV2ImageProcessorPil

labels = np.zeros((64, 96), "uint8")
labels[:, 40:] = 1
labels[20:30, 10:20] = 2
labels[:3] = 255
image = np.zeros((64, 96, 3), "uint8")
size = {"height": 24, "width": 32}

def seen(processor):
    return np.unique(processor(images=image, segmentation_maps=labels, return_tensors="np")["labels"][0]).tolist()

beit = seen(BeitImageProcessorPil(size=size, crop_size=size))
dpt = seen(DPTImageProcessorPil(size=size))
mobile = seen(MobileNetV2ImageProcessorPil(size={"shortest_edge": 24}, crop_size={"height": 24, "width": 24}))
print("transformers", transformers.__version__, "labels in the file", np.unique(labels).tolist())
print("BEiT", beit)
print("DPT", dpt)
print("MobileNetV2", mobile)
invented = lambda found: sorted(set(found) - {0, 1, 2, 255})
assert invented(beit) == invented(dpt) == [42, 43, 251] and 255 not in beit and invented(mobile) == []
PY
