"""Writes fields.json and values-distance.json: distances, components and U-Net weights by scipy."""

import numpy as np
import second_road
import torch
import torch.nn.functional as F
from cases import STRICT, check, plain
from compact_json import write
from inputs import IGNORE, logits
from libraries import HERE, VERSIONS
from scipy import ndimage

SCIPY = f"scipy {VERSIONS['scipy']}"
TORCH = f"torch {VERSIONS['torch']}"


def finite(array):
    """Flat numbers; null where there is no such cell, that is where the distance is infinite."""
    return [None if not np.isfinite(v) else v for v in plain_or_infinite(array)]


def plain_or_infinite(array):
    flat = np.asarray(array, float).reshape(-1).tolist()
    return [int(v) if np.isfinite(v) and v == int(v) else v for v in flat]


def masks():
    random = np.random.default_rng(301)
    sparse = lambda shape, share: (random.random(shape) < share).astype(int)  # noqa: E731
    one = np.zeros((5, 8), int)
    one[4, 0] = 1
    return {
        "1-d": sparse((17,), 0.2),
        "2-d": sparse((13, 18), 0.08),
        "2-d-dense": sparse((11, 9), 0.7),
        "one-pixel": one,
        "full": np.ones((3, 4), int),
        "empty": np.zeros((3, 5), int),
        "3-d": sparse((5, 6, 7), 0.04),
    }


SPACINGS = {1: [[1], [0.75]], 2: [[1, 1], [2, 0.5], [1, 3.25]], 3: [[1, 1, 1], [2.5, 1, 0.75]]}


def distances():
    rows = []
    for name, mask in masks().items():
        for spacing in SPACINGS[mask.ndim]:
            nothing = np.full(mask.shape, np.inf)
            d = ndimage.distance_transform_edt(mask == 0, sampling=spacing) if mask.any() else nothing
            compare(d, brute_force(mask, spacing)[0], name)
            rows.append({"id": f"{name}/{'x'.join(map(str, spacing))}", "shape": list(mask.shape), "spacing": spacing,
                         "mask": plain(mask), "distance": finite(d)})
    return rows


def brute_force(cells, spacing):
    return second_road.nearest_two_cells(cells, spacing)


def compare(found, expected, name):
    same = np.where(np.isfinite(expected), np.abs(found.reshape(-1) - expected) < 1e-12, np.isinf(found.reshape(-1)))
    if not same.all():
        raise SystemExit(f"{name}: scipy and brute force disagree")


def ring(center, radius, shape):
    grid = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), -1)
    return ((grid - center) ** 2).sum(-1) <= radius**2


def cells(count, shape, seed):
    """Up to `count` balls, some of them touching; a later one gives way to an earlier one."""
    random = np.random.default_rng(seed)
    labels = np.zeros(shape, int)
    for k in range(count):
        ball = ring(random.integers(0, shape), random.uniform(1.5, 4), shape)
        labels[ball & (labels == 0)] = k + 1
    return labels


def cell_maps():
    far = np.zeros((24, 20), int)
    far[2:5, 2:6], far[18:22, 12:17] = 1, 2
    touching = np.zeros((24, 20), int)
    touching[6:14, 3:10], touching[6:14, 10:16] = 1, 2
    return {
        "none": np.zeros((24, 20), int),
        "one": (far == 1).astype(int),
        "two-far": far,
        "two-touching": touching,
        "five": cells(5, (24, 20), 302),
        "labels-not-consecutive": cells(3, (9, 11), 303) * 7,
        "all-covered": np.repeat([[1] * 5 + [2] * 4], 6, axis=0),
        "1-d": np.array([0, 1, 1, 0, 0, 0, 2, 0, 3, 3, 0, 0]),
        "3-d": cells(4, (6, 7, 8), 304),
    }


def two_nearest(labels, spacing):
    """One exact transform per object, then the two smallest of them at each pixel."""
    objects = [k for k in np.unique(labels) if k]
    each = [ndimage.distance_transform_edt(labels != k, sampling=spacing) for k in objects]
    each = np.sort(np.array(each + [np.full(labels.shape, np.inf)] * 2), axis=0)
    return each[0], each[1]


