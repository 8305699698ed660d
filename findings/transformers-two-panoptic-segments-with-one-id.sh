#!/bin/sh
# transformers 5.18.0, post_process_panoptic_segmentation(label_ids_to_fuse=...) of DETR, MaskFormer and Mask2Former: when a second query finds a
# class that is fused (sky, road), the counter of ids goes back to the id of that class, and what comes after gets ids that are taken. Sky,
# car, sky and person come out as 1, 2, 1, 2: car and person are one segment of the map, with two entries of id 2 in segments_info, of
# different classes. A panoptic quality made of it, or a PNG, has one object that is both. Without fusing there are four ids; EoMT's map
# has 0, 1, 0, 2, and the code of Mask2Former's authors goes on counting. Guess before: 1, 2, 1, 3. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 pillow==12.3.0 torch==2.13.0 transformers==5.18.0
"$folder/v/bin/python" - <<'PY'
from types import SimpleNamespace
import torch
import transformers
from transformers.models.detr.image_processing_pil_detr import DetrImageProcessorPil
from transformers.models.eomt.image_processing_pil_eomt import EomtImageProcessorPil
from transformers.models.mask2former.image_processing_pil_mask2former import Mask2FormerImageProcessorPil
from transformers.models.maskformer.image_processing_pil_maskformer import MaskFormerImageProcessorPil

# Four queries, each sure of its own quarter of the columns.
found = ["sky", "car", "sky", "person"]
names = ["sky", "car", "person"]
masks, classes = torch.full((1, 4, 32, 32), -9.0), torch.full((1, 4, 4), -9.0)
for query, name in enumerate(found):
    masks[0, query, :, 8 * query : 8 * query + 8] = 9
    classes[0, query, names.index(name)] = 9
outputs = SimpleNamespace(class_queries_logits=classes, masks_queries_logits=masks, logits=classes, pred_masks=masks)

def segments(kind, **options):
    out = kind().post_process_panoptic_segmentation(outputs, target_sizes=[(32, 32)], **options)[0]
    return out["segmentation"][0, 4::8].tolist(), [(entry["id"], names[entry["label_id"]]) for entry in out["segments_info"]]

print("transformers", transformers.__version__, "found", found)
for kind in (DetrImageProcessorPil, MaskFormerImageProcessorPil, Mask2FormerImageProcessorPil):
    apart, (ids, entries) = segments(kind, label_ids_to_fuse=set())[0], segments(kind, label_ids_to_fuse={0})
    print(kind.__name__, "ids without fusing", apart, "with", ids, entries)
    assert apart == [1, 2, 3, 4] and ids == [1, 2, 1, 2] and (2, "car") in entries and (2, "person") in entries
other = segments(EomtImageProcessorPil, stuff_classes=[0])[0]
print("EoMT", other)
assert other == [0, 1, 0, 2]
PY
