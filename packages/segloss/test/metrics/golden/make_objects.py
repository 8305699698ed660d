"""Values of other libraries' metrics of objects, scenes, rankings and calibration. See README.md for how to run it."""

import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
import textwrap
import types
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
checkouts = Path(os.environ["GOLDEN_CHECKOUTS"])
sys.path[:0] = [str(checkouts / name) for name in ("MONAI", "MetricsReloaded", "panopticapi")]
# Cellpose wants fastremap for this one function.
sys.modules["fastremap"] = types.SimpleNamespace(unique=np.unique)


def source(library, path, start):
    """A module of a checkout whose package imports more than is needed."""
    module = types.ModuleType(start)
    module.__dict__["__name__"] = start
    text = (checkouts / library / path).read_text()
    exec(compile(text.replace("from . import utils", "import cellpose_utils as utils"), start, "exec"), module.__dict__)
    return module


import cv2  # noqa: E402
import pycocotools  # noqa: E402, F401
import sklearn  # noqa: E402
import torch  # noqa: E402
import torchmetrics  # noqa: E402
from MetricsReloaded.metrics.calibration_measures import CalibrationMeasures  # noqa: E402
from MetricsReloaded.metrics.pairwise_measures import MultiClassPairwiseMeasures  # noqa: E402
from MetricsReloaded.metrics.prob_pairwise_measures import ProbabilityPairwiseMeasures  # noqa: E402
from monai.metrics import active_learning_metrics as active  # noqa: E402
from monai.metrics import froc as monai_froc  # noqa: E402
from monai.metrics.average_precision import compute_average_precision  # noqa: E402
from monai.metrics.generalized_dice import compute_generalized_dice  # noqa: E402
from monai.metrics.panoptic_quality import compute_panoptic_quality  # noqa: E402
from monai.metrics.rocauc import compute_roc_auc  # noqa: E402
from PIL import Image  # noqa: E402
from pycocotools import mask as masks  # noqa: E402
from pycocotools.coco import COCO  # noqa: E402
from pycocotools.cocoeval import COCOeval  # noqa: E402
from scipy.ndimage import find_objects  # noqa: E402
from sklearn import metrics as sk  # noqa: E402
from torchmetrics.functional.classification import binary_calibration_error, multiclass_calibration_error  # noqa: E402
from torchmetrics.functional.detection import modified_panoptic_quality, panoptic_quality  # noqa: E402
from torchmetrics.functional.segmentation import generalized_dice_score  # noqa: E402

utils_text = (checkouts / "cellpose/cellpose/utils.py").read_text()
cellpose_utils = types.ModuleType("cellpose_utils")
cellpose_utils.__dict__.update(np=np, cv2=cv2, find_objects=find_objects, fastremap=sys.modules["fastremap"])
for name in ("masks_to_outlines", "circleMask", "diameters"):
    start = utils_text.index(f"def {name}(")
    exec(utils_text[start : utils_text.index("\ndef ", start + 1)], cellpose_utils.__dict__)
sys.modules["cellpose_utils"] = cellpose_utils
cellpose = source("cellpose", "cellpose/metrics.py", "cellpose_metrics")
sys.modules["numba"] = types.SimpleNamespace(jit=lambda *_, **__: lambda f: f)
sys.modules["tqdm"] = types.SimpleNamespace(tqdm=None)
stardist_text = (checkouts / "stardist/stardist/matching.py").read_text()
stardist = types.ModuleType("stardist_matching")
stardist_text = stardist_text.replace("from .utils import", "#").replace("from csbdeep", "#")
exec(compile(stardist_text, "stardist", "exec"), stardist.__dict__)
# HoVer-Net draws nothing here.
hover_text = (checkouts / "hover_net/metrics/stats_utils.py").read_text().replace("import matplotlib", "# import matplotlib")
hover = types.ModuleType("hover")
exec(compile(hover_text, "hover", "exec"), hover.__dict__)

# numpy no longer takes an array of one number for a number.
tce_text = textwrap.dedent(inspect.getsource(CalibrationMeasures.top_label_classification_error))
tce_space = {"np": np}
exec(tce_text.replace("prob_ref_counts[idx[0]] /", "prob_ref_counts[idx[0]].item() /"), tce_space)
CalibrationMeasures.top_label_classification_error = tce_space["top_label_classification_error"]

