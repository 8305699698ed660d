"""PyTorch's side of wasm.mjs: one JSON line in, one out; milliseconds of runs, value, norm of the gradient.

The formulas are those that PyTorch, MONAI, segmentation_models.pytorch (SMP) and M. Berman's users run, written out
here; each run computes value and gradient and reads the value back. Labels are prepared outside of the timer in the
form that the formula takes (floats, or int64 class indices); a one-hot that a library makes in each call is made in
each call.
"""

import json
import sys
import time
import warnings

import torch
import torch.nn.functional as F


def bce(z, y):
    return F.binary_cross_entropy_with_logits(z, y)


def focal_smp(z, y):
    entropy = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    return ((1 - torch.exp(-entropy)).pow(2.0) * entropy).mean()


def dice_of(p, y):
    """MONAI's: true and false positives over the axes of space, per image and class."""
    axes = list(range(2, p.dim()))
    tp = torch.sum(p * y, dim=axes)
    fp = torch.sum(p, dim=axes) - tp
    fn = torch.sum(y, dim=axes) - tp
    return torch.mean(1.0 - (2 * tp + 1e-5) / (2 * tp + fp + fn + 1e-5))


def dice_monai(z, y):
    return dice_of(torch.sigmoid(z), y)


def dice_smp(z, y):
    """SMP's: flattened to (batch, classes, pixels), over the batch, the overlap from an L1 norm."""
    p = F.logsigmoid(z).exp().view(z.shape[0], 1, -1)
    y = y.view(z.shape[0], 1, -1)
    dims = (0, 2)
    predicted, true = torch.sum(p, dim=dims), torch.sum(y, dim=dims)
    both = (predicted + true - torch.linalg.vector_norm(p - y, ord=1, dim=dims)) / 2
    score = both / (both + 0.5 * (predicted - both) + 0.5 * (true - both)).clamp_min(1e-7)
    return ((1 - score) * (true > 0)).mean()


def dice_ce_monai(z, y):
    return dice_monai(z, y) + bce(z, y)


def cross_entropy(z, y):
    return F.cross_entropy(z, y)


def dice_classes_monai(z, y):
    one_hot = torch.zeros_like(z, requires_grad=False).scatter_(1, y.unsqueeze(1), 1.0)
    return dice_of(torch.softmax(z, 1), one_hot)


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


def pooled(x, kernel):
    pool = {3: F.max_pool1d, 4: F.max_pool2d, 5: F.max_pool3d}[x.dim()]
    return pool(x, kernel, 1, [k // 2 for k in kernel])


def eroded(x):
    axes = range(x.dim() - 2)
    lines = [-pooled(-x, [3 if k == axis else 1 for k in axes]) for axis in axes]
    least = lines[0]
    for line in lines[1:]:
        least = torch.min(least, line)
    return least


def soft_skeleton(x, iterations=3):
    box = [3] * (x.dim() - 2)
    skeleton = F.relu(x - pooled(eroded(x), box))
    for _ in range(iterations):
        x = eroded(x)
        ridge = F.relu(x - pooled(eroded(x), box))
        skeleton = skeleton + F.relu(ridge - skeleton * ridge)
    return skeleton


def soft_cldice(z, y):
    p = torch.sigmoid(z)
    axes = tuple(range(2, z.dim()))
    ofp, ofy = soft_skeleton(p), soft_skeleton(y)
    precision = ((ofp * y).sum(axes) + 1) / (ofp.sum(axes) + 1)
    sensitivity = ((ofy * p).sum(axes) + 1) / (ofy.sum(axes) + 1)
    return (1 - 2 * precision * sensitivity / (precision + sensitivity)).mean()


FORMULAS = [
    bce,
    focal_smp,
    dice_monai,
    dice_smp,
    dice_ce_monai,
    cross_entropy,
    dice_classes_monai,
    lovasz_hinge,
    lovasz_softmax,
    soft_cldice,
]


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


def answer(request, state):
    """Runs of a formula on the case in hand; the first is not counted, its caches are cold."""
    if "shape" in request:
        state.clear()
        torch._dynamo.reset()
        state["data"] = prepare(request)
        return {}
    key = (request["formula"], request["mode"])
    if key not in state:
        loss = next(f for f in FORMULAS if f.__name__ == request["formula"])
        state[key] = torch.compile(loss, dynamic=False) if request["mode"] == "compile" else loss
    z, y = state["data"]
    times = [run(state[key], z, y) for _ in range(request["runs"] + 1)]
    norm = z.grad.double().norm().item() if request["runs"] == 0 else 0
    return {"ms": [t for t, _ in times[1:]], "value": times[-1][1], "gradientNorm": norm}


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    state = {}
    for line in sys.stdin:
        try:
            print(json.dumps(answer(json.loads(line), state)), flush=True)
        except Exception as error:  # said on the other side, which goes on without this contender
            print(json.dumps({"error": f"{type(error).__name__}: {error}".splitlines()[0]}), flush=True)


main()
