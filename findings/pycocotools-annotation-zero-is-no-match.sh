#!/bin/sh
# pycocotools 2.0.11, COCOeval: a match is stored as the id of the annotation, and 0 stands for none. In a file whose annotations are numbered from
# 0, as many exporters do, the prediction that matches annotation 0 is a false positive, and its object is never found, without a warning.
# Four objects on two images, each predicted exactly: AP and AP50 are 1 with ids 1 to 4 and 0.564 with 0 to 3, AR is 1 and 0.75, for masks and for
# boxes. With 1,000 objects, each in an image of its own, AP still drops to 0.989. Images and classes may have the id 0.
# Guess before: ids are names, and AP is 1. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 pycocotools==2.0.11
cd "$folder"
"$folder/v/bin/python" - <<'PY'
import contextlib
import io

import numpy as np
from pycocotools import mask as masks
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def evaluated(first, kind, objects=4, images=2, first_image=0):
    truth, predicted = [], []
    for i in range(objects):
        mask = np.zeros((64, 64), np.uint8, order="F")
        mask[10 * (i % 4) : 10 * (i % 4) + 8, 5:60] = 1
        runs = masks.encode(mask)
        box = [float(v) for v in masks.toBbox(runs)]
        of = {"image_id": first_image + i % images, "category_id": 0}
        truth.append({**of, "id": first + i, "segmentation": runs, "area": int(mask.sum()), "bbox": box, "iscrowd": 0})
        predicted.append({**of, "score": 0.9 - 0.1 * i / objects, **({"segmentation": runs} if kind == "segm" else {"bbox": box})})
    coco = COCO()
    coco.dataset = {
        "images": [{"id": first_image + i, "height": 64, "width": 64} for i in range(images)],
        "categories": [{"id": 0, "name": "cell"}],
        "annotations": truth,
    }
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(predicted), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return [round(float(evaluation.stats[i]), 3) for i in (0, 1, 8)]


for kind in ("segm", "bbox"):
    for first in (1, 0):
        got = evaluated(first, kind)
        print(kind, f"ids from {first}: AP, AP50, AR", got)
        assert got == ([1, 1, 1] if first else [0.564, 0.564, 0.75])
many = [evaluated(first, "segm", 1000, 1000, 1) for first in (1, 0)]
print("1,000 objects: ids from 1", many[0], "from 0", many[1])
assert many[0] == [1, 1, 1] and many[1][0] < 0.995
PY
