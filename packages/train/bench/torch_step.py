"""The same step in PyTorch, driven line by line: a line "N" on standard input runs N steps and prints their losses and times.

    python torch_step.py (nchw|channels_last|compile) FOLDER

FOLDER holds setting.json, parameters.f32, images.f32 and targets.f32, written by child-contender.ts. "compile" is channels
last with the loss compiled by torch.compile.
"""

import json
import resource
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

way, folder = sys.argv[1:3]
with open(f"{folder}/setting.json") as file:
    setting = json.load(file)
size, batch, threads, depth, width = (setting[key] for key in ("size", "batch", "threads", "depth", "width"))
normalized = setting["normalization"] == "group"
torch.set_num_threads(threads)
memory_format = torch.contiguous_format if way == "nchw" else torch.channels_last

flat = torch.from_numpy(np.fromfile(f"{folder}/parameters.f32", np.float32))
cursor = 0
parameters = []


def parameter(*shape):
    global cursor
    count = int(np.prod(shape))
    tensor = flat[cursor : cursor + count].clone().reshape(shape)
    cursor += count
    if len(shape) == 4:
        tensor = tensor.contiguous(memory_format=memory_format)
    parameters.append(tensor.requires_grad_())
    return tensor


def unit(source, target):
    weight = parameter(target, source, 3, 3)
    bias = None if normalized else parameter(target)
    scale, shift = (parameter(target), parameter(target)) if normalized else (None, None)

    def apply(x):
        x = F.conv2d(x, weight, bias, padding=1)
        if normalized:
            x = F.group_norm(x, max(1, round(target / 8)), scale, shift, 1e-5)
        return F.relu(x)

    return apply


def block(source, target):
    first = unit(source, target)
    second = unit(target, target)
    return lambda x: second(first(x))


def level(index, source):
    own = width * 2**index
    encoder = block(source, own)
    if index == depth - 1:
        return encoder
    below = level(index + 1, own)
    weight, bias = parameter(2 * own, own, 2, 2), parameter(own)
    decoder = block(2 * own, own)

    def apply(x):
        skip = encoder(x)
        risen = F.conv_transpose2d(below(F.max_pool2d(skip, 2)), weight, bias, stride=2)
        return decoder(torch.cat([skip, risen], 1))

    return apply


body = level(0, 1)
head = parameter(1, width, 1, 1), parameter(1)
shape = (batch, 1, size, size)
x = torch.from_numpy(np.fromfile(f"{folder}/images.f32", np.float32)).reshape(shape)
y = torch.from_numpy(np.fromfile(f"{folder}/targets.f32", np.float32)).reshape(shape)
x = x.contiguous(memory_format=memory_format)
optimizer = torch.optim.Adam(parameters, lr=setting["rate"])


def loss_of(x, y):
    z = F.conv2d(body(x), *head)
    p = z.sigmoid()
    scores = (2 * (p * y).sum((1, 2, 3)) + 1) / (p.sum((1, 2, 3)) + y.sum((1, 2, 3)) + 1)
    return F.binary_cross_entropy_with_logits(z, y) + 1 - scores.mean()


if way == "compile":
    loss_of = torch.compile(loss_of)


def step():
    optimizer.zero_grad()
    loss = loss_of(x, y)
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"name": f"PyTorch {torch.__version__} {way}"}), flush=True)
for line in sys.stdin:
    losses, times = [], []
    before = time.process_time()
    for _ in range(int(line)):
        start = time.perf_counter()
        losses.append(step())
        times.append((time.perf_counter() - start) * 1000)
    processor = (time.process_time() - before) * 1000 / int(line)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"losses": losses, "milliseconds": times, "processor": processor, "peak": peak}), flush=True)
