"""Makes step.json: loss, gradients and three Adam steps of small networks, computed by PyTorch in float64.

    pip install torch numpy
    python make-step.py > step.json

Parameters, images and targets are whole-number formulas, so that the test can make the same ones; the test compares
every gradient and every parameter at 1e-5 relative (root of summed squares) or better.
"""

import json

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def pattern(count, salt, scale):
    """Numbers in [-scale/2, scale/2), exact in float64, then rounded to float32 as the test's are."""
    index = torch.arange(count, dtype=torch.int64)
    values = ((index * 7919 + salt * 104729 + 12345) % 1009).double() / 1009 - 0.5
    return (values * scale).float().double()


def parameter_list(kind, depth, width, channels, classes, normalization, upsampling, outputs):
    found = []

    def convolution(name, source, target, size, bias=True):
        found.append((f"{name}.weight", (target, source, size, size)))
        if bias:
            found.append((f"{name}.bias", (target,)))

    def unit(name, source, target, size):
        convolution(name, source, target, size, normalization == "none")
        if normalization == "group":
            found.append((f"{name}.normalization.scale", (target,)))
            found.append((f"{name}.normalization.shift", (target,)))

    def block(name, source, target):
        unit(f"{name}.first", source, target, 3)
        unit(f"{name}.second", target, target, 3)
        if kind == "residual-unet" and source != target:
            unit(f"{name}.shortcut", source, target, 1)

    def level(index, source):
        own = width * 2**index
        block(f"encoder.{index}", source, own)
        if index == depth - 1:
            return
        level(index + 1, own)
        if upsampling == "transposed":
            found.append((f"up.{index}.weight", (2 * own, own, 2, 2)))
            found.append((f"up.{index}.bias", (own,)))
        else:
            convolution(f"up.{index}", 2 * own, own, 3)
        block(f"decoder.{index}", 2 * own, own)

    level(0, channels)
    for k in range(outputs):
        convolution("logits" if k == 0 else f"logits.{k}", width * 2**k, classes, 1)
    return found


