"""Writes values-cldice.json: soft clDice in 1-D to 3-D, with gradients, by torch's pooling and autograd. See README.md.

Needs numpy and torch alone. The soft skeleton is written from the article (S. Shit and others, CVPR 2021, algorithm 1) with
max_pool; the rows of MONAI follow the reading of its source (commit 2303b308, monai/losses/cldice.py), which sums over batch and
classes and drops channel 0.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from compact_json import write
from inputs import hard, soft

INPUTS = {
    "cl-binary": hard((2, 1, 14, 17), 301),
    "cl-binary-soft": soft((1, 1, 11, 9), 302),
    "cl-binary-ignored": hard((2, 1, 12, 10), 303, ignored=0.2),
    "cl-binary-1d": hard((2, 1, 40), 304),
    "cl-binary-3d": hard((1, 1, 6, 8, 7), 305),
    "cl-three": hard((2, 3, 10, 13), 306, absent=(1, 2)),
    "cl-three-soft": soft((1, 3, 9, 8), 307),
    "cl-three-ignored": hard((2, 3, 9, 10), 308, ignored=0.15, void=1),
    "cl-two-3d": hard((2, 2, 5, 6, 7), 309),
}
for seed, made in enumerate(INPUTS.values()):
    # No two probabilities of an image and class are equal, since torch halves the gradient between equal minima.
    random = np.random.default_rng(400 + seed)
    planes = made["logits"].reshape(made["shape"][0] * made["shape"][1], -1)
    for plane in planes:
        plane[:] = (random.permutation(8192)[: plane.size] - 4096) / 1024
    made["logits"] = planes.reshape(made["shape"])
    if made["shape"][1] == 2:
        made["logits"][:, 0] = np.floor(made["logits"][:, 1] * -512) / 1024
CASES, PRESETS, PROBABILITIES = [], [], {}
TOLERANCE = {"value": 1e-11, "gradient": 1e-9}


def pool(x, kernel):
    """Maximum over a window of odd sizes around each pixel; x is [N, C, ...space]."""
    of = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}[len(kernel)]
    return of(x, kernel, stride=1, padding=[k // 2 for k in kernel])


def erode(x):
    dims = x.ndim - 2
    lines = [-pool(-x, [3 if k == axis else 1 for k in range(dims)]) for axis in range(dims)]
    smallest = lines[0]
    for line in lines[1:]:
        smallest = torch.minimum(smallest, line)
    return smallest


def opened(x):
    return pool(erode(x), [3] * (x.ndim - 2))


def skeleton(x, n):
    result = F.relu(x - opened(x))
    for _ in range(n):
        x = erode(x)
        ridge = F.relu(x - opened(x))
        result = result + F.relu(ridge - result * ridge)
    return result


def given(name):
    made = INPUTS[name]
    z = torch.tensor(made["logits"], dtype=torch.float64, requires_grad=True)
    classes = z.shape[1]
    y = torch.as_tensor(made["targets"])
    valid = torch.ones(z.shape[0], 1, *z.shape[2:], dtype=torch.float64)
    if made["kind"] == "indices":
        valid = (y != 255).double()[:, None]
        safe = torch.where(y == 255, 0, y).long()
        y = safe.double()[:, None] if classes == 1 else F.one_hot(safe, classes).movedim(-1, 1).double()
    return z, y.double(), valid


def cl_dice(p, y, valid, n, smooth, axes):
    p, y = p * valid, y * valid
    sp, sy = skeleton(p, n), skeleton(y, n)
    precision = ((sp * y * valid).sum(axes) + smooth) / ((sp * valid).sum(axes) + smooth)
    sensitivity = ((sy * p * valid).sum(axes) + smooth) / ((sy * valid).sum(axes) + smooth)
    return 1 - 2 * precision * sensitivity / (precision + sensitivity)


def record(z, value, row):
    (gradient,) = torch.autograd.grad(value, z)
    assert torch.isfinite(gradient).all() and gradient.abs().sum() > 0, row
    return row | {"value": float(value.detach()), "gradient": gradient.reshape(-1).tolist(), "tolerance": TOLERANCE}


def case(name, link=None, iterations=3, smooth=1.0, **options):
    z, y, valid = given(name)
    link = link or ("sigmoid" if z.shape[1] == 1 else "softmax")
    p = torch.softmax(z, 1) if link == "softmax" else torch.sigmoid(z)
    space = list(range(2, z.ndim))
    over = options.get("over", "image")
    kept = valid.amax(space)[:, 0] > 0
    first = 0 if options.get("background", True) else 1
    p, y, valid = p[kept, first:], y[kept, first:], valid[kept]
    axes = space if over == "image" else [0] + space
    value = cl_dice(p, y, valid, iterations, smooth, axes).mean()
    own = {k: v for k, v in (("iterations", iterations), ("smooth", smooth)) if v != {"iterations": 3, "smooth": 1.0}[k]}
    text = "-".join(f"{k}={v}" for k, v in (own | options).items())
    row = {
        "id": "/".join(x for x in ("softClDice", name, link, text) if x), "loss": "softClDice",
        "library": "expression written independently in torch", "call": "make_cldice.cl_dice", "dtype": "float64",
        "layout": "channels-first", "link": link, "input": name, "options": own | options,
    }
    CASES.append(record(z, value, row))


def monai(name, preset, iterations=3, alpha=None, smooth=1.0):
    """Of probabilities. One channel counts here, though MONAI cuts it off as background and is left with nothing."""
    z, y, _ = given(name)
    p = (torch.sigmoid(z) if z.shape[1] == 1 else torch.softmax(z, 1)).detach().requires_grad_()
    PROBABILITIES[name] = p.detach().reshape(-1).tolist()
    first = min(1, z.shape[1] - 1)
    q, y = p[:, first:], y[:, first:]
    value = cl_dice(q, y, 1.0, iterations, smooth, list(range(z.ndim)))
    if alpha is not None:
        dice = 1 - (2 * (q * y).sum() + smooth) / (q.sum() + y.sum() + smooth)
        value = (1 - alpha) * dice + alpha * value
    PRESETS.append(record(p, value, {"preset": preset, "input": name, "of": "probabilities"}))


for name in INPUTS:
    case(name)
case("cl-binary", iterations=0)
case("cl-binary", iterations=10)
case("cl-binary", iterations=1, smooth=0.01, over="batch")
case("cl-three", background=False, over="batch")
case("cl-three", link="sigmoid", iterations=2)
case("cl-two-3d", iterations=5, background=False)
monai("cl-three", "monai.SoftclDiceLoss")
monai("cl-two-3d", "monai.SoftclDiceLoss(iter_=2, smooth=0.5)", 2, smooth=0.5)
monai("cl-binary", "monai.SoftclDiceLoss")
monai("cl-three", "monai.SoftDiceclDiceLoss", alpha=0.5)
monai("cl-three-soft", "monai.SoftDiceclDiceLoss(iter_=4, alpha=0.3, smooth=2)", 4, 0.3, 2.0)

inputs = {
    name: {
        "shape": made["shape"], "logits": made["logits"].reshape(-1).tolist(),
        "targets": {"kind": made["kind"], "values": made["targets"].reshape(-1).tolist()},
    } | ({} if made["ignore"] is None else {"ignore": made["ignore"]}) | ({"probabilities": PROBABILITIES[name]} if name in PROBABILITIES else {})
    for name, made in INPUTS.items()
}
what = {"what": __doc__.split("\n")[0], "inputs": inputs, "cases": CASES, "presets": PRESETS}
write(Path(__file__).parent / "values-cldice.json", what)
print(len(CASES), "cases,", len(PRESETS), "presets")