random = np.random.default_rng(11)
COMMITS = {
    "cellpose": "849ca11f17882219f9968217eab3f6b19e3ce8aa",
    "stardist": "650d3a19bf7380ec0476d672397ff0388687a9d3",
    "hover_net": "67e2ce5e3f1a64a2ece77ad1c24233653a9e0901",
    "panopticapi": "7bb4655548f98f3fedc07bf37e9040a992b054b0",
    "MetricsReloaded": "cb38dfc0a5ed4fa3bdc559e4960b6e2b93c3b967",
    "MONAI": "d388d1c6fec8cb3a0eebee5b5a0b9776ca59ca83",
}
VERSIONS = {
    "pycocotools": "2.0.11",
    "torchmetrics": torchmetrics.__version__,
    "scikit-learn": sklearn.__version__,
    "opencv": cv2.__version__,
    "numpy": np.__version__,
}


def cells(shape=(30, 34), count=9):
    """Discs, later ones over earlier ones, and a prediction of them that is shifted, merged and split."""
    truth = np.zeros(shape, np.int32)
    predicted = np.zeros(shape, np.int32)
    y, x = np.mgrid[: shape[0], : shape[1]]
    for k in range(1, count + 1):
        cy, cx, r = random.uniform(0, shape[0]), random.uniform(0, shape[1]), random.uniform(2, 5.5)
        truth[(y - cy) ** 2 + (x - cx) ** 2 < r * r] = k
        if random.random() < 0.8:
            dy, dx, s = random.normal(0, 1, 3)
            predicted[(y - cy - dy) ** 2 + (x - cx - dx) ** 2 < (r + s / 2) ** 2] = k if random.random() < 0.8 else 1
    relabel = lambda a: np.unique(a, return_inverse=True)[1].reshape(a.shape).astype(np.int32)  # noqa: E731
    return relabel(predicted), relabel(truth)


def cell_case(name):
    predicted, truth = cells()
    values = {
        "HoVer-Net aji": hover.get_fast_aji(truth, predicted),
        "HoVer-Net aji plus": hover.get_fast_aji_plus(truth, predicted),
        "Cellpose aji": cellpose.aggregated_jaccard_index([truth], [predicted])[0],
        "Cellpose ap 0.5": cellpose.average_precision(truth, predicted, [0.5])[0][0],
        "Cellpose ap 0.75": cellpose.average_precision(truth, predicted, [0.75])[0][0],
    }
    for scale in (0.1, 0.3):
        p, r, f = cellpose.boundary_scores([truth], [predicted], [scale])
        values[f"Cellpose boundary {scale}"] = [p[0, 0], r[0, 0], f[0, 0]]
    for threshold in (0.3, 0.5):
        stats = stardist.matching(truth, predicted, thresh=threshold)
        for key in ("precision", "recall", "accuracy", "f1", "mean_true_score", "mean_matched_score", "panoptic_quality"):
            values[f"StarDist {threshold} {key}"] = getattr(stats, key)
    return {"id": name, "shape": truth.shape, "predicted": predicted.ravel(), "truth": truth.ravel(), "values": values}


