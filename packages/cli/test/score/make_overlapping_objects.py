"""Objects that overlap, with what pycocotools makes of them: python make_overlapping_objects.py > overlapping-objects.json"""
import contextlib, io, json, sys
import numpy as np, scipy
from importlib.metadata import version
from pycocotools import mask as rle
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy.optimize import linear_sum_assignment

H, W = 40, 48
THRESHOLDS = [(50 + 5 * k) / 100 for k in range(10)]
rng = np.random.default_rng(11)


def disc(y, x, r):
    v, u = np.mgrid[:H, :W]
    return ((v - y) ** 2 + (u - x) ** 2 <= r * r).astype(np.uint8)


def counts(mask):
    flat = mask.ravel(order="F")
    change = np.flatnonzero(np.diff(np.concatenate([[0], flat, [2]])))
    return np.diff(np.concatenate([[0], change])).tolist()


def annotations(masks):
    encoded = [rle.encode(np.asfortranarray(m)) for m in masks]
    return [
        dict(id=k + 1, image_id=1, category_id=1, iscrowd=0, area=float(rle.area(e)), bbox=rle.toBbox(e).tolist(),
             segmentation=dict(size=[H, W], counts=e["counts"].decode()), score=1.0 - k / 100)
        for k, e in enumerate(encoded)
    ], encoded


def quiet(make):
    with contextlib.redirect_stdout(io.StringIO()):
        return make()


cases = []
for count, jitter in [(6, 0.5), (9, 1.0), (12, 1.5)]:
    truth = [disc(rng.uniform(6, H - 6), rng.uniform(6, W - 6), rng.uniform(4, 9)) for _ in range(count)]
    predicted = [np.roll(m, rng.normal(0, jitter, 2).round().astype(int), (0, 1)) for m in truth[1:]] + [disc(20, 20, 3)]
    t, te = annotations(truth)
    p, pe = annotations(predicted)
    iou = rle.iou(pe, te, [0] * len(te))
    gt = COCO()
    gt.dataset = dict(images=[dict(id=1, width=W, height=H)], categories=[dict(id=1, name="cell")], annotations=t)
    quiet(gt.createIndex)
    dt = quiet(lambda: gt.loadRes([{k: v for k, v in one.items() if k in ("image_id", "category_id", "segmentation", "score")} for one in p]))
    ev = COCOeval(gt, dt, "segm")
    quiet(ev.evaluate)
    matched = [int((row > 0).sum()) for row in ev.evalImgs[0]["dtMatches"]]
    best = []
    for threshold in THRESHOLDS:
        ok = iou >= threshold - 1e-12
        a, b = linear_sum_assignment(-(ok * (len(te) + 1 + iou)))
        best.append(int(ok[a, b].sum()))
    cases.append(dict(width=W, height=H, truth=[counts(m) for m in truth], predicted=[counts(m) for m in predicted],
                      iou=iou.tolist(), matched=matched, most=best))
json.dump(dict(source=f"pycocotools {version('pycocotools')} (iou, COCOeval), scipy {scipy.__version__} (linear_sum_assignment)",
               thresholds=THRESHOLDS, cases=cases), sys.stdout)
