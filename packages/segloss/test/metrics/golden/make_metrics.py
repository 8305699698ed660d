"""Values of other libraries' metrics on small seeded masks. See README.md for how to run it."""

import json
import os
import sys
import types
import warnings
from pathlib import Path

import numpy as np
import scipy
import scipy.ndimage as ndimage
import sklearn
import skimage
from scipy.optimize import linear_sum_assignment
from skimage.metrics import hausdorff_distance
from sklearn import metrics as sk

warnings.filterwarnings("ignore")
checkouts = Path(os.environ["GOLDEN_CHECKOUTS"])
sys.path[:0] = [str(checkouts / "MONAI"), str(checkouts / "surface-distance")]
# surface-distance names two modules that newer scipy has merged into scipy.ndimage.
ndimage.filters = types.SimpleNamespace(correlate=ndimage.correlate)
ndimage.morphology = types.SimpleNamespace(distance_transform_edt=ndimage.distance_transform_edt)

import monai.metrics as monai  # noqa: E402
import surface_distance.metrics as deepmind  # noqa: E402
import torch  # noqa: E402

random = np.random.default_rng(20)
COMMITS = {
    "MONAI": "d388d1c6fec8cb3a0eebee5b5a0b9776ca59ca83",
    "surface-distance": "1f805cea446805e559badc80dd27f34175e4173d",
}


def blob(shape, noise):
    """A random connected-looking mask: smoothed noise above a threshold, with some pixels flipped."""
    field = ndimage.gaussian_filter(random.normal(size=shape), 1.3)
    mask = field > np.quantile(field, 0.7)
    return mask ^ (random.random(shape) < noise)


def label_case(name, pixels, classes, absent=False):
    truth = random.integers(0, classes - (1 if absent else 0), pixels)
    predicted = np.where(random.random(pixels) < 0.6, truth, random.integers(0, classes, pixels))
    matrix = sk.confusion_matrix(truth, predicted, labels=range(classes))
    values = {
        "cohenKappa": sk.cohen_kappa_score(truth, predicted),
        "cohenKappa power 1": sk.cohen_kappa_score(truth, predicted, weights="linear"),
        "cohenKappa power 2": sk.cohen_kappa_score(truth, predicted, weights="quadratic"),
        "multiclassCorrelation": sk.matthews_corrcoef(truth, predicted),
        "pixelAccuracy": sk.accuracy_score(truth, predicted),
        "recall present": sk.balanced_accuracy_score(truth, predicted),
        "diceScore": sk.f1_score(truth, predicted, average="macro", labels=range(classes), zero_division=1),
        "jaccardIndex": sk.jaccard_score(truth, predicted, average="macro", labels=range(classes), zero_division=1),
        "matthewsCorrelation 0": sk.matthews_corrcoef(truth == 0, predicted == 0),
        "binaryKappa 0": sk.cohen_kappa_score(truth == 0, predicted == 0),
        "balancedAccuracy 0": sk.balanced_accuracy_score(truth == 0, predicted == 0),
        "fowlkesMallows 0": float(np.sqrt(sk.precision_score(truth == 0, predicted == 0) * sk.recall_score(truth == 0, predicted == 0))),
    }
    return {
        "id": name,
        "classes": classes,
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "matrix": matrix.ravel().tolist(),
        "values": {key: float(value) for key, value in values.items()},
    }


def surface_case(name, shape, spacing, noise=0.01):
    p, t = blob(shape, noise), blob(shape, noise)
    one = lambda mask: torch.tensor(mask[None, None].astype(np.float32))
    options = {"include_background": True, "spacing": list(spacing)}
    values = {
        "hd": monai.compute_hausdorff_distance(one(p), one(t), **options).item(),
        "hd95": monai.compute_hausdorff_distance(one(p), one(t), percentile=95, **options).item(),
        "assd": monai.compute_average_surface_distance(one(p), one(t), symmetric=True, **options).item(),
        "nsd": monai.compute_surface_dice(one(p), one(t), [1.5], **options).item(),
    }
    elements = {}
    if len(shape) == 2:
        found = deepmind.compute_surface_distances(t, p, spacing)
        from_truth, from_prediction = deepmind.compute_average_surface_distance(found)
        elements = {
            "hd": deepmind.compute_robust_hausdorff(found, 100),
            "hd95": deepmind.compute_robust_hausdorff(found, 95),
            "masd": (from_truth + from_prediction) / 2,
            "nsd": deepmind.compute_surface_dice_at_tolerance(found, 1.5),
        }
    edges = lambda mask: mask & ~ndimage.binary_erosion(mask)
    if all(s == 1 for s in spacing):
        values["hd of scikit-image"] = hausdorff_distance(edges(p), edges(t))
    both = np.concatenate(
        [ndimage.distance_transform_edt(~edges(b), sampling=spacing)[edges(a)] for a, b in ((p, t), (t, p))]
    )
    values["hd95 pooled"] = np.percentile(both, 95)
    return {
        "id": name,
        "shape": list(shape),
        "spacing": list(spacing),
        "predicted": p.astype(int).ravel().tolist(),
        "truth": t.astype(int).ravel().tolist(),
        "pixels": {key: float(value) for key, value in values.items()},
        "elements": {key: float(value) for key, value in elements.items()},
    }


