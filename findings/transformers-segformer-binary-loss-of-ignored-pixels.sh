#!/bin/sh
# transformers 5.18.0, SegformerForSemanticSegmentation: with two or more labels the loss is a mean over the pixels that are not ignored,
# with num_labels=1 (binary cross entropy) a mean over all pixels in which ignored ones count 0. Half the pixels ignored is half the loss
# and half the gradient there, none ignored or not in the other; an image that is ignored wholly gives 0 with one label and NaN with two.
# Guess before: a mean over valid pixels in both. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 torch==2.13.0 transformers==5.18.0
"$folder/v/bin/python" - <<'PY'
import torch
import transformers
from transformers import SegformerConfig, SegformerForSemanticSegmentation

def losses(labels):
    torch.manual_seed(0)
    small = dict(num_encoder_blocks=2, depths=[1, 1], sr_ratios=[2, 1], hidden_sizes=[8, 8], patch_sizes=[3, 3], strides=[2, 2],
                 num_attention_heads=[1, 1], mlp_ratios=[1, 1], decoder_hidden_size=8)
    model = SegformerForSemanticSegmentation(SegformerConfig(num_labels=labels, **small)).eval()
    # With zeros in the last layer the loss of every pixel is log 2.
    torch.nn.init.zeros_(model.decode_head.classifier.weight)
    torch.nn.init.zeros_(model.decode_head.classifier.bias)
    truth = torch.zeros(1, 32, 32, dtype=torch.long)
    truth[:, 8:20, 8:20] = 1
    half, none = truth.clone(), torch.full_like(truth, 255)
    half[:, :16] = 255
    image = torch.rand(1, 3, 32, 32)
    return [round(float(model(pixel_values=image, labels=t).loss), 4) for t in (truth, half, none)]

one, two = losses(1), losses(2)
print("transformers", transformers.__version__, "loss with no pixel, half of them, all of them ignored")
print("num_labels=1", one)
print("num_labels=2", two)
assert one == [0.6931, 0.3466, 0.0] and two[:2] == [0.6931, 0.6931] and two[2] != two[2]
PY
