"""Values of the libraries that the pages of surface metrics name, and scikit-image's skeletons. See README.md."""

import json
import os
import sys
import types
import warnings
from pathlib import Path

import cv2
import numpy as np
import scipy
import scipy.ndimage as ndimage
import skimage
import torch
import torchmetrics
from skimage.morphology import skeletonize
from torchmetrics.functional.segmentation import hausdorff_distance

warnings.filterwarnings("ignore")
folder = Path(os.environ["GOLDEN_CHECKOUTS"])
for name in ("MONAI", "medpy", "MetricsReloaded", "surface-distance", "boundary-iou-api"):
    sys.path.insert(0, str(folder / name))
# surface-distance names two modules that newer scipy has merged into scipy.ndimage.
ndimage.filters = types.SimpleNamespace(correlate=ndimage.correlate)
ndimage.morphology = types.SimpleNamespace(distance_transform_edt=ndimage.distance_transform_edt)
# MetricsReloaded imports pandas for tables of results alone.
sys.modules.setdefault("pandas", types.ModuleType("pandas"))

import monai.metrics as monai  # noqa: E402
import surface_distance.metrics as deepmind  # noqa: E402
from boundary_iou.utils.boundary_utils import mask_to_boundary  # noqa: E402
from medpy.metric import binary as medpy  # noqa: E402
from MetricsReloaded.metrics.pairwise_measures import BinaryPairwiseMeasures  # noqa: E402

random = np.random.default_rng(31)


def digits(mask):
    return "".join(map(str, mask.astype(int).ravel().tolist()))


def blob(shape, sigma, share):
    field = ndimage.gaussian_filter(random.normal(size=shape), sigma)
    return field > np.quantile(field, 1 - share)


def reloaded(predicted, truth, spacing, **options):
    made = BinaryPairwiseMeasures(predicted.astype(int), truth.astype(int), pixdim=spacing, dict_args=options)
    made.measured_distance = quiet(made.measured_distance)
    return made


def quiet(call):
    """Without the array that it prints."""

    def silent():
        out, sys.stdout = sys.stdout, open(os.devnull, "w")
        try:
            return call()
        finally:
            sys.stdout = out

    return silent


def surfaces(name, shape, spacing, sigma, share):
    truth = blob(shape, sigma, share)
    predicted = ndimage.binary_dilation(np.roll(truth, 1, 1)) & (random.random(shape) < 0.98)
    one = lambda mask: torch.tensor(mask[None, None].astype(np.float32))
    images = (one(predicted), one(truth))
    settings = {"include_background": True, "spacing": list(spacing)}
    values = {}
    for metric in ("euclidean", "chessboard", "taxicab"):
        for directed in (False, True):
            to = "prediction" if directed else "both"
            hd = lambda percentile: monai.compute_hausdorff_distance(
                *images, distance_metric=metric, percentile=percentile, directed=directed, **settings
            ).item()
            values[f"MONAI hd {metric} {to}"] = hd(None)
            values[f"MONAI hd95 {metric} {to}"] = hd(95)
            values[f"MONAI asd {metric} {to}"] = monai.compute_average_surface_distance(
                *images, symmetric=not directed, distance_metric=metric, **settings
            ).item()
            # It puts distances at row * height + column, which is right for square images.
            if len(shape) == 2 and shape[0] == shape[1]:
                values[f"torchmetrics hd {metric} {to}"] = hausdorff_distance(
                    *(image.long() for image in images),
                    num_classes=1,
                    include_background=True,
                    distance_metric=metric,
                    spacing=list(spacing),
                    directed=directed,
                ).item()
    values["MONAI hd95 truth"] = monai.compute_hausdorff_distance(images[1], images[0], percentile=95, directed=True, **settings).item()
    values["MONAI nsd edges"] = monai.compute_surface_dice(*images, [1.5], **settings).item()
    values["MONAI nsd subvoxels"] = monai.compute_surface_dice(*images, [1.5], use_subvoxels=True, **settings).item()
    for connectivity in (1, len(shape)):
        pair = (predicted, truth, spacing, connectivity)
        word = "face" if connectivity == 1 else "full"
        values[f"medpy hd {word}"] = medpy.hd(*pair)
        values[f"medpy hd95 {word}"] = medpy.hd95(*pair)
        values[f"medpy assd {word}"] = medpy.assd(*pair)
        values[f"medpy asd {word}"] = medpy.asd(*pair)
    made = reloaded(predicted, truth, spacing, hd_perc=95, nsd=1.5)
    values["MetricsReloaded hd"] = made.measured_hausdorff_distance()
    values["MetricsReloaded hd95"] = made.measured_hausdorff_distance_perc()
    values["MetricsReloaded assd"] = made.measured_average_distance()
    values["MetricsReloaded masd"] = made.measured_masd()
    values["MetricsReloaded nsd"] = made.normalised_surface_distance()
    values["MetricsReloaded com_dist"] = made.com_dist()
    values["MetricsReloaded pred_in_ref"] = made.pred_in_ref()
    values["MetricsReloaded boundary_iou"] = made.boundary_iou()
    found = deepmind.compute_surface_distances(truth, predicted, spacing)
    averages = deepmind.compute_average_surface_distance(found)
    overlaps = deepmind.compute_surface_overlap_at_tolerance(found, 1.5)
    for k, side in enumerate(("truth", "prediction")):
        values[f"surface-distance average {side}"] = averages[k]
        values[f"surface-distance overlap {side}"] = overlaps[k]
    if len(shape) == 2:
        edges = [mask_to_boundary(mask.astype(np.uint8), 2 / np.hypot(*shape)) for mask in (predicted, truth)]
        values["boundary-iou-api, 2 pixels"] = (edges[0] & edges[1]).sum() / (edges[0] | edges[1]).sum()
    return case(name, shape, predicted, truth, values, spacing=list(spacing))


