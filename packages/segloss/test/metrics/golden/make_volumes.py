"""Values of surface elements and skeletons from other libraries, on small seeded masks. See README.md."""

import json
import os
import sys
import types
from pathlib import Path

import numpy as np
import scipy
import scipy.ndimage as ndimage
import skimage
from skimage.morphology import skeletonize

sys.path.insert(0, str(Path(os.environ["GOLDEN_CHECKOUTS"]) / "surface-distance"))
# surface-distance names two modules that newer scipy has merged into scipy.ndimage.
ndimage.filters = types.SimpleNamespace(correlate=ndimage.correlate)
ndimage.morphology = types.SimpleNamespace(distance_transform_edt=ndimage.distance_transform_edt)

import surface_distance.lookup_tables as tables  # noqa: E402
import surface_distance.metrics as deepmind  # noqa: E402

random = np.random.default_rng(23)


def blob(shape, sigma, share):
    field = ndimage.gaussian_filter(random.normal(size=shape), sigma)
    return field > np.quantile(field, 1 - share)


def digits(mask):
    return "".join(map(str, mask.astype(int).ravel().tolist()))


def cubes(spacing):
    """Areas by cube; bit x + 2y + 4z of ours is where the library's kernel has its own bit."""
    areas = tables.create_table_neighbour_code_to_surface_area(spacing)
    kernel = tables.ENCODE_NEIGHBOURHOOD_3D_KERNEL
    code = lambda cube: sum(int(kernel[k >> 2, k >> 1 & 1, k & 1]) for k in range(8) if cube >> k & 1)
    return {"spacing": list(spacing), "areas": [float(areas[code(cube)]) for cube in range(256)]}


def elements(name, shape, spacing, sigma, share):
    truth = blob(shape, sigma, share)
    predicted = np.roll(truth, 1, 1) ^ (random.random(shape) < 0.02)
    found = deepmind.compute_surface_distances(truth, predicted, spacing)
    from_truth, from_prediction = deepmind.compute_average_surface_distance(found)
    values = {
        "hd": deepmind.compute_robust_hausdorff(found, 100),
        "hd95": deepmind.compute_robust_hausdorff(found, 95),
        "masd": (from_truth + from_prediction) / 2,
        "nsd": deepmind.compute_surface_dice_at_tolerance(found, 1.5),
    }
    return {
        "id": name,
        "shape": list(shape),
        "spacing": list(spacing),
        "predicted": digits(predicted),
        "truth": digits(truth),
        "values": {key: float(value) for key, value in values.items()},
    }


def parts(mask):
    return ndimage.label(mask, np.ones((3,) * mask.ndim))[1]


def skeleton(name, shape, sigma, share):
    """clDice in numpy, by the paper's formula, from scikit-image's skeletons, of masks no part of which vanishes."""
    while True:
        truth = blob(shape, sigma, share)
        predicted = np.roll(truth, 1, 0) & (random.random(shape) < 0.95)
        lines = [skeletonize(mask, method="lee") > 0 for mask in (predicted, truth)]
        if all(parts(line) == parts(mask) for line, mask in zip(lines, (predicted, truth))):
            break
    precision, sensitivity = (lines[0] & truth).sum() / lines[0].sum(), (lines[1] & predicted).sum() / lines[1].sum()
    return {
        "id": name,
        "shape": list(shape),
        "predicted": digits(predicted),
        "truth": digits(truth),
        "skeletons": [digits(line) for line in lines],
        "clDice": float(2 * precision * sensitivity / (precision + sensitivity)),
    }


cases = {
    "cubes": [cubes((1.0, 1.0, 1.0)), cubes((2.5, 0.8, 1.1))],
    "elements": [
        elements("smooth", (9, 10, 11), (1.0, 1.0, 1.0), 1.5, 0.4),
        elements("rough, with spacing", (8, 9, 10), (3.0, 0.7, 0.9), 0.7, 0.3),
        elements("full to the edge", (5, 6, 7), (1.0, 1.0, 1.0), 1.0, 0.9),
    ],
    "skeletons": [
        skeleton("3-D, thick", (12, 13, 14), 2.0, 0.4),
        skeleton("3-D, thin", (9, 14, 12), 1.0, 0.2),
        skeleton("3-D, noise", (8, 9, 10), 0.5, 0.5),
        skeleton("3-D, nearly full", (6, 5, 7), 1.0, 0.9),
        skeleton("2-D, thick", (24, 27), 2.5, 0.4),
        skeleton("2-D, noise", (16, 19), 0.6, 0.5),
    ],
}
libraries = {
    "scikit-image": skimage.__version__,
    "scipy": scipy.__version__,
    "numpy": np.__version__,
    "surface-distance": "1f805cea446805e559badc80dd27f34175e4173d",
}
lines = [f'"libraries": {json.dumps(libraries)}']
for key, rows in cases.items():
    lines.append(f'"{key}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n]")
target = Path(__file__).with_name("volumes.json")
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{target.name}: {target.stat().st_size // 1000} kB")
