"""The same step in PyTorch, driven line by line: a line "N" on standard input runs N steps and prints their losses and times.

    python torch_step.py FOLDER SIZE BATCH THREADS DEPTH WIDTH RATE (nchw|channels_last)

FOLDER holds parameters.f32, images.f32 and targets.f32, written by step.mjs.
"""

import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

folder, layout = sys.argv[1], sys.argv[8]
size, batch, threads, depth, width = map(int, sys.argv[2:7])
rate = float(sys.argv[7])
torch.set_num_threads(threads)
memory_format = torch.channels_last if layout == "channels_last" else torch.contiguous_format

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


def block(source, target):
    first = parameter(target, source, 3, 3), parameter(target)
    second = parameter(target, target, 3, 3), parameter(target)

    def apply(x):
        for weight, bias in (first, second):
            x = F.relu(F.conv2d(x, weight, bias, padding=1))
        return x

    return apply


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
optimizer = torch.optim.Adam(parameters, lr=rate)


def step():
    optimizer.zero_grad()
    z = F.conv2d(body(x), *head)
    p = z.sigmoid()
    scores = (2 * (p * y).sum((1, 2, 3)) + 1) / (p.sum((1, 2, 3)) + y.sum((1, 2, 3)) + 1)
    loss = F.binary_cross_entropy_with_logits(z, y) + 1 - scores.mean()
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    losses, times = [], []
    for _ in range(int(line)):
        start = time.perf_counter()
        losses.append(step())
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"losses": losses, "milliseconds": times}), flush=True)
