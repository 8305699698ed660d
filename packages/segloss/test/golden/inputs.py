"""Seeded inputs. Logits are whole multiples of 1/1024 and soft targets of 1/64, so they are the same in float32."""

import numpy as np

IGNORE = 255


def logits(seed, shape, scale=1.5):
    z = np.random.default_rng(seed).normal(0, scale, shape)
    return np.round(np.clip(z, -6, 6) * 1024) / 1024


def labels(seed, shape, classes):
    """Labels in [B, ...space] of a batch [B, C, ...space]; two for one channel."""
    return np.random.default_rng(seed).integers(0, max(classes, 2), shape)


def hard(shape, seed, absent=None, ignored=0.0, void=None):
    """Indices with, if asked: a class absent from image `absent[0]`, a share ignored, an image wholly ignored."""
    space = (shape[0], *shape[2:])
    y = labels(seed + 1, space, shape[1])
    if absent is not None:
        image, gone = absent
        y[image][y[image] == gone] = 0
    if ignored:
        y[np.random.default_rng(seed + 2).random(space) < ignored] = IGNORE
    if void is not None:
        y[void] = IGNORE
    ignore = IGNORE if (y == IGNORE).any() else None
    return {"shape": list(shape), "logits": logits(seed, shape), "kind": "indices", "targets": y, "ignore": ignore}


def soft(shape, seed, multilabel=False):
    """Soft targets in 64ths: over the classes they sum to 1, unless each channel stands for itself."""
    random = np.random.default_rng(seed + 1)
    if shape[1] == 1 or multilabel:
        y = random.integers(0, 65, shape) / 64
    else:
        pixels = shape[0] * int(np.prod(shape[2:]))
        y = random.multinomial(64, random.dirichlet([0.6] * shape[1], pixels)) / 64
        y = np.moveaxis(y.reshape(shape[0], *shape[2:], shape[1]), -1, 1)
    return {"shape": list(shape), "logits": logits(seed, shape), "kind": "soft", "targets": y, "ignore": None}


def multilabel(shape, seed):
    """Each channel a 0/1 mask of its own."""
    y = np.random.default_rng(seed + 1).integers(0, 2, shape).astype(float)
    return {"shape": list(shape), "logits": logits(seed, shape), "kind": "soft", "targets": y, "ignore": None}


def saturated(shape, seed):
    """Logits of -100, -30, 0, 30 and 100, right and wrong ones."""
    made = hard(shape, seed)
    made["logits"] = np.random.default_rng(seed).choice([-100.0, -30.0, 0.0, 30.0, 100.0], shape)
    return made


def tied(shape, seed):
    """Logits out of three values, so that many errors are equal."""
    made = hard(shape, seed)
    made["logits"] = np.random.default_rng(seed).choice([-0.5, 0.25, 1.0], shape)
    return made


def constant(made, label):
    made["targets"] = np.full_like(made["targets"], label)
    return made


BINARY = (2, 1, 5, 7)
THREE = (2, 3, 4, 5)
FIVE = (1, 5, 3, 4)

INPUTS = {
    "binary": hard(BINARY, 101),
    "binary-ignored": hard(BINARY, 102, ignored=0.3),
    "binary-void": hard(BINARY, 103, ignored=0.2, void=1),
    "binary-soft": soft(BINARY, 104),
    "binary-empty-image": hard(BINARY, 105, absent=(1, 1)),
    "binary-all-positive": constant(hard(BINARY, 106), 1),
    "binary-saturated": saturated((1, 1, 4, 5), 107),
    "binary-1d": hard((2, 1, 9), 108),
    "binary-3d": hard((1, 1, 3, 4, 3), 109),
    "binary-ties": tied((1, 1, 4, 5), 110),
    "multilabel": multilabel((2, 3, 3, 4), 111),
    "multilabel-soft": soft((2, 3, 3, 4), 112, multilabel=True),
    "three": hard(THREE, 201),
    "three-absent": hard(THREE, 202, absent=(1, 2)),
    "three-ignored": hard(THREE, 203, ignored=0.3),
    "three-void": hard(THREE, 204, ignored=0.2, void=0),
    "three-soft": soft(THREE, 205),
    "three-saturated": saturated((1, 3, 4, 5), 206),
    "three-1d": hard((2, 3, 8), 207),
    "three-ties": tied((1, 3, 4, 5), 208),
    "two-3d": hard((1, 2, 3, 4, 3), 209),
    "five-absent": hard(FIVE, 210, absent=(0, 3)),
    "five-soft": soft(FIVE, 211),
}
