"""The losses once more, straight from their formulas in numpy, as a check of the values of the libraries.

Nothing here comes from a library's loss. Gradients are complex steps: with an imaginary part of 1e-200 on one logit,
the imaginary part of the value is the derivative, without cancellation. Every function below takes complex logits.

A batch is flat: z, y [B, C, N] and valid [B, N], where y of an ignored pixel is 0.
"""

import math

import numpy as np

STEP = 1e-200


def log1p(x):
    """log(1 + x), exact for tiny x in both parts."""
    return np.log1p(x.real) + 1j * (x.imag / (1 + x.real))


def softplus(z):
    return np.where(z.real > 0, z, 0) + log1p(np.exp(np.where(z.real > 0, -z, z)))


def absolute(x):
    return np.where(x.real < 0, -x, x)


def link(z, kind):
    """p, log p and log(1 - p), each stable at |z| = 100."""
    if kind == "sigmoid":
        logp, log1mp = -softplus(-z), -softplus(z)
        return np.exp(logp), logp, log1mp
    shifted = z - z.real.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    logp = shifted - np.log(e.sum(axis=1, keepdims=True))
    others = np.stack([np.delete(z, c, axis=1) for c in range(z.shape[1])], axis=1)
    top = others.real.max(axis=2, keepdims=True)
    log_others = top[:, :, 0] + np.log(np.exp(others - top).sum(axis=2))
    top = z.real.max(axis=1, keepdims=True)
    log1mp = log_others - top - np.log(e.sum(axis=1, keepdims=True))
    return np.exp(logp), logp, log1mp


def mean(per_pixel, valid):
    return (per_pixel * valid).sum() / valid.sum()


def class_weights(options, classes):
    return np.array(options.get("classWeights", [1.0] * classes))[None, :, None]


def cross_entropy(b, o):
    classes = b.z.shape[1]
    _, logp, log1mp = link(b.z, b.link)
    s = o.get("labelSmoothing", 0)
    if b.link == "sigmoid":
        y = b.y * (1 - s) + s / 2
        return mean(-(y * logp + (1 - y) * log1mp).mean(axis=1), b.valid)
    w = class_weights(o, classes)
    y = b.y * (1 - s) + s / classes
    per_pixel = -(w * y * logp).sum(axis=1)
    if not o.get("normalize"):
        return mean(per_pixel, b.valid)
    return (per_pixel * b.valid).sum() / ((w * b.y).sum(axis=1) * b.valid).sum()


def weighted_cross_entropy(b, o):
    _, logp, log1mp = link(b.z, b.link)
    return mean(-(o["beta"] * b.y * logp + (1 - b.y) * log1mp).mean(axis=1), b.valid)


def balanced_cross_entropy(b, o):
    _, logp, log1mp = link(b.z, b.link)
    beta = o["beta"]
    if beta == "auto":
        beta = mean((1 - b.y).mean(axis=1), b.valid)
    if "clip" in o:
        beta = min(max(beta, o["clip"]), 1 - o["clip"])
    return mean(-(beta * b.y * logp + (1 - beta) * (1 - b.y) * log1mp).mean(axis=1), b.valid)


def focal(b, o):
    _, logp, log1mp = link(b.z, b.link)
    gamma, alpha = o["gamma"], o.get("alpha")
    if b.link == "sigmoid":
        positive, negative = (1, 1) if alpha is None else (alpha, 1 - alpha)
        per_class = -positive * b.y * np.exp(gamma * log1mp) * logp
        per_class -= negative * (1 - b.y) * np.exp(gamma * logp) * log1mp
        return mean(per_class.mean(axis=1), b.valid)
    w = np.array([1.0] * b.z.shape[1] if alpha is None else alpha)[None, :, None]
    return mean(-(w * b.y * np.exp(gamma * log1mp) * logp).sum(axis=1), b.valid)


def over_regions(b, o, per_class):
    """Averages the losses [regions, C] over the chosen classes, then over the regions that have any."""
    counted = np.ones(per_class.shape, bool)
    if o.get("classes", "all") == "present":
        counted = np.stack([(r > 0).any(axis=1) for r in regions(b.y, o)])
    if o.get("background", True) is False:
        counted[:, 0] = False
    weights = np.array(o.get("classWeights", [1.0] * per_class.shape[1]))
    rows = [(row * weights)[use].sum() / weights[use].sum() for row, use in zip(per_class, counted) if use.any()]
    return sum(rows) / len(rows)


def regions(x, o):
    """One [C, N] block an image, or a single one of the batch."""
    if o.get("over") == "batch":
        return [np.concatenate(list(x), axis=-1)]
    return list(x)


def region_sums(b, o, *terms):
    sums = [np.array([r.sum(axis=-1) for r in regions(t * b.valid[:, None], o)]) for t in terms]
    return [s.sum(axis=1, keepdims=True) for s in sums] if o.get("pooled") else sums


def dice(b, o):
    p, _, _ = link(b.z, b.link)
    k = 2 if o.get("squared", True) else 1
    tp, pp, yy = region_sums(b, o, p * b.y, p**k, b.y**k)
    s = o.get("smooth", 0)
    return over_regions(b, o, 1 - (2 * tp + s) / (pp + yy + s))


