"""The peers of metrics.mjs: answers one JSON line for each line `task peer` on stdin."""

import json
import os
import sys
import time
import types
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])


def pair(name, shape):
    return [np.fromfile(folder / f"{name}-{side}.u8", np.uint8).reshape(shape) for side in ("p", "t")]


def confusion(peer):
    p, t = pair("labels", (4096, 4096))
    start = time.perf_counter()
    if peer == "scikit-learn":
        from sklearn.metrics import confusion_matrix

        counts = confusion_matrix(t.ravel(), p.ravel(), labels=range(21))
    else:
        counts = np.bincount(t.ravel().astype(np.int64) * 21 + p.ravel(), minlength=441)
    seconds = time.perf_counter() - start
    return seconds, counts.ravel().tolist()


def surfaces(name, shape, peer):
    p, t = [mask > 0 for mask in pair(name, shape)]
    return surface_distance(p, t) if peer == "surface-distance" else monai(p, t)


def surface_distance(p, t):
    import scipy.ndimage as ndimage

    ndimage.filters = types.SimpleNamespace(correlate=ndimage.correlate)
    ndimage.morphology = types.SimpleNamespace(distance_transform_edt=ndimage.distance_transform_edt)
    import surface_distance.metrics as sd

    start = time.perf_counter()
    found = sd.compute_surface_distances(t, p, [1.0] * p.ndim)
    values = [
        sd.compute_robust_hausdorff(found, 95),
        sum(sd.compute_average_surface_distance(found)) / 2,
        sd.compute_surface_dice_at_tolerance(found, 2),
    ]
    return time.perf_counter() - start, [float(v) for v in values]


def monai(p, t):
    import monai.metrics as m
    import torch

    torch.set_num_threads(2)
    a, b = [torch.tensor(mask[None, None].astype(np.float32)) for mask in (p, t)]
    start = time.perf_counter()
    values = [
        m.compute_hausdorff_distance(a, b, include_background=True, percentile=95),
        m.compute_average_surface_distance(a, b, include_background=True, symmetric=True),
        m.compute_surface_dice(a, b, [2.0], include_background=True),
    ]
    return time.perf_counter() - start, [float(v) for v in values]


def write_masks(_):
    from PIL import Image

    masks = [np.fromfile(folder / f"set-{side}.u8", np.uint8).reshape(-1, 512, 512) for side in ("p", "t")]
    start = time.perf_counter()
    for side, images in zip(("p", "t"), masks):
        (folder / side).mkdir()
        for i in range(1000):
            shifted = np.roll(images[i % len(images)], 13 * i, (0, 1)[i % 2])
            Image.fromarray(shifted).save(folder / side / f"{i:04}.png")
    return time.perf_counter() - start, []


def folder_loop(_):
    from PIL import Image

    start = time.perf_counter()
    dice, iou = [], []
    for name in sorted(os.listdir(folder / "t")):
        p, t = [np.asarray(Image.open(folder / side / name)) for side in ("p", "t")]
        for label in (1, 2):
            a, b = p == label, t == label
            both = np.count_nonzero(a & b)
            sizes = np.count_nonzero(a) + np.count_nonzero(b)
            if sizes:
                dice.append(2 * both / sizes)
                iou.append(both / (sizes - both))
    return time.perf_counter() - start, [float(np.mean(dice)), float(np.mean(iou))]


TASKS = {
    "confusion": confusion,
    "surface 512x512": lambda peer: surfaces("square", (512, 512), peer),
    "surface 181x217x181": lambda peer: surfaces("brain", (181, 217, 181), peer),
    "write": write_masks,
    "folder": folder_loop,
}

for line in sys.stdin:
    task, peer = line.rstrip("\n").split("\t")
    try:
        seconds, values = TASKS[task](peer)
        print(json.dumps({"seconds": seconds, "values": values}), flush=True)
    except ImportError as error:
        print(json.dumps({"missing": str(error)}), flush=True)
