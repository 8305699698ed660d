"""Writes anchor-input.json and anchor-values.json.

The values were first recorded in float32 on one small input, each by running the library named. This script holds the
recorded values, runs the libraries again and says per row whether they gave the same (`confirmed`, to 1e-6 relative),
and computes each loss a second time from its formula (second_road.py), which must agree within the row's tolerance.
"""

import libraries as lib
import numpy as np
import second_road
import torch
import torch.nn.functional as F
from cases import plain
from compact_json import write
from libraries import HERE, VERSIONS, quiet

SHAPE = [2, 3, 4, 4]
LOGITS = (2 * np.sin(1.7 * np.arange(96))).astype(np.float32)
LABELS = (7 * np.arange(32) // 3 % 3).reshape(2, 4, 4)
LABELS[1][LABELS[1] == 2] = 0
IGNORED = LABELS.copy()
IGNORED[:, :2] = 255

z = torch.tensor(LOGITS.reshape(SHAPE))
labels, ignored = torch.tensor(LABELS), torch.tensor(IGNORED)
y = F.one_hot(labels, 3).movedim(-1, 1).float()
p = torch.softmax(z, 1)
z_last, y_last, p_last = (x.movedim(1, -1).contiguous() for x in (z, y, p))

INPUT = {
    "shape": SHAPE,
    "layout": "channels-first",
    "logits": "logits[i] = float32(2*sin(1.7*i)) over the flat index i of [batch, class, row, column]",
    "labels": "labels[i] = floor(7*i/3) mod 3 over the flat index i of [batch, row, column]; then every 2 in image 1 becomes 0",
    "inputs": {
        "labels": "all logits, the labels",
        "ignored": "all logits, the labels with rows 0 and 1 of both images 255, which is ignored",
        "one-hot": "all logits, the labels as three 0/1 masks of the logits' shape",
        "class 1": "the logits of class 1, shape [2, 1, 4, 4], and labels == 1",
    },
    "check": {"firstLogits": plain(LOGITS[:8]), "labels": plain(LABELS), "labelsIgnored": plain(IGNORED)},
}

ROWS = []


def row(name, library, call, function, recorded, loss, link, options, tolerance=2e-6, input="labels", note=None):
    rerun = float(function())
    record = {
        "name": name, "library": library, "version": VERSIONS[library], "call": call, "dtype": "float32",
        "value": recorded, "confirmed": abs(rerun - recorded) <= 1e-6 * abs(recorded), "rerun": rerun,
        "loss": loss, "link": link, "input": input, "options": options, "tolerance": tolerance, "note": note,
    }
    off = abs(recorded / second_value(record) - 1)
    if off > tolerance:
        raise SystemExit(f"{name}: recorded {recorded}, second road {second_value(record)}, off by {off:.1e}")
    ROWS.append({k: v for k, v in record.items() if v is not None})


def second_value(record):
    """The loss by its formula in float64 on the same input."""
    case = {"shape": SHAPE, "logits": LOGITS, "targets": {"kind": "indices", "values": LABELS}}
    if record["input"] == "ignored":
        case.update(targets={"kind": "indices", "values": IGNORED}, ignore=255)
    if record["input"] == "one-hot":
        case["targets"] = {"kind": "soft", "values": y.numpy()}
    if record["input"] == "class 1":
        case.update(shape=[2, 1, 4, 4], logits=LOGITS.reshape(SHAPE)[:, 1])
        case["targets"] = {"kind": "indices", "values": LABELS == 1}
    value, _ = second_road.value_and_gradient({**case, **record}, with_gradient=False)
    return value


def region(squared=None, smooth=0.0, over="image", classes="all", background=True, **more):
    options = {"squared": squared, "smooth": smooth, "over": over, "classes": classes, "background": background}
    return {**{k: v for k, v in options.items() if v is not None}, **more}


def cross_entropies():
    z1, y1 = z[:, 1], (labels == 1).float()
    row("bce/torch", "torch", "F.binary_cross_entropy_with_logits(z[:, 1], y == 1)",
        lambda: F.binary_cross_entropy_with_logits(z1, y1), 0.9235808253288269, "crossEntropy", "sigmoid", {}, input="class 1")
    row("ce/torch ignore255", "torch", "F.cross_entropy(z, y, ignore_index=255)",
        lambda: F.cross_entropy(z, ignored, ignore_index=255), 1.7001603841781616, "crossEntropy", "softmax", {}, input="ignored")
    row("ce/keras sparse ignore255", "keras", "SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)(y, z)",
        lambda: lib.keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)(ignored, z_last),
        1.700160264968872, "crossEntropy", "softmax", {}, input="ignored")
    row("balanced_bce/toolbelt g1", "pytorch-toolbelt", "balanced_binary_cross_entropy_with_logits(z[:, 1], y == 1, gamma=1)",
        lambda: lib.toolbelt.balanced_binary_cross_entropy_with_logits(z1, y1, gamma=1.0),
        0.415002703666687, "balancedCrossEntropy", "sigmoid", {"beta": "auto"}, input="class 1")