def scene(shape, count, prediction):
    ids = np.full(shape, 7, np.int64)
    ids[: shape[0] // 3] = 23
    numbers = {24: 0, 26: 0}
    for k in range(count):
        label = (24, 26)[k % 2] if not (prediction and random.random() < 0.2) else 24
        (y, x), (h, w) = random.integers(0, np.array(shape) - 4), random.integers(3, 7, 2)
        ids[y : y + h, x : x + w] = label * 1000 + numbers[label]
        numbers[label] += 1
    return ids


def scene_pair(shape):
    truth = scene(shape, 9, False)
    predicted = truth.copy()
    for label in np.unique(truth[truth > 1000]):
        where = np.roll(truth == label, random.integers(-1, 2, 2), (0, 1))
        predicted[truth == label] = 7
        predicted[where] = label if random.random() < 0.7 else 24000 + 90 + label % 10
    truth[:4, :12] = 0
    truth[10:14, -9:][truth[10:14, -9:] == 7] = 26
    return predicted, truth


def panoptic_case():
    sides = {"predicted": [], "truth": []}
    pairs = [scene_pair((20, 26)) for _ in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        for n, (predicted, truth) in enumerate(pairs):
            for side, labels in (("predicted", predicted), ("truth", truth)):
                info = [
                    {
                        "id": int(v),
                        "category_id": int(v if v < 1000 else v // 1000),
                        "iscrowd": int(v == 26 and side == "truth"),
                        "area": int((labels == v).sum()),
                    }
                    for v in np.unique(labels)
                    if v
                ]
                name = f"{side}{n}.png"
                colours = np.stack([labels % 256, labels // 256 % 256, labels // 65536], -1).astype(np.uint8)
                Image.fromarray(colours).save(Path(folder) / name)
                sides[side].append({"image_id": n, "file_name": name, "segments_info": info})
        from panopticapi.evaluation import pq_compute_single_core

        categories = {c: {"isthing": int(c > 23)} for c in (7, 23, 24, 26)}
        with contextlib.redirect_stdout(io.StringIO()):
            annotations = list(zip(sides["truth"], sides["predicted"]))
            stats = pq_compute_single_core(0, annotations, folder, folder, categories)
    values = {name: stats.pq_average(categories, which)[0] for name, which in (("all", None), ("things", True), ("stuff", False))}
    classes = stats.pq_average(categories, None)[1]
    data = [{"predicted": p.ravel(), "truth": t.ravel()} for p, t in pairs]
    return {"library": "panopticapi", "images": data, "values": values, "classes": classes}


def torch_panoptic_case():
    predicted, truth = scene_pair((16, 20))
    pair = lambda a: torch.tensor(np.stack([np.where(a < 1000, a, a // 1000), np.where(a < 1000, 0, a % 1000)], -1))[None]  # noqa: E731
    options = {"things": {24, 26}, "stuffs": {7, 23}, "allow_unknown_preds_category": True}
    return {
        "predicted": predicted.ravel(),
        "truth": np.where(truth == 26, 0, truth).ravel(),
        "PanopticQuality": float(panoptic_quality(pair(predicted), pair(np.where(truth == 26, 0, truth)), **options)),
        "ModifiedPanopticQuality": float(
            modified_panoptic_quality(pair(predicted), pair(np.where(truth == 26, 0, truth)), **options)
        ),
    }


def probability_case():
    n = 60
    # MetricsReloaded has no bin for a probability of 0.
    binary = np.clip(np.round(random.beta(0.7, 0.9, n), 3), 0.001, 1)
    truth = (random.random(n) < binary**0.8).astype(int)
    logits = random.normal(size=(n, 3)) * 1.5
    rows = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = np.array([random.choice(3, p=r) for r in rows**1.0])
    two = np.stack([1 - binary, binary], 1)
    measures = ProbabilityPairwiseMeasures(binary, truth)
    of_two = CalibrationMeasures(two, truth, dict_args={"bins_ece": 10, "bins_mce": 10})
    of_three = CalibrationMeasures(rows, labels, dict_args={"bins_ece": 10})
    t = lambda a: torch.tensor(a)  # noqa: E731
    values = {
        "scikit-learn roc": sk.roc_auc_score(truth, binary),
        "scikit-learn ap": sk.average_precision_score(truth, binary),
        "MONAI roc": float(compute_roc_auc(t(binary), t(truth))),
        "MONAI ap": float(compute_average_precision(t(binary), t(truth))),
        "MetricsReloaded roc": measures.auroc(),
        "MetricsReloaded ap": measures.average_precision(),
        "sensitivityAtSpecificity": measures.sensitivity_at_specificity(),
        "specificityAtSensitivity": measures.specificity_at_sensitivity(),
        "sensitivityAtPrecision": measures.sensitivity_at_ppv(),
        "precisionAtSensitivity": measures.ppv_at_sensitivity(),
        "MetricsReloaded ece": of_two.expectation_calibration_error(),
        "MetricsReloaded mce": of_two.maximum_calibration_error(),
        "MetricsReloaded cwece": of_three.class_wise_expectation_calibration_error(),
        "MetricsReloaded tce": of_three.top_label_classification_error(),
        "MetricsReloaded kce": of_three.kernel_calibration_error(),
        "MetricsReloaded rbs": of_three.root_brier_score(),
        "MetricsReloaded bs": of_three.brier_score(),
        "MetricsReloaded nll": of_three.negative_log_likelihood(),
        "scikit-learn macro roc": sk.roc_auc_score(np.eye(3)[labels], rows, average="macro"),
    }
    for norm in ("l1", "l2", "max"):
        for bins in (5, 15):
            values[f"torchmetrics binary {norm} {bins}"] = float(binary_calibration_error(t(binary), t(truth), n_bins=bins, norm=norm))
            values[f"torchmetrics multiclass {norm} {bins}"] = float(
                multiclass_calibration_error(t(rows), t(labels), num_classes=3, n_bins=bins, norm=norm)
            )
    return {"binary": binary, "truth": truth, "rows": rows.ravel(), "labels": labels, "values": values}


def matrix_case():
    truth, predicted = random.integers(0, 4, 80), random.integers(0, 4, 80)
    predicted = np.where(random.random(80) < 0.5, truth, predicted)
    weights = np.round(random.random(80), 3)
    measures = MultiClassPairwiseMeasures(predicted, truth, [0, 1, 2, 3])
    average = lambda how, **more: sk.jaccard_score(truth, predicted, average=how, **more)  # noqa: E731
    values = {
        "weighted matrix": sk.confusion_matrix(truth, predicted, sample_weight=weights).ravel(),
        "jaccard weights": average(None, sample_weight=weights),
        "macro": average("macro"),
        "micro": average("micro"),
        "weighted": average("weighted"),
        "normalised_expected_cost": measures.normalised_expected_cost(),
    }
    return {"truth": truth, "predicted": predicted, "weights": weights, "values": values}


def froc_case():
    lesions = np.zeros((20, 20), int)
    fp, tp, targets, images = [], [], 0, []
    for n in range(3):
        mask = lesions.copy()
        for k in range(1, 4):
            y, x = random.integers(0, 16, 2)
            mask[y : y + 4, x : x + 4] = k
        points = random.integers(0, 20, (7, 2))
        probabilities = np.round(random.random(7), 3).astype(np.float32)
        a, b, c = monai_froc.compute_fp_tp_probs_nd(probabilities, points, mask)
        present = len(np.unique(mask)) - 1
        assert c == present
        fp, tp, targets = [*fp, *a], [*tp, *b], targets + c
        images.append({"truth": mask.ravel(), "points": points.ravel(), "probabilities": probabilities.astype(float)})
    fps, sensitivity = monai_froc.compute_froc_curve_data(np.array(fp), np.array(tp), targets, 3)
    return {"images": images, "falseAlarms": fps, "sensitivity": sensitivity, "score": monai_froc.compute_froc_score(fps, sensitivity)}


def active_case():
    repeats = np.round(random.random((3, 12)), 3)
    repeats[0, 3] = 0
    labels = random.integers(0, 2, 12)
    variance = active.compute_variance(torch.tensor(repeats)[:, None], scalar_reduction="mean")
    quality = active.label_quality_score(torch.tensor(repeats[:1])[:, None], torch.tensor(labels)[None, None], scalar_reduction="sum")
    return {"repeats": repeats.ravel(), "labels": labels, "variance": float(variance), "quality": float(quality)}


AREAS = [[0, 1e5], [0, 30], [30, 80], [80, 1e5]]


def rectangle(row):
    mask = np.zeros((24, 24), np.uint8, order="F")
    x, y, w, h = (int(v) for v in row[:4])
    mask[y : y + h, x : x + w] = 1
    return mask


def coco_case(seed):
    """Rectangles as masks: truths x y w h category crowd, detections x y w h category score."""
    rng = np.random.default_rng(seed)
    truths, detections, images = [], [], []
    for image in range(3):
        own = []
        for _ in range(rng.integers(0, 5)):
            x, y, w, h = *rng.integers(0, 16, 2), *rng.integers(3, 12, 2)
            own.append([x, y, min(w, 24 - x), min(h, 24 - y), rng.integers(1, 3), int(rng.random() < 0.15)])
        found = []
        for t in own:
            for _ in range(rng.integers(0, 3)):
                x, y = np.clip(np.array(t[:2]) + rng.integers(-1, 2, 2), 0, 20)
                w, h = max(1, t[2] + rng.integers(-1, 2)), max(1, t[3] + rng.integers(-1, 2))
                category = t[4] if rng.random() < 0.9 else 3 - t[4]
                found.append([x, y, min(w, 24 - x), min(h, 24 - y), category, round(rng.integers(1, 9) / 10, 1)])
        for _ in range(rng.integers(0, 3)):
            x, y = rng.integers(0, 20, 2)
            found.append([x, y, 3, 4, rng.integers(1, 3), round(rng.random(), 2)])
        images.append({"truths": [[int(v) for v in t] for t in own], "detections": [[*(int(v) for v in d[:5]), float(d[5])] for d in found]})
        for t in own:
            truths.append((image, t))
        for d in found:
            detections.append((image, d))
    encode = lambda row: masks.encode(rectangle(row))  # noqa: E731
    gt = COCO()
    gt.dataset = {
        "images": [{"id": k, "height": 24, "width": 24} for k in range(3)],
        "categories": [{"id": 1}, {"id": 2}],
        "annotations": [
            {"id": k + 1, "image_id": i, "category_id": int(t[4]), "iscrowd": int(t[5]), "segmentation": encode(t), "area": int(t[2] * t[3])}
            for k, (i, t) in enumerate(truths)
        ],
    }
    if not detections or not truths:
        return None
    with contextlib.redirect_stdout(io.StringIO()):
        gt.createIndex()
        dt = gt.loadRes([{"image_id": i, "category_id": int(d[4]), "score": float(d[5]), "segmentation": encode(d)} for i, d in detections])
        run = COCOeval(gt, dt, "segm")
        run.params.maxDets = [1, 2, 5]
        run.params.areaRng = AREAS
        run.params.areaRngLbl = ["all", "small", "medium", "large"]
        run.evaluate()
        run.accumulate()
    mean = lambda a: float(a[a > -1].mean()) if (a > -1).any() else None  # noqa: E731
    precision, recall = run.eval["precision"], run.eval["recall"]
    return {
        "images": images,
        "averagePrecision": mean(precision[..., 0, 2]),
        "atThresholds": [mean(precision[t, ..., 0, 2]) for t in range(10)],
        "averageRecall": [mean(recall[..., 0, m]) for m in range(3)],
        "sizes": [[mean(precision[..., a, 2]), mean(recall[..., a, 2])] for a in range(4)],
        "categories": [[mean(precision[:, :, c, 0, 2]), mean(recall[:, c, 0, 2])] for c in range(2)],
    }


def claim_case():
    """What pages say of others that do otherwise."""
    predicted, truth = np.zeros((6, 6), np.int32), np.zeros((6, 6), np.int32)
    truth[:3, 1:4], truth[4:, 4:] = 1, 2
    predicted[:3, :3], predicted[4:, 4:] = 1, 2
    a, b = torch.tensor(predicted), torch.tensor(truth)
    channels = [1, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0]
    wanted = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0]
    shaped = lambda v: torch.tensor(v).reshape(2, 3, 2, 2)  # noqa: E731
    labels = torch.tensor([[0, 0, 1, 2]]), torch.tensor([[0, 0, 1, 1]])
    fps, sensitivity = monai_froc.compute_froc_curve_data(np.array([0.5]), np.array([0.9, 0.4]), 2, 1)
    return {
        "predicted": predicted.ravel(),
        "truth": truth.ravel(),
        "MONAI pq": {name: float(compute_panoptic_quality(a, b, metric_name=name)) for name in ("pq", "sq", "rq")},
        "channels": channels,
        "wanted": wanted,
        "MONAI gds": compute_generalized_dice(shaped(channels), shaped(wanted), sum_over_classes=True).ravel().tolist(),
        "torchmetrics gds": float(generalized_dice_score(*labels, num_classes=3, input_format="index")),
        "MONAI froc sensitivity": sensitivity,
    }


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (np.floating, float)):
        return float(value)
    return int(value) if isinstance(value, np.integer) else value


count = int(os.environ.get("GOLDEN_COCO", "10"))
coco = [case for case in (coco_case(seed) for seed in range(count)) if case]
golden = {
    "commits": COMMITS,
    "versions": VERSIONS,
    "cells": [cell_case(f"cells {k}") for k in range(4)],
    "panoptic": panoptic_case(),
    "torchmetrics panoptic": torch_panoptic_case(),
    "probabilities": [probability_case() for _ in range(2)],
    "matrix": matrix_case(),
    "froc": froc_case(),
    "active": active_case(),
    "claims": claim_case(),
    "coco": coco,
}
lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(plain(value), separators=(',', ':'))}" for key, value in golden.items())
name = os.environ.get("GOLDEN_OUT", str(Path(__file__).with_name("objects.json")))
Path(name).write_text(f"{{\n{lines}\n}}\n")
