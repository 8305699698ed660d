"""Times PyTorch for wasm.mjs: one JSON line in (a case), one out (milliseconds of each run, value).

Formulas are the ones that PyTorch, MONAI (Dice per image) and M. Berman (Lovasz) users run; value and gradient,
reading the value back included.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F


def bce(z, y):
    return F.binary_cross_entropy_with_logits(z, y)


def focal(z, y):
    ce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    p = torch.sigmoid(z)
    pt = p * y + (1 - p) * (1 - y)
    return ((1 - pt) ** 2 * ce).mean()


def dice(z, y):
    p = torch.sigmoid(z)
    axes = tuple(range(2, z.dim()))
    return (1 - 2 * (p * y).sum(axes) / (p.sum(axes) + y.sum(axes))).mean()


def ce(z, y):
    return F.cross_entropy(z, y)


def dice_classes(z, y):
    p = torch.softmax(z, 1)
    t = F.one_hot(y, z.shape[1]).movedim(-1, 1).to(p.dtype)
    axes = tuple(range(2, z.dim()))
    return (1 - 2 * (p * t).sum(axes) / (p.sum(axes) + t.sum(axes))).mean()


def lovasz_steps(truth):
    total = truth.sum()
    intersection = total - truth.cumsum(0)
    union = total + (1 - truth).cumsum(0)
    jaccard = 1 - intersection / union
    return torch.cat([jaccard[:1], jaccard[1:] - jaccard[:-1]])


def lovasz_hinge(z, y):
    z, y = z.reshape(-1), y.reshape(-1)
    errors, order = torch.sort(1 - z * (2 * y - 1), descending=True)
    return torch.dot(F.relu(errors), lovasz_steps(y[order]))


def lovasz_softmax(z, y):
    p = torch.softmax(z, 1).movedim(1, -1).reshape(-1, z.shape[1])
    y = y.reshape(-1)
    losses = []
    for c in range(p.shape[1]):
        truth = (y == c).to(p.dtype)
        if truth.sum() == 0:
            continue
        errors, order = torch.sort((truth - p[:, c]).abs(), descending=True)
        losses.append(torch.dot(errors, lovasz_steps(truth[order])))
    return torch.stack(losses).mean()


LOSSES = {
    "bce": bce,
    "focal": focal,
    "dice": dice,
    "dice + bce": lambda z, y: dice(z, y) + bce(z, y),
    "cross entropy": ce,
    "dice of classes": dice_classes,
    "lovasz hinge": lovasz_hinge,
    "lovasz softmax": lovasz_softmax,
}


def prepare(case):
    """Logits and labels as PyTorch wants them; channels last keeps the memory order of the other side."""
    shape = case["shape"]
    z = torch.frombuffer(bytearray(open(case["logits"], "rb").read()), dtype=torch.float32).reshape(shape)
    y = torch.frombuffer(bytearray(open(case["targets"], "rb").read()), dtype=torch.uint8)
    if case["layout"] == "channels-last":
        z = z.movedim(-1, 1)
    if z.shape[1] == 1:
        y = y.reshape(z.shape).to(torch.float32)
    else:
        y = y.reshape(z.shape[0], *z.shape[2:]).long()
    return z.requires_grad_(True), y


def run(loss, z, y):
    z.grad = None
    start = time.perf_counter()
    value = loss(z, y)
    value.backward()
    result = value.item()
    return (time.perf_counter() - start) * 1e3, result


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"version": torch.__version__}), flush=True)
    ready = {}
    for line in sys.stdin:
        case = json.loads(line)
        if case["name"] not in ready:
            ready.clear()
            ready[case["name"]] = prepare(case)
        z, y = ready[case["name"]]
        times = [run(LOSSES[case["torch"]], z, y) for _ in range(case["runs"])]
        print(json.dumps({"ms": [t for t, _ in times], "value": times[-1][1]}), flush=True)


main()