def monai_dice(name, recorded, options, loss="dice", **settings):
    settings = {"softmax": True, **settings}
    text = ", ".join(f"{k}={v}" for k, v in settings.items())
    row(name, "MONAI", f"DiceLoss({text})(z, one_hot(y))", lambda: lib.monai.DiceLoss(**settings)(z, y), recorded, loss, "softmax", options)


TWICE = "the library does not divide by the weights, whose mean is 2: hence twice our loss"


def monai_overlaps():
    monai_dice("dice/monai default softmax", 0.6599214673042297, region(False, 1e-5))
    monai_dice("dice/monai batch", 0.6344592571258545, region(False, 1e-5, "batch"), batch=True)
    monai_dice("dice/monai squared", 0.5998961329460144, region(True, 1e-5), squared_pred=True)
    monai_dice("dice/monai no-bg", 0.6904637813568115, region(False, 1e-5, background=False), include_background=False)
    monai_dice("jaccard/monai", 0.785612165927887, region(False, 5e-6), loss="jaccard", jaccard=True)
    weighted = {"loss": "dice", "weight": 2, "options": region(False, 1e-5, classWeights=[1, 2, 3])}
    row("dice/monai weight[1,2,3]", "MONAI", "DiceLoss(softmax=True, weight=[1, 2, 3])(z, one_hot(y))",
        lambda: lib.monai.DiceLoss(softmax=True, weight=[1, 2, 3])(z, y), 1.3861764669418335, "sum", "softmax", {"terms": [weighted]}, note=TWICE)
    row("tversky/monai a.3 b.7", "MONAI", "TverskyLoss(alpha=0.3, beta=0.7, softmax=True)(z, one_hot(y))",
        lambda: lib.monai.TverskyLoss(alpha=0.3, beta=0.7, softmax=True)(z, y),
        0.6675589680671692, "tversky", "softmax", region(None, 1e-5, alpha=0.3, beta=0.7))
    terms = [{"loss": "dice", "weight": 1, "options": region(False, 1e-5)}, {"loss": "crossEntropy", "weight": 1, "options": {}}]
    row("dicece/monai", "MONAI", "DiceCELoss(softmax=True)(z, one_hot(y))",
        lambda: lib.monai.DiceCELoss(softmax=True)(z, y), 2.403049945831299, "sum", "softmax", {"terms": terms})


def smp_overlaps():
    smp, name = lib.smp, "segmentation_models.pytorch"
    row("dice/smp multiclass", name, "DiceLoss('multiclass')(z, y)", lambda: smp.DiceLoss("multiclass")(z, labels),
        0.6344594955444336, "dice", "softmax", region(False, 0.0, "batch"))
    row("dice/smp weight[1,2,3]", name, "DiceLoss('multiclass', class_weights=[1, 2, 3])(z, y)",
        lambda: smp.DiceLoss("multiclass", class_weights=[1, 2, 3])(z, labels),
        0.6556094288825989, "dice", "softmax", region(False, 0.0, "batch", classWeights=[1, 2, 3]))
    row("dice/smp ignore255", name, "DiceLoss('multiclass', ignore_index=255)(z, y)",
        lambda: smp.DiceLoss("multiclass", ignore_index=255)(z, ignored),
        0.6418587565422058, "dice", "softmax", region(False, 0.0, "batch"), input="ignored")
    row("jaccard/smp", name, "JaccardLoss('multiclass')(z, y)", lambda: smp.JaccardLoss("multiclass")(z, labels),
        0.7746296525001526, "jaccard", "softmax", region(False, 0.0, "batch"))
    row("tversky/smp a.3 b.7", name, "TverskyLoss('multiclass', alpha=0.3, beta=0.7)(z, y)",
        lambda: smp.TverskyLoss("multiclass", alpha=0.3, beta=0.7)(z, labels),
        0.6317929029464722, "tversky", "softmax", region(None, 0.0, "batch", alpha=0.3, beta=0.7))


