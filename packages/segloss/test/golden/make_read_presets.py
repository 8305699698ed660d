"""Writes values-read-presets.json: losses of libraries that were read but not run, once more in plain torch. See README.md.

Needs numpy and torch alone. MMSegmentation: dice_loss.py at 0c87f7a0 (version 0.x) and the form from 1.1 on, tversky_loss.py
01226727, focal_loss.py 07cd6c98, lovasz_loss.py 13bd7681, cross_entropy_loss.py 021e797a. nnU-Net: compound_losses.py 02e1b551.
pytorch-toolbelt: balanced_bce.py 351bf652.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from compact_json import write
from inputs import INPUTS

ROWS, USED = [], {}
W = [0.5, 1.0, 2.5]
DOUBLE = {"value": 1e-11, "gradient": 1e-9}


def given(name):
    made = INPUTS[name]
    z = torch.tensor(made["logits"], dtype=torch.float64, requires_grad=True)
    y = torch.as_tensor(made["targets"])
    if made["kind"] == "indices":
        y = y[:, None] if z.shape[1] == 1 else F.one_hot(y.long(), z.shape[1]).movedim(-1, 1)
    USED[name] = {
        "shape": made["shape"], "logits": made["logits"].reshape(-1).tolist(),
        "targets": {"kind": made["kind"], "values": made["targets"].reshape(-1).tolist()},
    }
    return z, y.double()


def row(preset, name, function):
    z, y = given(name)
    value = function(z, y)
    (gradient,) = torch.autograd.grad(value, z)
    assert torch.isfinite(gradient).all() and gradient.abs().sum() > 0, preset
    ROWS.append({"preset": preset, "input": name, "of": "logits", "value": float(value.detach()),
                 "gradient": gradient.reshape(-1).tolist(), "tolerance": DOUBLE})


def flat(x):
    return x.reshape(x.shape[0], x.shape[1], -1)


def old_dice(z, y, smooth=1.0, exponent=2, weight=(1.0, 1.0, 1.0)):
    p, y = flat(torch.softmax(z, 1)), flat(y)
    each = 1 - (2 * (p * y).sum(2) + smooth) / ((p**exponent + y**exponent).sum(2) + smooth)
    return sum(w * each[:, c].mean() for c, w in enumerate(weight)) / z.shape[1]


def new_dice(z, y, activation=torch.sigmoid, eps=1e-3, naive=False):
    p, y = activation(z).flatten(1), y.flatten(1)
    a = (p * y).sum(1)
    if naive:
        return (1 - (2 * a + eps) / (p.sum(1) + y.sum(1) + eps)).mean()
    return (1 - 2 * a / ((p * p).sum(1) + eps + (y * y).sum(1) + eps)).mean()


def softmax(z):
    return torch.softmax(z, 1)


def tversky(z, y, smooth=1.0, alpha=0.3, beta=0.7, weight=(1.0, 1.0, 1.0)):
    p, y = flat(softmax(z)), flat(y)
    tp, fp, fn = (p * y).sum(2), (p * (1 - y)).sum(2), ((1 - p) * y).sum(2)
    each = 1 - (tp + smooth) / (tp + alpha * fp + beta * fn + smooth)
    return sum(w * each[:, c].mean() for c, w in enumerate(weight)) / z.shape[1]


def per_channel(values, z):
    return torch.tensor(values, dtype=torch.float64).reshape(1, -1, *[1] * (z.ndim - 2))


def focal(z, y, gamma=2.0, alpha=0.5, weight=1.0):
    a = per_channel(alpha, z) if isinstance(alpha, list) else alpha
    w = per_channel(weight, z) if isinstance(weight, list) else weight
    p = torch.sigmoid(z)
    missed = (1 - p) * y + p * (1 - y)
    entropy = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    return (entropy * (a * y + (1 - a) * (1 - y)) * missed**gamma * w).mean()


def jaccard_steps(truth):
    intersection = truth.sum() - truth.cumsum(0)
    union = truth.sum() + (1 - truth).cumsum(0)
    jaccard = 1 - intersection / union
    return torch.cat([jaccard[:1], jaccard[1:] - jaccard[:-1]])


def lovasz_flat(p, y, weight):
    losses = []
    for c in range(len(p)):
        if y[c].sum() == 0:
            continue
        errors, order = torch.sort((y[c] - p[c]).abs(), descending=True)
        losses.append(weight[c] * torch.dot(errors, jaccard_steps(y[c][order])))
    return torch.stack(losses).mean()


def lovasz(z, y, per_image=False, weight=(1.0, 1.0, 1.0)):
    p, y = flat(softmax(z)), flat(y)
    if per_image:
        return torch.stack([lovasz_flat(p[n], y[n], weight) for n in range(len(p))]).mean()
    join = lambda x: x.movedim(1, 0).reshape(x.shape[1], -1)  # noqa: E731
    return lovasz_flat(join(p), join(y), weight)


def cross_entropy(z, y, weight=(1.0, 1.0, 1.0)):
    labels = y.argmax(1)
    return F.cross_entropy(z, labels, weight=torch.tensor(weight, dtype=torch.float64), reduction="none").mean()


def balanced(z, y, gamma, again):
    pos, neg = (y == 1).sum().double(), (y == 0).sum().double()
    share = (neg / (pos + neg + 1e-7)) ** gamma
    up, down = (share**gamma, (1 - share) ** gamma) if again else (share, 1 - share)
    return -(up * y * F.logsigmoid(z) + down * (1 - y) * F.logsigmoid(-z)).mean()


def dice_and_bce(z, y, ce=1.0, dice=1.0, smooth=1.0, bg=True):
    first = 0 if bg else 1
    p, t = flat(torch.sigmoid(z))[:, first:], flat(y)[:, first:]
    score = ((2 * (p * t).sum(2) + smooth) / torch.clip(p.sum(2) + t.sum(2) + smooth, 1e-8)).mean()
    return ce * F.binary_cross_entropy_with_logits(z, y) - dice * score


row("mmseg.DiceLoss(version=\"0.x\")", "three", old_dice)
row("mmseg.DiceLoss(version=\"0.x\", smooth=0.5, exponent=3, class_weight=[0.5, 1, 2.5], loss_weight=2)", "three-absent",
    lambda z, y: 2 * old_dice(z, y, 0.5, 3, W))
row("mmseg.DiceLoss", "multilabel", new_dice)
row("mmseg.DiceLoss(use_sigmoid=false, eps=0.1)", "three", lambda z, y: new_dice(z, y, softmax, 0.1))
row("mmseg.DiceLoss(use_sigmoid=false, naive_dice=true, loss_weight=3)", "three", lambda z, y: 3 * new_dice(z, y, softmax, naive=True))
row("mmseg.TverskyLoss", "three", tversky)
row("mmseg.TverskyLoss(smooth=0.1, alpha=0.6, beta=0.4, class_weight=[0.5, 1, 2.5])", "three-absent",
    lambda z, y: tversky(z, y, 0.1, 0.6, 0.4, W))
row("mmseg.FocalLoss", "three", focal)
row("mmseg.FocalLoss(gamma=1.5, alpha=[0.25, 0.5, 0.9], class_weight=[0.5, 1, 2.5])", "three",
    lambda z, y: focal(z, y, 1.5, [0.25, 0.5, 0.9], W))
row("mmseg.LovaszLoss", "three", lovasz)
row("mmseg.LovaszLoss(per_image=true, class_weight=[0.5, 1, 2.5], loss_weight=0.5)", "three-absent",
    lambda z, y: 0.5 * lovasz(z, y, True, W))
row("mmseg.CrossEntropyLoss(class_weight=[0.5, 1, 2.5])", "three", lambda z, y: cross_entropy(z, y, W))
row("mmseg.CrossEntropyLoss(use_sigmoid=true, class_weight=[0.5, 1, 2.5])", "multilabel",
    lambda z, y: F.binary_cross_entropy_with_logits(z, y, pos_weight=per_channel(W, z)[0]))
row("toolbelt.BalancedBCEWithLogitsLoss(gamma=0.5)", "binary", lambda z, y: balanced(z, y, 0.5, False))
row("toolbelt.BalancedBCEWithLogitsLoss(gamma=0.5, defects=true)", "multilabel", lambda z, y: balanced(z, y, 0.5, True))
row("nnunet.DC_and_BCE_loss", "multilabel", dice_and_bce)
row("nnunet.DC_and_BCE_loss(weight_ce=0.5, weight_dice=2, smooth=1e-5, do_bg=false)", "multilabel",
    lambda z, y: dice_and_bce(z, y, 0.5, 2.0, 1e-5, False))

write(Path(__file__).parent / "values-read-presets.json", {"what": __doc__.split("\n")[0], "inputs": USED, "rows": ROWS})
print(len(ROWS), "rows")