def network(p, x, kind, depth, normalization, upsampling, outputs):
    """The logits of every output, the finest first."""
    levels = {}

    def unit(name, x):
        weight = p[f"{name}.weight"]
        x = F.conv2d(x, weight, p.get(f"{name}.bias"), padding=weight.shape[-1] // 2)
        if normalization == "group":
            groups = max(1, round(x.shape[1] / 8))
            scale, shift = p[f"{name}.normalization.scale"], p[f"{name}.normalization.shift"]
            x = F.group_norm(x, groups, scale, shift, 1e-5)
        return x

    def block(name, x):
        y = unit(f"{name}.second", F.relu(unit(f"{name}.first", x)))
        if kind == "residual-unet":
            y = y + (unit(f"{name}.shortcut", x) if f"{name}.shortcut.weight" in p else x)
        return F.relu(y)

    def level(index, x):
        skip = block(f"encoder.{index}", x)
        if index == depth - 1:
            return skip
        below = level(index + 1, F.max_pool2d(skip, 2))
        weight, bias = p[f"up.{index}.weight"], p[f"up.{index}.bias"]
        if upsampling == "transposed":
            risen = F.conv_transpose2d(below, weight, bias, stride=2)
        else:
            risen = F.conv2d(F.interpolate(below, scale_factor=2, mode="nearest"), weight, bias, padding=1)
        levels[index] = block(f"decoder.{index}", torch.cat([skip, risen], 1))
        return levels[index]

    level(0, x)
    heads = ["logits" if k == 0 else f"logits.{k}" for k in range(outputs)]
    return [F.conv2d(levels[k], p[f"{head}.weight"], p[f"{head}.bias"]) for k, head in enumerate(heads)]


def several_labels(indices):
    """Regions of the classes 0, 1, 2: all that is labelled, class 2 alone, classes 0 and 1; so that a pixel has one or two."""
    return torch.stack([indices > 0, indices == 2, indices < 2], 1).double()


def sigmoid_cross_entropy_and_dice(z, indices, _valid):
    y = several_labels(indices)
    s = z.sigmoid()
    scores = 2 * (s * y).sum((2, 3)) / (s.sum((2, 3)) + y.sum((2, 3)))
    return F.binary_cross_entropy_with_logits(z, y) + 1 - scores.mean()


def deep(loss, outputs, indices, valid):
    """Weights 1, 1/2, ... over their sum; coarser outputs see the pixels in which their centres lie."""
    weights = [2.0**-k for k in range(len(outputs))]
    values = []
    for z in outputs:
        step = indices.shape[1] // z.shape[2]
        at = step // 2
        values.append(loss(z, indices[:, at::step, at::step], valid[:, at::step, at::step]))
    return sum(weight * value for weight, value in zip(weights, values)) / sum(weights)


def cross_entropy_and_dice(z, indices, _valid):
    y = indices.double()[:, None]
    s = z.sigmoid()
    scores = (2 * (s * y).sum((1, 2, 3)) + 1) / (s.sum((1, 2, 3)) + y.sum((1, 2, 3)) + 1)
    return F.binary_cross_entropy_with_logits(z, y) + 1 - scores.mean()


def softmax_cross_entropy(z, indices, valid):
    return F.cross_entropy(z, torch.where(valid, indices, 255), ignore_index=255)


def case(name, kind, depth, width, channels, classes, normalization, upsampling, shape, loss, outputs=1, digits=9):
    n, h, w = shape
    specs = parameter_list(kind, depth, width, channels, classes, normalization, upsampling, outputs)
    p = {}
    for position, (key, size) in enumerate(specs):
        values = pattern(torch.Size(size).numel(), position + 1, 1.0).reshape(size)
        p[key] = (values + 1 if key.endswith(".scale") else values).float().double().requires_grad_()
    images = pattern(n * channels * h * w, 77, 4.0).reshape(n, channels, h, w)
    at = torch.arange(n * h * w).reshape(n, h, w)
    indices = (at // 5) % max(2, classes)
    valid = at % 7 != 3
    optimizer = torch.optim.Adam(p.values(), lr=0.01)
    losses, gradients = [], None
    for step in range(3):
        optimizer.zero_grad()
        logits = network(p, images, kind, depth, normalization, upsampling, outputs)
        value = deep(loss, logits, indices, valid)
        value.backward()
        losses.append(value.item())
        gradients = gradients or {key: tensor.grad.flatten().tolist() for key, tensor in p.items()}
        optimizer.step()
    rounded = lambda values: [float(f"{value:.{digits}g}") for value in values]
    return {
        "name": name,
        "kind": kind,
        "options": {
            "depth": depth,
            "width": width,
            "inputChannels": channels,
            "classes": classes,
            "normalization": normalization,
            "upsampling": upsampling,
            "outputs": outputs,
        },
        "batchShape": list(shape),
        "parameters": [[key, list(size)] for key, size in specs],
        "losses": losses,
        "gradients": {key: rounded(values) for key, values in gradients.items()},
        "afterThreeSteps": {key: rounded(tensor.flatten().tolist()) for key, tensor in p.items()},
    }


print(
    json.dumps(
        {
            "madeBy": f"make-step.py with torch {torch.__version__}, float64",
            "adam": {"rate": 0.01},
            "cases": [
                case(
                    "binary, three levels, transposed convolutions, cross entropy + Dice",
                    "unet", 3, 2, 1, 1, "none", "transposed", (2, 8, 12), cross_entropy_and_dice,
                ),
                case(
                    "three classes, group normalisation, nearest upsampling, softmax cross entropy with ignored pixels",
                    "unet", 2, 4, 2, 3, "group", "nearest", (2, 6, 4), softmax_cross_entropy,
                ),
                case(
                    "residual blocks, two outputs, several labels a pixel under sigmoid",
                    "residual-unet", 3, 2, 2, 3, "group", "transposed", (2, 12, 16), sigmoid_cross_entropy_and_dice, 2,
                ),
                case(
                    "residual blocks without normalisation, binary",
                    "residual-unet", 2, 2, 1, 1, "none", "transposed", (2, 6, 4), cross_entropy_and_dice,
                ),
                case(
                    "eight and sixteen channels, group normalisation, binary",
                    "unet", 2, 8, 1, 1, "group", "transposed", (2, 4, 6), cross_entropy_and_dice, digits=8,
                ),
            ],
        }
    )
)