def matching_case(name, shape, objects):
    """Touching random objects as Voronoi regions of the larger blobs, and shifted ones as the prediction."""
    seeds = random.random((objects, len(shape))) * np.array(shape)
    grid = np.stack(np.meshgrid(*[np.arange(s) for s in shape], indexing="ij"), -1)
    voronoi = lambda at: np.linalg.norm(grid[..., None, :] - at, axis=-1).argmin(-1) + 1
    inside = blob(shape, 0)
    truth = voronoi(seeds) * inside
    predicted = voronoi(seeds + random.normal(0, 1.5, seeds.shape)) * blob(shape, 0.3) * inside
    ps, ts = [np.unique(m[m > 0]) for m in (predicted, truth)]
    iou = np.array([[((predicted == a) & (truth == b)).sum() / ((predicted == a) | (truth == b)).sum() for b in ts] for a in ps])
    matched = {}
    for threshold in (0.1, 0.3, 0.5, 0.7):
        good = iou >= threshold
        rows, columns = linear_sum_assignment(-(good.astype(float) * (1 + iou / (2 * min(iou.shape)))))
        hit = [(r, c) for r, c in zip(rows, columns) if good[r, c]]
        matched[str(threshold)] = {"tp": len(hit), "iou": float(sum(iou[r, c] for r, c in hit))}
    return {
        "id": name,
        "predicted": predicted.ravel().tolist(),
        "truth": truth.ravel().tolist(),
        "objects": [len(ps), len(ts)],
        "matched": matched,
    }


def probability_case(name, pixels, classes):
    logits = random.normal(0, 2, (pixels, classes))
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = np.array([random.choice(classes, p=row) for row in p])
    truth[:classes] = range(classes)
    one_hot = np.eye(classes)[truth]
    return {
        "id": name,
        "classes": classes,
        "probabilities": p.ravel().tolist(),
        "truth": truth.tolist(),
        "logLoss": float(sk.log_loss(truth, p, labels=range(classes))),
        "brier": float(((p - one_hot) ** 2).sum(1).mean()),
        "brier of class 1": float(sk.brier_score_loss(truth == 1, p[:, 1])),
    }


cases = {
    "libraries": {
        "scikit-learn": sklearn.__version__,
        "scikit-image": skimage.__version__,
        "scipy": scipy.__version__,
        "numpy": np.__version__,
        "torch": torch.__version__,
        **{name: commit for name, commit in COMMITS.items()},
    },
    "labels": [label_case("two classes", 60, 2), label_case("five classes", 120, 5), label_case("absent class", 50, 4, True)],
    "surfaces": [
        surface_case("2-D", (14, 17), (1.0, 1.0)),
        surface_case("2-D with spacing", (12, 15), (0.7, 1.9)),
        surface_case("2-D at the border", (6, 6), (1.0, 1.0), 0.2),
        surface_case("3-D", (7, 8, 9), (1.0, 1.0, 1.0)),
        surface_case("3-D with spacing", (6, 9, 8), (2.5, 0.8, 0.8)),
    ],
    "matching": [matching_case("few objects", (16, 16), 5), matching_case("many objects", (24, 24), 16)],
    "probabilities": [probability_case("three classes", 40, 3), probability_case("two classes", 30, 2)],
}
cases = json.loads(json.dumps(cases))
lines = [f'"libraries": {json.dumps(cases.pop("libraries"))}']
for key, rows in cases.items():
    lines.append(f'"{key}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n]")
target = Path(__file__).with_name("metrics.json")
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{target.name}: {target.stat().st_size // 1000} kB")
