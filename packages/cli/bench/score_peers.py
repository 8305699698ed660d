"""The peers of score.mjs: says what it is on its first line, then answers one line of JSON for each line of JSON. With a peer and a
folder on its command line it runs that peer once: a script from its start to its end.

surface-distance (google-deepmind) and MONAI are called where they are installed; elsewhere their formulas are written out here with
scipy, which is what they call: bounding box, borders, exact distance transforms, percentiles.
"""

import json
import os
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

warnings.filterwarnings("ignore")
SIDES = ("p", "t")
PIXELS, VOLUME = (512, 512), (128, 256, 256)


def real_masks(data):
    """Class masks of the folders of real images below `data`; made ones where there are none."""
    found = sorted(Path(data).glob("*/masks/*.png")) if data else []
    if not found:
        y, x = np.mgrid[:512, :512]
        waves = (np.sin(x / (9 + k % 17)) + np.cos(y / (11 + k % 13) + k) for k in range(60))
        return [((w > 0.2).astype(np.uint8) + (w > 1.1)) for w in waves], "made masks"
    masks = []
    for path in found:
        mask = np.array(Image.open(path))
        # Numbers of objects are one class here, void is background.
        mask = mask if mask.max() <= 2 else np.where(mask == 255, 0, mask)
        masks.append((mask if mask.max() <= 2 else mask > 0).astype(np.uint8))
    return masks, f"{len(masks)} real masks"