def case(name, shape, predicted, truth, values, **more):
    return {
        "id": name,
        "shape": list(shape),
        **more,
        "predicted": digits(predicted),
        "truth": digits(truth),
        "values": {key: float(value) for key, value in values.items()},
    }


def objects(name, shape, spacing):
    """Objects of which none overlaps several, each shifted a little; some are missed, some invented."""
    while True:
        truth = blob(shape, 1.2, 0.25)
        predicted = np.roll(truth, 1, -1) & (random.random(shape) < 0.97)
        labels, count = ndimage.label(truth)
        predicted[labels == 1] = False
        found, others = ndimage.label(predicted)
        partners = [len(set(found[(labels == k) & predicted])) for k in range(1, count + 1)]
        backs = [len(set(labels[(found == k) & truth])) for k in range(1, others + 1)]
        if count > 3 and max(partners + backs) == 1 and sum(partners) > 2:
            break
    pair = (predicted, truth, spacing, 1)
    values = {"medpy obj_assd": medpy.obj_assd(*pair), "medpy obj_asd": medpy.obj_asd(*pair)}
    return case(name, shape, predicted, truth, values, spacing=list(spacing))


def thinned(name, mask, other=None):
    """Skeletons by both methods; with another mask also MetricsReloaded's clDice."""
    made = {
        "id": name,
        "shape": list(mask.shape),
        "mask": digits(mask),
        "scikit-image": digits(skeletonize(mask) > 0),
        "lee": digits(skeletonize(mask, method="lee") > 0),
    }
    if other is None:
        return made
    value = reloaded(mask, other, None).centreline_dsc()
    return {**made, "other": digits(other), "clDice": None if np.isnan(value) else float(value)}


def box(shape, *boxes):
    mask = np.zeros(shape, bool)
    for low, high in boxes:
        mask[tuple(slice(a, b) for a, b in zip(low, high))] = True
    return mask


diagonal = np.eye(16, dtype=bool) | np.eye(16, k=1, dtype=bool)
flat = [thinned(f"2-D {k}", blob((14, 17), sigma, share)) for k, (sigma, share) in enumerate([(0, 0.3), (0, 0.6), (0, 0.85), (0.6, 0.5), (0.6, 0.8), (1.5, 0.4), (1.5, 0.7)])]
solid = [thinned(f"3-D {k}", blob((7, 8, 9), sigma, share)) for k, (sigma, share) in enumerate([(0, 0.3), (0, 0.7), (0.7, 0.5), (1.2, 0.6)])]
shapes = [
    thinned("squares of 2 pixels", box((8, 8), ((1, 1), (3, 3)), ((4, 4), (8, 6)))),
    thinned("a diagonal of 2 pixels", diagonal),
    thinned("a tube of 2 voxels", box((5, 6, 12), ((1, 1, 1), (3, 3, 11)))),
    thinned("a tube of 4 voxels", box((7, 7, 12), ((1, 1, 1), (5, 5, 11)))),
]
bars = box((16, 20), ((2, 2), (5, 17)), ((5, 8), (14, 11)))
smooth = [blob((18, 22), 1.6, 0.4) for _ in range(2)]
lines = [
    thinned("corner of an L", np.array([[1, 0], [0, 1]], bool), np.array([[1, 0], [1, 1]], bool)),
    thinned("bars", bars, np.roll(bars, 1, 0)),
    thinned("blobs", smooth[0], smooth[0] & smooth[1] | np.roll(smooth[0], 1, 1)),
]

cases = {
    "surfaces": [
        surfaces("2-D", (18, 21), (1.0, 1.0), 1.6, 0.35),
        surfaces("2-D with spacing", (15, 19), (0.7, 1.9), 1.4, 0.3),
        surfaces("2-D, square", (17, 17), (1.0, 1.0), 1.4, 0.3),
        surfaces("3-D", (8, 9, 10), (1.0, 1.0, 1.0), 1.3, 0.3),
        surfaces("3-D with spacing", (7, 10, 9), (2.5, 0.8, 0.8), 1.3, 0.3),
    ],
    "objects": [objects("2-D", (24, 26), (1.0, 1.0)), objects("3-D with spacing", (7, 13, 12), (2.0, 0.9, 1.1))],
    "skeletons": [*flat, *solid, *shapes, *lines],
}
libraries = {
    "scikit-image": skimage.__version__,
    "scipy": scipy.__version__,
    "numpy": np.__version__,
    "opencv": cv2.__version__,
    "torch": torch.__version__,
    "torchmetrics": torchmetrics.__version__,
    "MONAI": "d388d1c6fec8cb3a0eebee5b5a0b9776ca59ca83",
    "surface-distance": "1f805cea446805e559badc80dd27f34175e4173d",
    "medpy": "d6abf41066cce75c84215a237a0be208e8294760",
    "MetricsReloaded": "ca3d352798dc0d2a0ce7888556959caf918341a8",
    "boundary-iou-api": "37d25586a677b043ed585f10e5c42d4e80176ea9",
}
lines = [f'"libraries": {json.dumps(libraries)}']
for key, rows in cases.items():
    lines.append(f'"{key}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n]")
target = Path(__file__).with_name("surface-peers.json")
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{target.name}: {target.stat().st_size // 1000} kB")