def jax_last():
    return lib.jax.numpy.asarray(z_last.numpy()), lib.jax.numpy.asarray(y_last.numpy())


def jax_and_keras_overlaps():
    zj, yj = jax_last()
    dice = lib.optax.losses.dice_loss
    row("dice/optax default smooth1 (mean over B)", "optax", "dice_loss(z, one_hot(y)).mean()",
        lambda: dice(zj, yj).mean(), 0.5397356748580933, "dice", "softmax", region(False, 2.0))
    row("dice/optax smooth0", "optax", "dice_loss(z, one_hot(y), smooth=0).mean()",
        lambda: dice(zj, yj, smooth=0.0).mean(), 0.6599222421646118, "dice", "softmax", region(False, 0.0))
    weighted = {"loss": "dice", "weight": 2, "options": region(False, 2.0, classWeights=[1, 2, 3])}
    row("dice/optax class_weights[1,2,3]", "optax", "dice_loss(z, one_hot(y), class_weights=[1, 2, 3]).mean()",
        lambda: dice(zj, yj, class_weights=lib.jax.numpy.array([1.0, 2.0, 3.0])).mean(), 1.110891342163086, "sum", "softmax",
        {"terms": [weighted]}, note=TWICE)
    row("tversky/optax a.3 b.7 smooth0", "optax", "dice_loss(z, one_hot(y), smooth=0, alpha=0.3, beta=0.7).mean()",
        lambda: dice(zj, yj, smooth=0.0, alpha=0.3, beta=0.7).mean(),
        0.6675609350204468, "tversky", "softmax", region(None, 0.0, alpha=0.3, beta=0.7))
    losses = lib.keras.losses
    row("dice/keras default (micro over everything)", "keras", "Dice()(one_hot(y), softmax(z))",
        lambda: losses.Dice()(y_last, p_last), 0.6236151456832886, "dice", "softmax", region(False, 0.0, "batch", pooled=True))
    row("dice/keras axis(1,2) -> (B,C) mean", "keras", "dice(one_hot(y), softmax(z), axis=(1, 2)).mean()",
        lambda: losses.dice(y_last, p_last, axis=(1, 2)).mean(), 0.659922182559967, "dice", "softmax", region(False, 0.0))
    for alpha, recorded in ((0.3, 0.6496420502662659), (0.7, 0.667560875415802)):
        row(f"tversky/keras(installed) a{alpha} b{1 - alpha:.1f} axis(1,2)", "keras",
            f"tversky(one_hot(y), softmax(z), alpha={alpha}, beta={1 - alpha:.1f}, axis=(1, 2)).mean()",
            lambda a=alpha: losses.tversky(y_last, p_last, alpha=a, beta=1 - a, axis=(1, 2)).mean(),
            recorded, "tversky", "softmax", region(None, 0.0, alpha=round(1 - alpha, 1), beta=alpha),
            note="keras 3.15.1 has alpha on false negatives")