def weight_map(labels, spacing, w0, sigma):
    d1, d2 = two_nearest(labels, spacing)
    return 1 + w0 * np.exp(-((d1 + d2) ** 2) / (2 * sigma**2))


def nearest_cells():
    rows = []
    for name, labels in cell_maps().items():
        for spacing in SPACINGS[labels.ndim]:
            d1, d2 = two_nearest(labels, spacing)
            compare(d1, brute_force(labels, spacing)[0], name)
            compare(d2, brute_force(labels, spacing)[1], name)
            w0, sigma = (10, 5) if spacing[0] == 1 else (4, 2.5)
            rows.append({"id": f"{name}/{'x'.join(map(str, spacing))}", "shape": list(labels.shape), "spacing": spacing,
                         "labels": plain(labels), "d1": finite(d1), "d2": finite(d2), "w0": w0, "sigma": sigma,
                         "weights": plain(weight_map(labels, spacing, w0, sigma))})
    return rows


def components():
    random = np.random.default_rng(305)
    chosen = {
        "2-d": (random.random((12, 15)) < 0.45).astype(int),
        "2-d-dense": (random.random((9, 10)) < 0.6).astype(int),
        "snake": np.array([[1, 1, 1, 1, 1], [0, 0, 0, 0, 1], [1, 1, 1, 0, 1], [1, 0, 0, 0, 1], [1, 1, 1, 1, 1]]),
        "checkers": np.indices((5, 6)).sum(0) % 2,
        "empty": np.zeros((2, 3), int),
        "full": np.ones((2, 3), int),
        "1-d": np.array([1, 1, 0, 1, 0, 0, 1, 1]),
        "3-d": (random.random((4, 5, 6)) < 0.35).astype(int),
    }
    rows = []
    for name, mask in chosen.items():
        for connectivity, order in (("face", 1), ("full", mask.ndim)):
            labels, count = ndimage.label(mask, ndimage.generate_binary_structure(mask.ndim, order))
            flooded(mask, labels, count, order)
            rows.append({"id": f"{name}/{connectivity}", "shape": list(mask.shape), "connectivity": connectivity,
                         "mask": plain(mask), "count": int(count), "labels": plain(labels)})
    return rows


def flooded(mask, labels, count, order):
    """The same partition by filling one component after the other, numbered by their first pixels."""
    structure = ndimage.generate_binary_structure(mask.ndim, order)
    left, expected, number = mask.astype(bool), np.zeros(mask.shape, int), 0
    while left.any():
        number += 1
        seed = np.zeros(mask.shape, bool)
        seed[np.unravel_index(np.argmax(left), mask.shape)] = True
        filled = ndimage.binary_propagation(seed, structure, mask)
        expected[filled], left = number, left & ~filled
    if number != count or not (expected == labels).all():
        raise SystemExit("components: scipy's labels are not in the order of the first pixels")


def distance_case(name, instances, options, seed, classes=1, ignored=None):
    """U-Net's weight by scipy, the cross entropy and its gradient by torch. `instances` [B, ...space]."""
    z = torch.tensor(logits(seed, (len(instances), classes, *instances.shape[1:])), requires_grad=True)
    labels = (instances > 0).astype(int) if classes == 1 else instances % classes
    if ignored is not None:
        labels = np.where(ignored, IGNORE, labels)
    spacing = options.get("spacing", [1] * (instances.ndim - 1))
    near = torch.tensor(np.array([weight_map(i, spacing, options["w0"], options["sigma"]) - 1 for i in instances]))
    valid = torch.tensor(labels != IGNORE)
    y = torch.tensor(np.where(labels == IGNORE, 0, labels))
    entropy = pixel_cross_entropy(z, y)
    per_pixel = entropy + near if options["form"] == "additive" else (1 + near) * entropy
    value = per_pixel[valid].mean()
    value.backward()
    case = {
        "id": f"distance/{name}", "loss": "distanceCrossEntropy", "library": f"{SCIPY}; {TORCH}",
        "call": CALLS[options["form"]], "dtype": "float64", "layout": "channels-first",
        "link": "sigmoid" if classes == 1 else "softmax", "shape": list(z.shape), "logits": plain(z.detach()),
        "targets": {"kind": "indices", "values": plain(labels)}, "ignore": None if ignored is None else IGNORE,
        "instances": plain(instances), "options": options,
        "value": float(value.detach()), "gradient": z.grad.numpy().reshape(-1).tolist(), "tolerance": STRICT,
    }
    check(case, case["gradient"])
    return {k: v for k, v in case.items() if v is not None}


