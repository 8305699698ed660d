#!/bin/sh
# transformers 5.18.0, post_process_instance_segmentation(return_coco_annotation=True) of MaskFormer and Mask2Former: "segmentation maps are
# returned in COCO run-length encoding (RLE) format". What comes are pairs of a start, counted from 1, and a length, row by row; COCO has
# lengths alone, background first, column by column. The first list is that of the background (where there is any), so with two objects
# there are three lists, and entry i of segments_info belongs to list i + 1. And lists are made of one map in which objects hide each other,
# though the page says to take this option where objects overlap: of 500 and 75 pixels, 25 of them shared, 550 are left.
# Guess before: counts as pycocotools takes them, a whole mask for each entry. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 pillow==12.3.0 torch==2.13.0 transformers==5.18.0
"$folder/v/bin/python" - <<'PY'
from types import SimpleNamespace
import numpy as np
import torch
import transformers
from transformers.models.mask2former.image_processing_pil_mask2former import Mask2FormerImageProcessorPil
from transformers.models.maskformer.image_processing_pil_maskformer import MaskFormerImageProcessorPil

# Two sure objects of classes 0 and 1 that overlap, at the size that these processors work at.
masks = torch.full((1, 2, 384, 384), -20.0)
masks[0, 0, 100:110, 40:90] = masks[0, 1, 105:110, 85:100] = 20
classes = torch.full((1, 2, 3), -20.0)
classes[0, 0, 0] = classes[0, 1, 1] = 20
outputs = SimpleNamespace(class_queries_logits=classes, masks_queries_logits=masks)

def of_coco(mask):
    edges = np.flatnonzero(np.diff(mask.T.ravel(), prepend=False))
    return np.diff(edges, prepend=0, append=mask.size).tolist()

def of_pairs(pairs, shape):
    mask = np.zeros(shape, bool)
    for start, length in zip(pairs[::2], pairs[1::2]):
        mask.flat[start - 1 : start - 1 + length] = True
    return mask

for kind in (MaskFormerImageProcessorPil, Mask2FormerImageProcessorPil):
    def processed(**options):
        return kind().post_process_instance_segmentation(outputs, target_sizes=[(384, 384)], **options)[0]

    coded, whole = processed(return_coco_annotation=True), processed(return_binary_maps=True)["segmentation"].numpy() > 0
    lists, entries = [[int(n) for n in one] for one in coded["segmentation"]], coded["segments_info"]
    decoded = [of_pairs(one, (384, 384)) for one in lists]
    print(kind.__name__, transformers.__version__, len(entries), "entries of", whole.sum((1, 2)).tolist(), "pixels;", len(lists), "lists of",
          [int(mask.sum()) for mask in decoded])
    print("  the last list", lists[-1][:6], "...; COCO's counts of that mask", of_coco(decoded[-1])[:6], "...")
    assert len(entries) == 2 and len(lists) == 3 and (decoded[0] == ~whole.any(0)).all() and sum(mask.sum() for mask in decoded[1:]) == 550
    assert sorted(whole.sum((1, 2))) == [75, 500] and all(sum(one) != 384 * 384 for one in lists)
PY
