#!/bin/sh
# torch 2.13.0 on the CPU, F.cross_entropy of float16 logits: the mean is a float16 sum divided by a float16 count of the pixels that are not
# ignored. From 65,520 pixels on that count is infinite, so that the loss of an image of 256 x 256 is exactly 0 and so is its gradient; where
# the sum is past 65,504 as well (512 x 512) it is NaN, with a gradient of 0. With label_smoothing=0.1 the loss of 256 x 256 is infinite. No
# warning. 255 x 255 pixels, and bfloat16, give 0.69 = log 2, and so does binary_cross_entropy_with_logits in float16 at all sizes, whose
# mean is made otherwise. Guess before: the mean, rounded to float16. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 torch==2.13.0
"$folder/v/bin/python" - <<'PY'
import math
import torch
import torch.nn.functional as F

torch.set_num_threads(1)

def loss(side, kind=torch.float16, **options):
    logits = torch.zeros(1, 2, side, side, dtype=kind, requires_grad=True)
    value = F.cross_entropy(logits, torch.zeros(1, side, side, dtype=torch.long), **options)
    value.backward()
    return value.item(), logits.grad.abs().sum().item()

print("torch", torch.__version__, "logits 0 of two classes: the loss is log 2 =", round(math.log(2), 4), "and the gradients add up to 1")
small, even, large = loss(255), loss(256), loss(512)
print("float16, 255 x 255, 256 x 256, 512 x 512: loss and sum of |gradient|", small, even, large)
assert abs(small[0] - math.log(2)) < 0.01 and even == (0.0, 0.0) and math.isnan(large[0]) and large[1] == 0

other, smoothed = loss(512, torch.bfloat16), loss(256, label_smoothing=0.1)
print("bfloat16, 512 x 512", other, "float16 with label smoothing, 256 x 256", smoothed)
assert abs(other[0] - math.log(2)) < 0.01 and abs(other[1] - 1) < 0.1 and math.isinf(smoothed[0])

binary = F.binary_cross_entropy_with_logits(torch.zeros(512, 512).half(), torch.zeros(512, 512).half()).item()
print("binary_cross_entropy_with_logits, float16, 512 x 512", binary)
assert abs(binary - math.log(2)) < 0.01
PY