def fitted(mask, shape):
    tiles = [-(-wanted // size) for wanted, size in zip(shape, mask.shape)]
    return np.tile(mask, tiles)[tuple(slice(0, size) for size in shape)]


def predicted(truth, k):
    """The truth a little moved, with the borders of some places wrong."""
    moved = np.roll(truth, (1 + k % 3, k % 2), (-1, -2))
    rows = (np.arange(truth.shape[-2]) // 32) % 3 == k % 3
    moved[..., rows, :] = np.maximum(moved, truth)[..., rows, :]
    return moved


def pictures(data, count):
    masks, source = real_masks(data)
    for k in range(count):
        # Some of each folder; where masks are fewer than pairs, they come again elsewhere.
        truth = fitted(masks[k * len(masks) // count], PIXELS)
        yield k, np.roll(truth, 13 * k, k % 2)


def volumes(data, count):
    import nibabel
    from scipy import ndimage

    found = sorted(Path(data).glob("hippocampus-msd/masks/*.nii.gz")) if data else []
    for k in range(count):
        if found:
            small = np.asarray(nibabel.load(found[k % len(found)]).dataobj).astype(np.uint8).T
        else:
            z, y, x = np.mgrid[-1:1:36j, -1:1:50j, -1:1:36j]
            reach = z**2 + y**2 + x**2 + 0.1 * np.sin(5 * x + k)
            small = (reach < 0.7).astype(np.uint8) + (reach < 0.3)
        large = ndimage.zoom(small, 2.5, order=0)[:128, :256, :256]
        volume = np.zeros(VOLUME, np.uint8)
        place = [(room - size) // 2 for room, size in zip(VOLUME, large.shape)]
        volume[tuple(slice(at, at + size) for at, size in zip(place, large.shape))] = large
        yield k, volume


def save_png(path, mask):
    Image.fromarray(mask).save(f"{path}.png")


def save_tiff(compression, tile=(256, 256), dtype=np.uint8):
    def save(path, mask):
        import tifffile

        tifffile.imwrite(f"{path}.tif", mask.astype(dtype), tile=tile, compression=compression)

    return save


def save_as(extension, dtype=np.uint8):
    def save(path, mask):
        Image.fromarray(mask.astype(dtype)).save(f"{path}{extension}")

    return save


def save_jpeg(path, mask):
    Image.fromarray(np.where(mask > 0, 255, 0).astype(np.uint8)).save(f"{path}.jpg", quality=95)


def save_npy(path, mask):
    np.save(f"{path}.npy", mask)


def save_npz(path, mask):
    np.savez_compressed(f"{path}.npz", mask)


def save_nifti(path, volume):
    import nibabel

    nibabel.save(nibabel.Nifti1Image(volume.T, np.diag([1.0, 1.0, 1.5, 1.0])), f"{path}.nii.gz")


def read_png(path):
    return np.asarray(Image.open(path))


def read_tiff(path):
    import tifffile

    return tifffile.imread(path)


def read_jpeg(path):
    """Cut at half white."""
    return (np.asarray(Image.open(path)) >= 128).astype(np.uint8)


def read_npz(path):
    return np.load(path)["arr_0"]


def read_nifti(path):
    import nibabel

    return np.asanyarray(nibabel.load(path).dataobj)


MAKERS = {
    "png": (pictures, save_png),
    "tiff": (pictures, save_tiff("zlib")),
    "raw tiff": (pictures, save_tiff(None)),
    "lzw": (pictures, save_tiff("lzw", None)),
    "packbits": (pictures, save_tiff("packbits", None)),
    "int32": (pictures, save_tiff(None, None, np.int32)),
    "16 bits": (pictures, save_as(".png", np.uint16)),
    "bmp": (pictures, save_as(".bmp")),
    "jpeg": (pictures, save_jpeg),
    "npy": (pictures, save_npy),
    "npz": (pictures, save_npz),
    "nifti": (volumes, save_nifti),
}


def make(kind, folder, data, count):
    draw, save = MAKERS[kind]
    for side in SIDES:
        os.makedirs(Path(folder) / side)
    for k, truth in draw(data, count):
        save(Path(folder) / "t" / f"{k:04}", truth)
        save(Path(folder) / "p" / f"{k:04}", predicted(truth, k))
    return {"source": real_masks(data)[1] if draw is pictures else ("real volumes" if data else "made volumes")}


CLASSES = 3


def counted(p, t):
    """Dice and IoU of classes 1 and 2 by the confusion matrix; nan where a class is in neither."""
    matrix = np.bincount((t * t.dtype.type(CLASSES) + p).ravel(), minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    both, sizes = np.diag(matrix)[1:], (matrix.sum(0) + matrix.sum(1))[1:]
    with np.errstate(invalid="ignore"):
        return np.concatenate([2 * both / sizes, both / (sizes - both)])


def overlap(read, folder, name):
    return counted(*[read(Path(folder) / side / name) for side in SIDES])


def overlap_png(task):
    return overlap(read_png, *task)


def surfaces(formula):
    def values(folder, name):
        p, t = [read_nifti(Path(folder) / side / name) for side in SIDES]
        dice = counted(p, t)[: CLASSES - 1]
        distances = [formula(p == label, t == label, (1.0, 1.0, 1.5)) for label in range(1, CLASSES)]
        return np.concatenate([dice, *np.transpose(distances)])

    return values


def box(mask):
    """Where a mask is, and a voxel around it."""
    along = [np.flatnonzero(mask.any(axis=tuple(set(range(mask.ndim)) - {axis}))) for axis in range(mask.ndim)]
    return tuple(slice(max(0, found[0] - 1), found[-1] + 2) for found in along)


def monai(p, t, spacing):
    """monai.metrics: edges are what an erosion takes away; 95th percentile of each direction; shares within 1."""
    from scipy import ndimage

    if not (p.any() and t.any()):
        return np.nan, np.nan
    where = box(p | t)
    edges = [mask[where] ^ ndimage.binary_erosion(mask[where]) for mask in (p, t)]
    distances = [ndimage.distance_transform_edt(~edge, sampling=spacing) for edge in edges]
    to_truth, to_prediction = distances[1][edges[0]], distances[0][edges[1]]
    hd95 = max(np.percentile(to_truth, 95), np.percentile(to_prediction, 95))
    within = np.count_nonzero(to_truth <= 1) + np.count_nonzero(to_prediction <= 1)
    return hd95, within / (len(to_truth) + len(to_prediction))


def surface_distance(p, t, spacing):
    """surface-distance: borders are 2x2x2 neighbourhoods of two kinds, weighted by the area of their surface element. The areas
    are all 1 here, which takes as long."""
    from scipy import ndimage

    if not (p.any() and t.any()):
        return np.nan, np.nan
    where = box(p | t)
    kernel = 2 ** np.arange(8).reshape(2, 2, 2)[::-1, ::-1, ::-1]
    codes = [ndimage.correlate(m[where].astype(np.uint8), kernel, mode="constant", cval=0) for m in (p, t)]
    areas = np.ones(256)
    borders = [(code != 0) & (code != 255) for code in codes]
    distances = [ndimage.distance_transform_edt(~border, sampling=spacing) for border in borders]
    pairs = []
    for own, other in ((0, 1), (1, 0)):
        found, weights = distances[other][borders[own]], areas[codes[own]][borders[own]]
        order = np.argsort(found)
        pairs.append((found[order], weights[order]))
    at = [d[min(np.searchsorted(np.cumsum(w) / w.sum(), 0.95), len(d) - 1)] for d, w in pairs]
    within = sum(w[d <= 1].sum() for d, w in pairs)
    return max(at), within / sum(w.sum() for _, w in pairs)


def loop(values, folder):
    return [values(folder, name) for name in sorted(os.listdir(Path(folder) / "t"))]


def pooled(folder):
    names = sorted(os.listdir(Path(folder) / "t"))
    return list(pool().map(overlap_png, [(folder, name) for name in names], chunksize=16))


POOL = []


def pool():
    """Two processes that have started."""
    if not POOL:
        POOL.append(ProcessPoolExecutor(2))
        list(POOL[0].map(abs, range(64)))
    return POOL[0]


PEERS = {
    "Pillow and numpy": lambda folder: loop(lambda f, n: overlap(read_png, f, n), folder),
    "Pillow and numpy, pool of two": pooled,
    "Pillow and numpy, JPEG": lambda folder: loop(lambda f, n: overlap(read_jpeg, f, n), folder),
    "numpy, NPY": lambda folder: loop(lambda f, n: overlap(np.load, f, n), folder),
    "numpy, NPZ": lambda folder: loop(lambda f, n: overlap(read_npz, f, n), folder),
    "tifffile and numpy": lambda folder: loop(lambda f, n: overlap(read_tiff, f, n), folder),
    "nibabel and surface-distance's formula": lambda folder: loop(surfaces(surface_distance), folder),
    "nibabel and MONAI's formula": lambda folder: loop(surfaces(monai), folder),
}


def answer(request):
    if "make" in request:
        return make(request["make"], request["folder"], request["data"], request["count"])
    if "pool" in request["peer"]:
        pool()
    start = time.perf_counter()
    rows = PEERS[request["peer"]](request["folder"])
    seconds = time.perf_counter() - start
    found = np.array(rows).reshape(len(rows), -1, CLASSES - 1)
    # As the command has it: the mean over the images of each class, then over the classes that there are.
    return {"seconds": seconds, "values": np.nanmean(np.nanmean(found, axis=0), axis=-1).tolist()}


def main():
    about = {"python": sys.version.split()[0], "numpy": np.__version__}
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        try:
            print(json.dumps(answer(json.loads(line))), flush=True)
        except ImportError as error:
            print(json.dumps({"missing": str(error)}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(answer({"peer": sys.argv[1], "folder": sys.argv[2]})))
    else:
        main()
