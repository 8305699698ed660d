"""Writes plain-tiffs.json beside it: small TIFFs by tifffile, plain ones and such as the general reader has to read. Needs tifffile
with imagecodecs (LZW)."""

import base64
import io
import json
from pathlib import Path

import numpy as np
import tifffile

y, x = np.mgrid[:20, :37]
BYTES = ((x // 9 + y // 7) % 3).astype(np.uint8)
SHORTS = BYTES.astype(np.uint16) * 300

# Name, pixels, whether plain, options.
FILES = [
    ("tiles of 16x16, deflated", BYTES, True, {"tile": (16, 16), "compression": "zlib"}),
    ("tiles of 16x16, uncompressed", BYTES, True, {"tile": (16, 16)}),
    ("tiles of 16 bits, deflated", SHORTS, True, {"tile": (16, 16), "compression": "zlib"}),
    ("strips of 7 rows, deflated", BYTES, True, {"rowsperstrip": 7, "compression": "zlib"}),
    ("strips of 16 bits, uncompressed", SHORTS, True, {"rowsperstrip": 7}),
    ("one strip", BYTES, True, {}),
    ("predictor", BYTES, False, {"tile": (16, 16), "compression": "zlib", "predictor": True}),
    ("big-endian", SHORTS, False, {"byteorder": ">"}),
    ("BigTIFF", BYTES, False, {"bigtiff": True}),
    ("LZW", BYTES, True, {"compression": "lzw"}),
    ("ImageJ", BYTES, False, {"imagej": True}),
    ("32 bits", BYTES.astype(np.int32), True, {}),
    ("two pages", np.stack([BYTES, BYTES]), False, {}),
    ("axes named", BYTES, False, {"metadata": {"axes": "YX"}}),
    ("white is zero", BYTES, False, {"photometric": "miniswhite"}),
]


def written(pixels, options):
    memory = io.BytesIO()
    tifffile.imwrite(memory, pixels, software=False, **{"metadata": {}, **options})
    return base64.b64encode(memory.getvalue()).decode()


files = {name: {"plain": plain, "base64": written(pixels, options)} for name, pixels, plain, options in FILES}
provenance = f"tifffile {tifffile.__version__}, numpy {np.__version__}, by make_plain_tiffs.py"
place = Path(__file__).with_name("plain-tiffs.json")
place.write_text(json.dumps({"provenance": provenance, "files": files}, indent=2) + "\n")