def further_overlaps():
    boundary = quiet(lib.boundary.DiceLoss, idc=[0, 1, 2])
    row("dice/boundary-loss idc012", "boundary-loss", "DiceLoss(idc=[0, 1, 2])(softmax(z), one_hot(y))",
        lambda: boundary(p, y), 0.659922182559967, "dice", "softmax", region(False, 1e-10))
    row("dice/kornia micro", "kornia", "dice_loss(z, y, average='micro')",
        lambda: lib.kornia_dice.dice_loss(z, labels, average="micro"), 0.6236149072647095, "dice", "softmax",
        region(False, 0.0, pooled=True), note="its one-hot carries 1e-6")
    row("dice/kornia macro", "kornia", "dice_loss(z, y, average='macro')",
        lambda: lib.kornia_dice.dice_loss(z, labels, average="macro"), 0.6599217057228088, "dice", "softmax", region(False, 0.0),
        note="its one-hot carries 1e-6")
    for name, half, smooth, settings, recorded, over in (
        ("jaccard/jdt D", 1.0, 1e-3, {}, 0.7745833992958069, "batch"),
        ("dice/jdt D", 0.5, 2e-3, {}, 0.6343965530395508, "batch"),
        ("jaccard/jdt I", 1.0, 1e-3, {"mIoUD": 0.0, "mIoUI": 1.0}, 0.7455231547355652, "image"),
    ):
        text = ", ".join(f"{k}={v}" for k, v in {"alpha": half, "beta": half, **settings}.items())
        row(name, "JDTLosses", f"JDTLoss({text})(z, y)", lambda h=half, s=settings: lib.jdt.JDTLoss(alpha=h, beta=h, **s)(z, labels),
            recorded, name.split("/")[0], "softmax", region(False, smooth, over, "present"))
    scores()


def softmax(x):
    return torch.softmax(x, 1)


def scores():
    """Libraries that return minus the score."""
    for name, batch, recorded in (("dice/nnunet MemEff batch nobg 1e-5", True, 1 - 0.3459315299987793),
                                  ("dice/nnunet sample nobg 1e-5", False, 1 - 0.30953624844551086)):
        loss = lib.nnunet.MemoryEfficientSoftDiceLoss(softmax, batch_dice=batch, do_bg=False, smooth=1e-5, ddp=False)
        row(name, "nnU-Net", f"1 + MemoryEfficientSoftDiceLoss(softmax, batch_dice={batch}, do_bg=False, smooth=1e-5, ddp=False)(z, y)",
            lambda m=loss: 1 + m(z, labels[:, None]), recorded, "dice", "softmax",
            region(False, 1e-5, "batch" if batch else "image", background=False))
    dice = lib.odyssey.SoftDiceLoss(apply_nonlin=softmax, smooth=1.0)
    row("dice/segloss smooth1 bg", "SegLossOdyssey", "1 + SoftDiceLoss(apply_nonlin=softmax, smooth=1)(z, y)",
        lambda: 1 + dice(z, labels[:, None]), 1 - 0.4070669710636139, "dice", "softmax", region(False, 1.0))
    tversky = lib.odyssey.TverskyLoss(apply_nonlin=softmax)
    row("tversky/segloss", "SegLossOdyssey", "1 + TverskyLoss(apply_nonlin=softmax)(z, y)",
        lambda: 1 + tversky(z, labels[:, None]), 1 - 0.47122570872306824, "tversky", "softmax",
        region(None, 1.0, alpha=0.3, beta=0.7))


def focals():
    both = {"gamma": 2.0, "alpha": 0.25}
    zj, yj = jax_last()
    smp_name = "segmentation_models.pytorch"
    sigmoid = [
        ("focal/monai sigmoid g2", "MONAI", "FocalLoss(gamma=2)(z, one_hot(y))", lambda: lib.monai.FocalLoss(gamma=2.0)(z, y), 0.47168850898742676),
        ("focal/monai sigmoid g2 a.25", "MONAI", "FocalLoss(gamma=2, alpha=0.25)(z, one_hot(y))", lambda: lib.monai.FocalLoss(gamma=2.0, alpha=0.25)(z, y), 0.27672839164733887),
        ("focal/smp multiclass g2 (one-vs-rest sigmoid)", smp_name, "FocalLoss('multiclass', gamma=2)(z, y)", lambda: lib.smp.FocalLoss("multiclass", gamma=2.0)(z, labels), 0.47168850898742676),
        ("focal/smp multiclass a.25", smp_name, "FocalLoss('multiclass', alpha=0.25, gamma=2)(z, y)", lambda: lib.smp.FocalLoss("multiclass", alpha=0.25, gamma=2.0)(z, labels), 0.27672839164733887),
        ("focal/fvcore a-1 mean", "fvcore", "sigmoid_focal_loss(z, one_hot(y), alpha=-1, gamma=2, reduction='mean')", lambda: lib.fvcore.sigmoid_focal_loss(z, y, -1, 2, "mean"), 0.47168847918510437),
        ("focal/fvcore a.25 mean", "fvcore", "sigmoid_focal_loss(z, one_hot(y), alpha=0.25, gamma=2, reduction='mean')", lambda: lib.fvcore.sigmoid_focal_loss(z, y, 0.25, 2, "mean"), 0.27672839164733887),
        ("focal/optax mean", "optax", "sigmoid_focal_loss(z, one_hot(y)).mean()", lambda: lib.optax.sigmoid_focal_loss(zj, yj).mean(), 0.47168850898742676),
        ("focal/optax a.25 mean", "optax", "sigmoid_focal_loss(z, one_hot(y), alpha=0.25).mean()", lambda: lib.optax.sigmoid_focal_loss(zj, yj, alpha=0.25).mean(), 0.27672842144966125),
        ("focal/keras binary g2", "keras", "BinaryFocalCrossentropy(gamma=2, from_logits=True)(one_hot(y), z)", lambda: lib.keras.losses.BinaryFocalCrossentropy(gamma=2.0, from_logits=True)(y_last, z_last), 0.47168856859207153),
        ("focal/keras binary g2 a.25", "keras", "BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.25, gamma=2, from_logits=True)(one_hot(y), z)", lambda: lib.keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.25, gamma=2.0, from_logits=True)(y_last, z_last), 0.27672839164733887),
    ]
    for name, library, call, function, recorded in sigmoid:
        row(name, library, call, function, recorded, "focal", "sigmoid", both if ".25" in name else {"gamma": 2.0}, input="one-hot")
    softmax_focals()


