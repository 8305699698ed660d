"""The catalogue's losses once more, as plain torch on one region: z and y of shape [class, valid pixel], float64.

Each is written from its article, not from our formula. A loss of classes returns one value per class.
`link` is "sigmoid" (each channel a problem of its own) or "softmax".
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import distance_transform_edt as edt


def probability(z, link):
    return torch.softmax(z, 0) if link == "softmax" else torch.sigmoid(z)


def truth_logs(z, y, link):
    """-log of the probability of the truth with its weight: rows for each label that the pixel can have."""
    if link == "softmax":
        return [(y, -F.log_softmax(z, 0))]
    return [(y, F.softplus(-z)), (1 - y, F.softplus(z))]


def pixel_mean(rows, link):
    """Sum over the labels; mean over pixels, and with a sigmoid a value per channel."""
    total = sum(rows)
    return total.sum(0).mean() if link == "softmax" else total.mean(1)


def over_truth(of_nll):
    """A loss of -log p_t alone."""

    def loss(z, y, link, o):
        return pixel_mean([w * of_nll(e, o) for w, e in truth_logs(z, y, link)], link)

    return loss


def symmetric(z, y, link, o):
    floor = math.exp(o.get("logZero", -4))
    rows = []
    for w, e in truth_logs(z, y, link):
        rows.append(o.get("alpha", 0.1) * w * e - o.get("beta", 1) * torch.exp(-e) * w.clamp_min(floor).log())
    return pixel_mean(rows, link)


def bootstrapped(z, y, link, o):
    hard = o.get("mode") == "hard"
    beta = o.get("beta", 0.8 if hard else 0.95)
    own = probability(z, link)
    if hard:
        own = F.one_hot(z.argmax(0), len(z)).T.double() if link == "softmax" else (z > 0).double()
    target = beta * y + (1 - beta) * own
    return pixel_mean([w * e for w, e in truth_logs(z, target, link)], link)


def normalized_focal(z, y, link, o):
    rows = [(w, e, (-torch.expm1(-e)) ** o.get("gamma", 2)) for w, e in truth_logs(z, y, link)]
    above, below = sum(w * m * e for w, e, m in rows), sum(w * m for w, _, m in rows)
    return above.sum() / below.sum() if link == "softmax" else above.sum(1) / below.sum(1)


def reduced(e, o):
    t = o.get("threshold", 0.5)
    p = torch.exp(-e)
    return torch.where(p < t, torch.ones_like(p), ((1 - p) / t) ** o.get("gamma", 2)) * e


def focal_star(e, o):
    g, b = o.get("gamma", 2), o.get("beta", 1)
    odds = -e - torch.log(-torch.expm1(-e))
    return -F.logsigmoid(g * odds + b) / g


def hardest(errors, share):
    k = max(1, math.floor(share * errors.numel() + 1e-9))
    return torch.topk(errors.detach(), k).indices


def top_k(z, y, link, o):
    rows = sum(w * e for w, e in truth_logs(z, y, link))
    if link == "softmax":
        rows = rows.sum(0, keepdim=True)
    return torch.stack([row[hardest(row, o.get("share", 0.1))].mean() for row in rows])


def ohem(z, y, link, o):
    rows = sum(w * e for w, e in truth_logs(z, y, link))
    if link == "softmax":
        rows = rows.sum(0, keepdim=True)
    values = []
    for row in rows:
        chosen = row.detach() > -math.log(o.get("threshold", 0.7))
        chosen[hardest(row, o.get("keep", 0.1))] = True
        values.append(row[chosen].mean())
    return torch.stack(values)


def counts(z, y, link):
    p = probability(z, link)
    return (p * y).sum(1), (p * (1 - y)).sum(1), ((1 - p) * y).sum(1), ((1 - p) * (1 - y)).sum(1)


def overlap(p, y, o, power=1):
    s = o.get("smooth", 0)
    return (2 * (p * y).sum(1) + s) / ((p**power).sum(1) + (y**power).sum(1) + s)


def log_dice(z, y, link, o):
    score = overlap(probability(z, link), y, o, 2 if o.get("squared") else 1)
    return -score.clamp_min(o.get("floor", 1e-7)).log()


def log_cosh_dice(z, y, link, o):
    return torch.cosh(1 - overlap(probability(z, link), y, o, 2 if o.get("squared") else 1)).log()


def power_dice(z, y, link, o):
    return 1 - overlap(probability(z, link), y, o, o.get("power", 1.5))


def power_jaccard(z, y, link, o):
    p, k, s = probability(z, link), o.get("power", 1.5), o.get("smooth", 0)
    both = (p * y).sum(1)
    return 1 - (both + s) / ((p**k + y**k).sum(1) - both + s)


def dice_semimetric(z, y, link, o):
    p = probability(z, link)
    return torch.norm(p - y, 1, dim=1) / ((p + y).sum(1) + o.get("smooth", 0))


def jaccard_metric(z, y, link, o):
    p = probability(z, link)
    gap = torch.norm(p - y, 1, dim=1)
    return gap / (((p + y).sum(1) + gap) / 2 + o.get("smooth", 0))


def volume_weights(y, o):
    area = y.sum(1)
    power = {"square": 2, "simple": 1, "uniform": 0}[o.get("weights", "square")]
    v = torch.where(area > 0, area, torch.ones_like(area)) ** -power
    if power and o.get("absent") != "one" and (area > 0).any():
        v = torch.where(area > 0, v, v[area > 0].max())
    return v


def generalized_score(z, y, link, o):
    p, v, s = probability(z, link), volume_weights(y, o), o.get("smooth", 0)
    return (2 * (v * (p * y).sum(1)).sum() + s) / ((v * (p + y).sum(1)).sum() + s)


def penalty_dice(z, y, link, o):
    g = generalized_score(z, y, link, o)
    return 1 - g / (1 + o.get("k", 2.5) * (1 - g))


def wasserstein(z, y, link, o):
    p, s = probability(z, link), o.get("smooth", 0)
    if link == "sigmoid":
        p, y = torch.stack([1 - p[0], p[0]]), torch.stack([1 - y[0], y[0]])
    n = len(p)
    m = torch.tensor(o["distances"], dtype=torch.float64).reshape(n, n) if "distances" in o else 1 - torch.eye(n).double()
    d = torch.einsum("li,lk,ki->i", y, m / m.max(), p)
    volume = o.get("weights") == "volume"
    v = 1 / (1 + y.sum(1)) if volume else torch.tensor([0.0] + [1.0] * (n - 1), dtype=torch.float64)
    of_pixel = (v[:, None] * y).sum(0)
    hits = (of_pixel * (1 - d)).sum()
    below = (of_pixel * (2 - d)).sum() if volume else 2 * hits + d.sum()
    return 1 - (2 * hits + s) / (below + s)


def focal_tversky(z, y, link, o):
    tp, fp, fn, _ = counts(z, y, link)
    s = o.get("smooth", 0)
    t = (tp + s) / (tp + o.get("alpha", 0.3) * fp + o.get("beta", 0.7) * fn + s)
    gamma = o.get("gamma", 4 / 3)
    return (1 - t) ** (gamma if o.get("exponent") == "direct" else 1 / gamma)


def f_beta(z, y, link, o):
    tp, fp, fn, _ = counts(z, y, link)
    b, s = o.get("beta", 1.5) ** 2, o.get("smooth", 0) * (1 + o.get("beta", 1.5) ** 2)
    return 1 - ((1 + b) * tp + s) / ((1 + b) * tp + b * fn + fp + s)


def asymmetric_focal(z, y, link, o):
    return focal_half(z, y, link, o.get("delta", 0.7), o.get("gamma", 2), True)


def focal_half(z, y, link, delta, gamma, asymmetric):
    rows = []
    for k, (w, e) in enumerate(truth_logs(z, y, link)):
        fade = (-torch.expm1(-e)) ** gamma
        if link == "softmax":
            fade = torch.cat([fade[:1], torch.ones_like(fade[1:]) if asymmetric else fade[1:]])
            share = torch.tensor([1 - delta] + [delta] * (len(z) - 1), dtype=torch.float64)[:, None]
        else:
            share = delta if k == 0 else 1 - delta
            fade = torch.ones_like(fade) if asymmetric and k == 0 else fade
        rows.append(share * w * fade * e)
    return pixel_mean(rows, link)


def tversky_half(z, y, link, delta, gamma, asymmetric):
    tp, fp, fn, tn = counts(z, y, link)
    if link == "sigmoid":
        tp, fp, fn = torch.stack([tn, tp]), torch.stack([fn, fp]), torch.stack([fp, fn])
    loss = 1 - tp / (tp + delta * fn + (1 - delta) * fp)
    back, fore = loss[:1], loss[1:] ** (1 - gamma)
    return torch.cat([back if asymmetric else back ** (1 - gamma), fore]).mean(0)


def asymmetric_focal_tversky(z, y, link, o):
    return tversky_half(z, y, link, o.get("delta", 0.7), o.get("gamma", 0.75), True)


def unified(z, y, link, o):
    a, d, g, w = o.get("asymmetric", True), o.get("delta", 0.6), o.get("gamma", 0.5), o.get("weight", 0.5)
    return w * focal_half(z, y, link, d, g, a) + (1 - w) * tversky_half(z, y, link, d, g, a)


def exp_log(z, y, link, o):
    gamma = o.get("gamma", 0.3)
    score = overlap(probability(z, link), y, {"smooth": o.get("smooth", 0)})
    weights = torch.tensor(o["classWeights"], dtype=torch.float64)[:, None] if "classWeights" in o else 1
    entropy = pixel_mean([weights * w * e**gamma for w, e in truth_logs(z, y, link)], link)
    return o.get("dice", 0.8) * (-score.log()) ** gamma + o.get("crossEntropy", 0.2) * entropy


def sensitivity_specificity(z, y, link, o):
    squares, r, s = (y - probability(z, link)) ** 2, o.get("share", 0.05), o.get("smooth", 0)
    part = lambda mask: (squares * mask).sum(1) / (mask.sum(1) + s)  # noqa: E731
    return r * part(y) + (1 - r) * part(1 - y)


def mcc(z, y, link, o):
    tp, fp, fn, tn = (x / z.shape[1] + o.get("smooth", 1e-5) for x in counts(z, y, link))
    return 1 - (tp * tn - fp * fn) / torch.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))


BATCH, IMAGE = "batch", "image"

LOSSES = {
    "polyCrossEntropy": (BATCH, over_truth(lambda e, o: e - o.get("epsilon", 1) * torch.expm1(-e))),
    "symmetricCrossEntropy": (BATCH, symmetric),
    "generalizedCrossEntropy": (BATCH, over_truth(lambda e, o: -torch.expm1(-o.get("q", 0.7) * e) / o.get("q", 0.7))),
    "bootstrappedCrossEntropy": (BATCH, bootstrapped),
    "topKCrossEntropy": (BATCH, top_k),
    "ohemCrossEntropy": (BATCH, ohem),
    "normalizedFocal": (BATCH, normalized_focal),
    "reducedFocal": (BATCH, over_truth(reduced)),
    "focalStar": (BATCH, over_truth(focal_star)),
    "asymmetricFocal": (BATCH, asymmetric_focal),
    "powerDice": (IMAGE, power_dice),
    "powerJaccard": (IMAGE, power_jaccard),
    "logDice": (IMAGE, log_dice),
    "logCoshDice": (IMAGE, log_cosh_dice),
    "diceSemimetric": (IMAGE, dice_semimetric),
    "jaccardMetric": (IMAGE, jaccard_metric),
    "generalizedDice": (IMAGE, lambda *a: 1 - generalized_score(*a)),
    "penaltyDice": (IMAGE, penalty_dice),
    "wassersteinDice": (IMAGE, wasserstein),
    "focalTversky": (IMAGE, focal_tversky),
    "asymmetricFocalTversky": (IMAGE, asymmetric_focal_tversky),
    "asymmetricSimilarity": (IMAGE, f_beta),
    "unifiedFocal": (IMAGE, unified),
    "exponentialLogarithmic": (BATCH, exp_log),
    "sensitivitySpecificity": (IMAGE, sensitivity_specificity),
    "mcc": (BATCH, mcc),
}


def region_values(given, over):
    """Valid pixels of each region as [class, pixel]."""
    rows = lambda x: x.flatten(2)  # noqa: E731
    z, y = rows(given.z), rows(given.soft)
    valid = getattr(given, "valid", torch.ones_like(given.z[:, 0], dtype=torch.bool)).flatten(1)
    images = [(z[n][:, valid[n]], y[n][:, valid[n]]) for n in range(len(z)) if valid[n].any()]
    return images if over == IMAGE else [tuple(torch.cat(parts, 1) for parts in zip(*images))]


def value(name, options, given, link):
    if name in DISTANCES:
        return with_distances(name, options, given, link)
    own, loss = LOSSES[name]
    regions = region_values(given, options.get("over", own))
    return torch.stack([loss(z, y, link, options).mean() for z, y in regions]).mean()


def edges(masks, z, spacing):
    """Signed distances of masks [batch, class, ...space] by scipy: outside plus, inside minus; 0 without a border."""
    out = np.zeros(masks.shape)
    for n, c in np.ndindex(*masks.shape[:2]):
        mask = masks[n, c]
        if mask.any() and not mask.all():
            out[n, c] = edt(~mask, sampling=spacing) - edt(mask, sampling=spacing)
    return torch.tensor(out)


def fields(given, link, spacing):
    valid = getattr(given, "valid", torch.ones_like(given.z[:, 0], dtype=torch.bool))[:, None].numpy()
    z = given.z.detach()
    p = torch.softmax(z, 1) if link == "softmax" else torch.sigmoid(z)
    true = edges((given.soft.numpy() > 0.5) & valid, z, spacing)
    return true, edges((p.numpy() > 0.5) & valid, z, spacing)


def nearness(signed):
    out = torch.zeros_like(signed)
    for n, c in np.ndindex(*signed.shape[:2]):
        d = signed[n, c]
        if d.max() > 0 and d.min() < 0:
            out[n, c] = torch.where(d > 0, 1 - d / d.max(), 1 - d / d.min())
    return out


def with_distances(name, o, given, link):
    """Losses of whole images: they need to know where the pixels are."""
    true, predicted = fields(given, link, o.get("spacing"))
    p = torch.softmax(given.z, 1) if link == "softmax" else torch.sigmoid(given.z)
    valid = getattr(given, "valid", torch.ones_like(given.z[:, 0], dtype=torch.bool))[:, None]
    space = tuple(range(2, p.dim()))
    image_mean = lambda x: (x * valid).sum(space) / valid.sum(space)  # noqa: E731
    if name == "boundary":
        return image_mean(p * true).mean()
    if name == "distancePenalizedCrossEntropy":
        near = nearness(true)
        if link == "softmax":
            near = (near * given.soft).sum(1, keepdim=True)
            errors = -(given.soft * F.log_softmax(given.z, 1)).sum(1, keepdim=True)
        else:
            errors = F.binary_cross_entropy_with_logits(given.z, given.soft, reduction="none")
        weighted = (1 + o.get("w0", 1) * near) * errors * valid
        return weighted.sum() / valid.expand_as(weighted).sum()
    alpha = o.get("alpha", 2)
    gap = (p - given.soft) ** 2 * (true.abs() ** alpha + predicted.abs() ** alpha)
    if name == "hausdorff":
        return image_mean(gap).mean()
    return torch.log1p((gap * valid).sum() / valid.sum() / p.shape[1])


DISTANCES = ("boundary", "hausdorff", "logHausdorff", "distancePenalizedCrossEntropy")
