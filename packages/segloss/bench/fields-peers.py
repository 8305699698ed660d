"""Times Python's distance maps for fields.mjs: one JSON line in (a case), one out (milliseconds of each run, check sum).

What people run: scipy's exact transform object by object for U-Net's weights, scipy and OpenCV for a mask, and MONAI's
HausdorffDTLoss (alpha 2) written with scipy and PyTorch.
"""

import json
import sys
import time

import numpy as np
from scipy import ndimage

try:
    import cv2
except ImportError:
    cv2 = None
try:
    import torch
except ImportError:
    torch = None


def read(case, name, dtype):
    return np.fromfile(case[name], dtype=dtype).reshape(case["shape"])


def unet(case):
    labels = read(case, "labels", np.uint16)

    def run():
        objects = [l for l in np.unique(labels) if l != 0]
        distances = np.stack([ndimage.distance_transform_edt(labels != l) for l in objects], -1)
        distances.sort(-1)
        return 1 + 10 * np.exp(-((distances[..., 0] + distances[..., 1]) ** 2) / (2 * 5**2))

    return run


def signed_scipy(case):
    mask = read(case, "mask", np.uint8).astype(bool)
    return lambda: ndimage.distance_transform_edt(~mask) - ndimage.distance_transform_edt(mask)


def signed_opencv(case):
    mask = read(case, "mask", np.uint8)

    def run():
        outside = cv2.distanceTransform(1 - mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        return outside - cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)

    return run


def distance_scipy(case):
    outside = ~read(case, "mask", np.uint8).astype(bool)
    return lambda: ndimage.distance_transform_edt(outside)


def components_scipy(case):
    mask = read(case, "mask", np.uint8)
    return lambda: ndimage.label(mask)[0]


def field(masks):
    """MONAI's distance field: to the other side of the border, image by image."""
    result = np.zeros(masks.shape, np.float32)
    for n, mask in enumerate(masks):
        if mask.any():
            result[n] = ndimage.distance_transform_edt(mask) + ndimage.distance_transform_edt(~mask)
    return torch.from_numpy(result)


def hausdorff(case):
    z = torch.from_numpy(read(case, "logits", np.float32)).requires_grad_(True)
    y = torch.from_numpy(read(case, "labels", np.uint8)).to(torch.float32)

    def run():
        z.grad = None
        p = torch.sigmoid(z)
        distance = field((p > 0.5).detach().numpy()) ** 2 + field((y > 0.5).numpy()) ** 2
        value = ((p - y) ** 2 * distance).mean()
        value.backward()
        return np.array([value.item()])

    return run


CASES = {
    "unet scipy": unet,
    "signed scipy": signed_scipy,
    "signed opencv": signed_opencv if cv2 else None,
    "distance scipy": distance_scipy,
    "components scipy": components_scipy,
    "hausdorff scipy + torch": hausdorff if torch else None,
}


def main():
    threads = int(sys.argv[1])
    if torch:
        torch.set_num_threads(threads)
    if cv2:
        cv2.setNumThreads(threads)
    versions = {"scipy": __import__("scipy").__version__, "opencv": cv2 and cv2.__version__, "torch": torch and torch.__version__}
    print(json.dumps({"versions": versions}), flush=True)
    ready = {}
    for line in sys.stdin:
        case = json.loads(line)
        if CASES[case["peer"]] is None:
            print(json.dumps({"ms": [], "sum": None}), flush=True)
            continue
        if case["peer"] not in ready:
            ready[case["peer"]] = CASES[case["peer"]](case)
        times = []
        for _ in range(case["runs"]):
            start = time.perf_counter()
            result = ready[case["peer"]]()
            times.append((time.perf_counter() - start) * 1e3)
        print(json.dumps({"ms": times, "sum": float(result.astype(np.float64).sum())}), flush=True)


main()