def jaccard(b, o):
    p, _, _ = link(b.z, b.link)
    k = 2 if o.get("squared", False) else 1
    tp, pp, yy = region_sums(b, o, p * b.y, p**k, b.y**k)
    s = o.get("smooth", 0)
    return over_regions(b, o, 1 - (tp + s) / (pp + yy - tp + s))


def tversky(b, o):
    p, _, _ = link(b.z, b.link)
    tp, fp, fn = region_sums(b, o, p * b.y, p * (1 - b.y), (1 - p) * b.y)
    s = o.get("smooth", 0)
    return over_regions(b, o, 1 - (tp + s) / (tp + o["alpha"] * fp + o["beta"] * fn + s))


def lovasz_extension(errors, truth):
    """Sum over ranks of the error times the step of the Jaccard loss, one prefix set at a time."""
    order = np.argsort(-errors.real, kind="stable")
    total, positives = 0, truth.sum()
    missed = extra = 0
    before = 0.0
    for i in order:
        missed += truth[i]
        extra += 1 - truth[i]
        now = 1 - (positives - missed) / (positives + extra)
        total = total + errors[i] * (now - before)
        before = now
    return total


def per_region_extension(b, o, errors):
    kept = [v for v in regions(np.repeat(b.valid[:, None], b.z.shape[1], axis=1), o)]
    blocks = zip(regions(errors, o), regions(b.y, o), kept)
    return [[lovasz_extension(e[c][k[c]], y[c][k[c]]) for c in range(b.z.shape[1])] for e, y, k in blocks]


def lovasz(b, o):
    p, _, _ = link(b.z, b.link)
    return over_regions(b, o, np.array(per_region_extension(b, o, absolute(b.y - p))))


def lovasz_hinge(b, o):
    margin = 1 - b.z * (2 * b.y - 1)
    hinge = np.where(margin.real > 0, margin, 0)
    return over_regions(b, o, np.array(per_region_extension(b, o, hinge)))


def nearest_two_cells(cells, spacing):
    """Brute force: the distance from each pixel to each pixel of each cell."""
    where = np.stack(np.meshgrid(*[np.arange(n) * s for n, s in zip(cells.shape, spacing)], indexing="ij"), -1)
    points = where.reshape(-1, cells.ndim)
    names = [k for k in np.unique(cells) if k]
    d = [np.sqrt(((points[:, None] - where[cells == k][None]) ** 2).sum(-1)).min(1) for k in names]
    d = np.sort(np.array(d + [np.full(len(points), math.inf)] * 2), axis=0)
    return d[0], d[1]


def distance_cross_entropy(b, o):
    _, logp, log1mp = link(b.z, b.link)
    near = []
    for image in np.array(b.instances).reshape(b.cells_shape):
        d1, d2 = nearest_two_cells(image, o.get("spacing", [1] * image.ndim))
        near.append(o["w0"] * np.exp(-((d1 + d2) ** 2) / (2 * o["sigma"] ** 2)))
    near = np.array(near)
    if b.link == "sigmoid":
        per_pixel = -(b.y * logp + (1 - b.y) * log1mp)[:, 0]
    else:
        per_pixel = -(b.y * logp).sum(axis=1)
    return mean(near + per_pixel if o["form"] == "additive" else (1 + near) * per_pixel, b.valid)


def weighted_sum(b, o):
    return sum(term["weight"] * LOSSES[term["loss"]](b, term["options"]) for term in o["terms"])


LOSSES = {
    "crossEntropy": cross_entropy,
    "weightedCrossEntropy": weighted_cross_entropy,
    "balancedCrossEntropy": balanced_cross_entropy,
    "focal": focal,
    "dice": dice,
    "jaccard": jaccard,
    "tversky": tversky,
    "lovasz": lovasz,
    "lovaszHinge": lovasz_hinge,
    "distanceCrossEntropy": distance_cross_entropy,
    "sum": weighted_sum,
}


class Batch:
    """A case's input as flat arrays."""

    def __init__(self, shape, logits, targets, link_kind, ignore, instances):
        images, classes, *space = shape
        self.instances = instances
        self.link, self.cells_shape = link_kind, [images, *space]
        self.z = np.array(logits, complex).reshape(images, classes, -1)
        values = np.array(targets["values"])
        if targets["kind"] == "soft":
            self.y = values.reshape(self.z.shape).astype(float)
            self.valid = np.ones((images, self.z.shape[2]), bool)
            return
        labels = values.reshape(images, -1)
        self.valid = labels != ignore if ignore is not None else np.ones(labels.shape, bool)
        one_hot = labels[:, None] == (np.arange(classes)[None, :, None] if classes > 1 else 1)
        self.y = (one_hot & self.valid[:, None]).astype(float)


def value_and_gradient(case, with_gradient=True):
    b = Batch(case["shape"], case["logits"], case["targets"], case["link"], case.get("ignore"), case.get("instances"))
    loss = LOSSES[case["loss"]]
    value = loss(b, case["options"])
    flat = b.z.reshape(-1)
    gradient = np.zeros(flat.size if with_gradient else 0)
    for i in range(gradient.size):
        flat[i] += 1j * STEP
        gradient[i] = loss(b, case["options"]).imag / STEP
        flat[i] = flat[i].real
    return float(np.real(value)), gradient