def softmax_focals():
    foreground = {"gamma": 2.0, "alpha": [0.75, 0.25, 0.25]}
    by_class = "the library's mean runs over the classes too: the value here is 3 times the recorded one"
    row("focal/monai softmax g2", "MONAI", "3 * FocalLoss(gamma=2, use_softmax=True)(z, one_hot(y))",
        lambda: 3 * lib.monai.FocalLoss(gamma=2.0, use_softmax=True)(z, y), 3 * 0.4803727865219116, "focal", "softmax", {"gamma": 2.0}, note=by_class)
    row("focal/monai softmax g2 a.25", "MONAI", "3 * FocalLoss(gamma=2, alpha=0.25, use_softmax=True)(z, one_hot(y))",
        lambda: 3 * lib.monai.FocalLoss(gamma=2.0, alpha=0.25, use_softmax=True)(z, y), 3 * 0.23317641019821167, "focal", "softmax", foreground, note=by_class)
    one_hot = by_class + "; its one-hot carries 1e-6"
    row("focal/kornia aNone mean", "kornia", "3 * focal_loss(z, y, alpha=None, gamma=2, reduction='mean')",
        lambda: 3 * lib.kornia_focal.focal_loss(z, labels, None, 2.0, "mean"), 3 * 0.48037394881248474, "focal", "softmax", {"gamma": 2.0}, 5e-6, note=one_hot)
    row("focal/kornia a.25 mean", "kornia", "3 * focal_loss(z, y, alpha=0.25, gamma=2, reduction='mean')",
        lambda: 3 * lib.kornia_focal.focal_loss(z, labels, 0.25, 2.0, "mean"), 3 * 0.2331768274307251, "focal", "softmax", foreground, 5e-6, note=one_hot)
    row("focal/keras categorical default a.25 g2", "keras", "CategoricalFocalCrossentropy(alpha=0.25, gamma=2, from_logits=True)(one_hot(y), z)",
        lambda: lib.keras.losses.CategoricalFocalCrossentropy(alpha=0.25, gamma=2.0, from_logits=True)(y_last, z_last),
        0.36027956008911133, "focal", "softmax", {"gamma": 2.0, "alpha": [0.25, 0.25, 0.25]})
    made = quiet(lib.boundary.FocalLoss, idc=[0, 1, 2], gamma=2)
    row("focal/boundary-loss g2", "boundary-loss", "FocalLoss(idc=[0, 1, 2], gamma=2)(softmax(z), one_hot(y))",
        lambda: made(p, y), 1.4411183595657349, "focal", "softmax", {"gamma": 2.0})