CALLS = {
    "weight": "near = w0*exp(-(d1 + d2)^2/(2*sigma^2)) of distance_transform_edt per object; "
    "((1 + near)*F.binary_cross_entropy_with_logits or F.cross_entropy, reduction='none')[valid].mean()",
    "additive": "near = w0*exp(-(d1 + d2)^2/(2*sigma^2)) of distance_transform_edt per object; "
    "(near + F.binary_cross_entropy_with_logits or F.cross_entropy, reduction='none')[valid].mean()",
}


def pixel_cross_entropy(z, y):
    if z.shape[1] == 1:
        return F.binary_cross_entropy_with_logits(z[:, 0], y.double(), reduction="none")
    return F.cross_entropy(z, y, reduction="none")


def distance_cases():
    maps = cell_maps()
    small = cells(4, (9, 11), 306)
    far = np.zeros((9, 11), int)
    far[1:3, 1:4], far[6:8, 6:10] = 1, 2
    pair = np.stack([small, far])
    given = {"w0": 10, "sigma": 5, "cells": "instances", "form": "weight"}
    components = {**given, "cells": "components"}
    ignored = np.random.default_rng(307).random(pair.shape) < 0.25
    yield distance_case("none", maps["none"][None, :8, :9], given, 311)
    yield distance_case("one", far[None] == 1, given, 312)
    yield distance_case("two-touching", maps["two-touching"][None], given, 313)
    yield distance_case("batch", pair, given, 314)
    yield distance_case("batch/additive", pair, {**given, "form": "additive"}, 314)
    yield distance_case("batch/sigma-2", pair, {**given, "w0": 3, "sigma": 2}, 314)
    yield distance_case("batch/spacing", pair, {**given, "spacing": [2, 0.5]}, 314)
    yield distance_case("batch/ignored", pair, given, 315, ignored=ignored)
    yield distance_case("components", far[None], components, 316)
    yield distance_case("three-classes", pair, given, 317, classes=3)
    yield distance_case("3-d", maps["3-d"][None, :4, :5, :6], given, 318)
    yield distance_case("3-d/spacing", maps["3-d"][None, :4, :5, :6], {**given, "spacing": [2.5, 1, 0.75]}, 318)


if __name__ == "__main__":
    fields = {
        "what": f"exact distances, cells and components by {SCIPY}, made by make_fields.py; never regenerated by a test",
        "distances": "from the centre of each pixel to that of the nearest nonzero pixel; null (infinite) for an empty mask",
        "nearestCells": "d1, d2: distance to the nearest and second nearest object, one distance_transform_edt an object; null where "
        "there are too few objects; weights 1 + w0*exp(-(d1 + d2)^2/(2*sigma^2))",
        "components": "face: 4 neighbours in 2-D, 6 in 3-D; full: 8 and 26; numbered in the order of their first pixels",
        "tolerance": 1e-12,
        "cases": {"distances": distances(), "nearestCells": nearest_cells(), "components": components()},
    }
    write(HERE / "fields.json", fields)
    about = {
        "what": "cross entropy weighed by the distance to the nearest two cells, made by make_fields.py; never regenerated by a test",
        "instances": "object labels [B, ...space], 0 for none; with cells 'components' each object is one component of the mask",
        "tolerance": "as in values.json",
    }
    write(HERE / "values-distance.json", {**about, "cases": list(distance_cases())})
