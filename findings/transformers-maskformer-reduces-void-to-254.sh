#!/bin/sh
# transformers 5.18.0, MaskFormerImageProcessor and Mask2FormerImageProcessor with do_reduce_labels=True, ignore_index=255: label 0 is
# ignored and every other label is one less, the ignored 255 too, so that the void pixels of a map become a segment of class 254 to
# learn. The processor of BEiT, with the same option, keeps 255. Without do_reduce_labels 255 is left out as it should be.
# Guess before: what is ignored stays ignored. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 pillow==12.3.0 transformers==5.18.0
"$folder/v/bin/python" - <<'PY'
import numpy as np
import transformers
from transformers.models.beit.image_processing_pil_beit import BeitImageProcessorPil
from transformers.models.mask2former.image_processing_pil_mask2former import Mask2FormerImageProcessorPil
from transformers.models.maskformer.image_processing_pil_maskformer import MaskFormerImageProcessorPil

labels = np.zeros((32, 32), "uint8")
labels[:, 16:] = 1
labels[8:16, 4:8] = 2
labels[:4] = 255
image = np.zeros((32, 32, 3), "uint8")

def segments(kind, reduce):
    made = kind(do_resize=False, ignore_index=255, do_reduce_labels=reduce)
    out = made(images=image, segmentation_maps=labels, return_tensors="np")
    return {int(c): int(m.sum()) for c, m in zip(out["class_labels"][0], out["mask_labels"][0])}

print("transformers", transformers.__version__, "pixels of the map", dict(zip(*(part.tolist() for part in np.unique(labels, return_counts=True)))))
for kind in (MaskFormerImageProcessorPil, Mask2FormerImageProcessorPil):
    plain, reduced = segments(kind, False), segments(kind, True)
    print(kind.__name__, "segments", plain, "with do_reduce_labels", reduced)
    assert plain == {0: 416, 1: 448, 2: 32} and reduced == {0: 448, 1: 32, 254: 128}
beit = BeitImageProcessorPil(do_resize=False, do_center_crop=False, do_reduce_labels=True)
kept = np.unique(beit(images=image, segmentation_maps=labels, return_tensors="np")["labels"][0]).tolist()
print("BEiT with do_reduce_labels", kept)
assert kept == [0, 1, 255]
PY
