#!/bin/sh
# tifffile 2026.3.3 writes a Boolean array as a 1-bit TIFF that says "white is zero" (PhotometricInterpretation 0) and stores True as 1. By
# TIFF 6.0 a 1 is then black. tifffile reads its own file back as it was; Pillow 12.3.0 and OpenCV 5.0.0.93 follow the tag and give the
# negative: a mask saved by scikit-image or tifffile and opened by them has foreground and background exchanged, with no warning.
# uint8 arrays of 0 and 1 are written as "black is zero" and agree everywhere.
# Seen: photometric 0 / tifffile True 3 of 12 / Pillow white 9 of 12 / OpenCV white 9 of 12 / uint8: photometric 1, Pillow 3 of 12.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q tifffile==2026.3.3 numpy pillow==12.3.0 opencv-python-headless==5.0.0.93
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import cv2
import numpy as np
import tifffile
from PIL import Image

mask = np.zeros((3, 4), bool)
mask[1, :3] = True
tifffile.imwrite("bool.tif", mask)
tifffile.imwrite("byte.tif", mask.astype("uint8"))
photometric = int(tifffile.TiffFile("bool.tif").pages[0].photometric)
own = int(tifffile.imread("bool.tif").sum())
pillow = int((np.array(Image.open("bool.tif").convert("L")) > 0).sum())
image = cv2.imread("bool.tif", cv2.IMREAD_GRAYSCALE)
opencv = None if image is None else int((image > 0).sum())
byte = (int(tifffile.TiffFile("byte.tif").pages[0].photometric), int((np.array(Image.open("byte.tif")) > 0).sum()))
print("photometric", photometric, "| tifffile True", own, "| Pillow white", pillow, "| OpenCV white", opencv, "| uint8", byte)
assert (photometric, own, pillow, opencv, byte) == (0, 3, 9, 9, (1, 3))
PY