def lovasz():
    berman = lib.berman
    recorded = {("present", False): 0.729530394077301, ("all", False): 0.729530394077301,
                ("present", True): 0.7081882953643799, ("all", True): 0.7371769547462463}
    for (classes, image), value in recorded.items():
        row(f"lovasz/berman {classes} {'per_image' if image else 'batch'}", "Berman LovaszSoftmax",
            f"lovasz_softmax(softmax(z), y, classes='{classes}', per_image={image})",
            lambda c=classes, i=image: berman.lovasz_softmax(p, labels, classes=c, per_image=i), value,
            "lovasz", "softmax", {"classes": classes, "over": "image" if image else "batch"})
    for image, value in ((True, 1.8600338697433472), (False, 1.887923002243042)):
        row(f"lovasz_hinge/berman {'per_image' if image else 'batch'}", "Berman LovaszSoftmax",
            f"lovasz_hinge(z[:, 1], y == 1, per_image={image})",
            lambda i=image: berman.lovasz_hinge(z[:, 1].contiguous(), (labels == 1).float(), per_image=i), value,
            "lovaszHinge", "sigmoid", {"over": "image" if image else "batch"}, input="class 1")
    for image, value in ((False, 0.729530394077301), (True, 0.7081882953643799)):
        row(f"lovasz/smp {'per_image' if image else 'batch present'}", "segmentation_models.pytorch",
            f"LovaszLoss('multiclass', per_image={image})(z, y)",
            lambda i=image: lib.smp.LovaszLoss("multiclass", per_image=i)(z, labels), value,
            "lovasz", "softmax", {"classes": "present", "over": "image" if image else "batch"})
    row("lovasz/segloss on probs", "SegLossOdyssey", "LovaszSoftmax()(softmax(z), y)", lambda: odyssey_lovasz(),
        0.729530394077301, "lovasz", "softmax", {"classes": "all", "over": "batch"})
    row("lovasz_hinge/kornia", "kornia", "lovasz_hinge_loss(z[:, 1:2], y == 1)",
        lambda: lib.kornia_lovasz_hinge.lovasz_hinge_loss(z[:, 1:2].contiguous(), (labels == 1).long()), 1.8600337505340576,
        "lovaszHinge", "sigmoid", {"over": "image"}, input="class 1")


def odyssey_lovasz():
    path = lib.checkout("SegLossOdyssey") / "losses_pytorch/lovasz_loss.py"
    return lib.file_module(path, "odyssey_lovasz").LovaszSoftmax()(p, labels)


def metrics():
    """Scores [image, class] of arg-max masks; null where the library has NaN, for a class absent from the truth."""
    from monai.metrics import DiceMetric, MeanIoU

    masks = F.one_hot(z.argmax(1), 3).movedim(-1, 1).float()
    recorded = {
        "dice/monai metric": ("DiceMetric(include_background=True)", DiceMetric(include_background=True),
                              [[0.2222222238779068, 0.5, 0.3636363744735718], [0.4285714328289032, 0.4615384638309479, None]]),
        "iou/monai ignore_empty": ("MeanIoU(include_background=True)", MeanIoU(include_background=True),
                                   [[0.125, 0.3333333432674408, 0.2222222238779068], [0.27272728085517883, 0.30000001192092896, None]]),
    }
    return [metric(name, call, made(masks, y), value) for name, (call, made, value) in recorded.items()]


def metric(name, call, scores, recorded):
    rerun = [[None if v != v else v for v in image] for image in scores.tolist()]
    return {"name": name, "library": "MONAI", "version": VERSIONS["MONAI"], "call": f"{call}(one_hot(argmax(z)), one_hot(y))",
            "dtype": "float32", "value": recorded, "confirmed": rerun == recorded}


if __name__ == "__main__":
    for group in (cross_entropies, monai_overlaps, smp_overlaps, jax_and_keras_overlaps, further_overlaps, focals, lovasz):
        group()
    write(HERE / "anchor-input.json", INPUT)
    about = {
        "what": "values of other libraries on the input of anchor-input.json, recorded once in float32, run again by make_anchors.py",
        "confirmed": "the library gave the recorded value again, to 1e-6 relative; `rerun` is what it gave",
        "tolerance": "relative, of our float64 value to `value`",
    }
    write(HERE / "anchor-values.json", {**about, "rows": ROWS, "metrics": metrics()})
    print(len(ROWS), "rows, not confirmed:", [r["name"] for r in ROWS if not r["confirmed"]])
