"""The weight gradient of a convolution in PyTorch, driven line by line: a JSON object on standard input is answered with times.

    {"layout": "nchw" or "channels_last", "n": 2, "c": 16, "k": 16, "size": 128, "taps": 3, "runs": 5}
"""

import json
import sys
import time

import torch

torch.set_num_threads(int(sys.argv[1]))
formats = {"nchw": torch.contiguous_format, "channels_last": torch.channels_last}


def tensor(shape, layout):
    return torch.rand(shape).contiguous(memory_format=formats[layout])


def tensors(layout, n, c, k, size, taps):
    shapes = (n, k, size, size), (n, c, size, size), (k, c, taps, taps)
    return [tensor(shape, layout) for shape in shapes]


def times(runs, taps, **setting):
    gradient, x, weight = kept.setdefault(str((taps, setting)), tensors(taps=taps, **setting))
    options = None, [1, 1], [taps // 2] * 2, [1, 1], False, [0, 0], 1, [False, True, False]
    found = []
    for _ in range(runs):
        start = time.process_time()
        torch.ops.aten.convolution_backward(gradient, x, weight, *options)
        found.append((time.process_time() - start) * 1000)
    return found


kept = {}
print(json.dumps(torch.__version__), flush=True)
for line in sys.stdin:
    print(json.dumps(times(**json.loads(line))), flush=True)
