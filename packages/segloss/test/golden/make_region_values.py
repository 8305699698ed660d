"""Writes values-regions.json: losses of sums and ranks over a region. See README.md for how to run it."""

import libraries as lib
import torch
from compact_json import write
from libraries import HERE
from witnesses import ABOUT, BERMAN, JDT, KERAS, MONAI, OPTAX, SMP, TORCHVISION, case, made_by


def region(squared=None, smooth=0.0, over="image", classes="all", background=True, **more):
    options = {"squared": squared, "smooth": smooth, "over": over, "classes": classes, "background": background}
    return {**{k: v for k, v in options.items() if v is not None}, **more}


def monai_overlap(name, loss, input_name, link, options, settings):
    """`settings` are the arguments of MONAI's DiceLoss, besides the link."""
    arguments = {**settings, link: True}
    made = lib.monai.DiceLoss(**arguments)
    call = "monai.losses.DiceLoss(" + ", ".join(f"{k}={v}" for k, v in arguments.items()) + ")(z, one_hot(y))"
    note = "MONAI has 2tp and 2(tp + fp + fn), so its smoothing counts half of ours" if "jaccard" in settings else None
    case(name, loss, input_name, link, options, MONAI, call, lambda g: made(g.z, g.soft), note=note)


def smoothing(eps):
    return {"smooth_nr": eps, "smooth_dr": eps}


DICE_INPUTS = [
    ("binary", "sigmoid"), ("binary-soft", "sigmoid"), ("binary-empty-image", "sigmoid"), ("binary-saturated", "sigmoid"),
    ("multilabel-soft", "sigmoid"), ("three", "softmax"), ("three-absent", "softmax"), ("three-soft", "softmax"),
    ("three-saturated", "softmax"), ("three-1d", "softmax"), ("two-3d", "softmax"), ("five-absent", "softmax"),
]


def monai_dice():
    for name, link in DICE_INPUTS:
        monai_overlap(f"dice/monai/{name}", "dice", name, link, region(False, 1e-5), {})
        monai_overlap(f"dice/monai/squared/{name}", "dice", name, link, region(True, 1e-5), {"squared_pred": True})
    for name in ("three", "three-absent"):
        for squared in (False, True):
            tag = f"{name}/{'squared' if squared else 'plain'}"
            given = {"squared_pred": squared}
            monai_overlap(f"dice/monai/batch/{tag}", "dice", name, "softmax", region(squared, 1.0, "batch"),
                          {"batch": True, **smoothing(1.0), **given})
            monai_overlap(f"dice/monai/foreground/{tag}", "dice", name, "softmax", region(squared, 1.0, background=False),
                          {"include_background": False, **smoothing(1.0), **given})
    monai_overlap("dice/monai/smooth-0", "dice", "three", "softmax", region(True, 0.0), {"squared_pred": True, **smoothing(0.0)})


def monai_jaccard():
    for name, link in [("binary", "sigmoid"), ("binary-soft", "sigmoid"), ("three", "softmax"), ("three-absent", "softmax"),
                       ("three-saturated", "softmax"), ("two-3d", "softmax")]:
        monai_overlap(f"jaccard/monai/{name}", "jaccard", name, link, region(False, 5e-6), {"jaccard": True})
    monai_overlap("jaccard/monai/squared", "jaccard", "three-soft", "softmax", region(True, 0.5),
                  {"jaccard": True, "squared_pred": True, **smoothing(1.0)})
    monai_overlap("jaccard/monai/batch", "jaccard", "three-absent", "softmax", region(False, 0.5, "batch", background=False),
                  {"jaccard": True, "batch": True, "include_background": False, **smoothing(1.0)})


def optax_and_smp_dice():
    for smooth in (1.0, 0.0):
        case(f"dice/optax/{smooth}", "dice", "three", "softmax", region(False, 2 * smooth), OPTAX,
             f"optax.losses.dice_loss(z, y, smooth={smooth}).mean()",
             lambda z, y, s=smooth: lib.optax.losses.dice_loss(z, y, smooth=s).mean(), backend="jax",
             note="optax smooths tp + fp/2 + fn/2, half of our scale")
    case("dice/optax/binary", "dice", "binary", "sigmoid", region(False, 2.0), OPTAX, "optax.losses.dice_loss(z, y).mean()",
         lambda z, y: lib.optax.losses.dice_loss(z, y).mean(), backend="jax")
    case("dice/optax/foreground", "dice", "three-soft", "softmax", region(False, 2.0, background=False), OPTAX,
         "optax.losses.dice_loss(z, y, ignore_background=True).mean()",
         lambda z, y: lib.optax.losses.dice_loss(z, y, ignore_background=True).mean(), backend="jax")
    for name, smooth in (("three", 0.0), ("three-ignored", 0.0), ("three-ignored", 1.5), ("three-void", 1.5)):
        case(f"dice/smp/{smooth}/{name}", "dice", name, "softmax", region(False, 2 * smooth, "batch"), SMP,
             f"DiceLoss('multiclass', smooth={smooth}, ignore_index=255)(z, y)",
             lambda g, s=smooth: lib.smp.DiceLoss("multiclass", smooth=s, ignore_index=255)(g.z, g.labels),
             note="SMP smooths tp + fp/2 + fn/2, half of our scale; every class is present, so its zeroing of absent ones is idle")
    case("dice/smp/binary-ignored", "dice", "binary-ignored", "sigmoid", region(False, 0.0, "batch"), SMP,
         "DiceLoss('binary', ignore_index=255)(z, y)",
         lambda g: lib.smp.DiceLoss("binary", ignore_index=255)(g.z, g.labels))
    case("jaccard/smp/three-ignored", "jaccard", "three-ignored", "softmax", region(False, 1.0, "batch"), SMP,
         "JaccardLoss('multiclass', smooth=1.0)(z, y) on the valid pixels as one line",
         lambda g: lib.smp.JaccardLoss("multiclass", smooth=1.0)(*valid_line(g)))


def valid_line(g):
    """The valid pixels of the whole batch as one 1-D image."""
    return g.z.movedim(1, 0)[:, g.valid][None], g.labels[g.valid][None]


def jdt_overlap():
    for loss, half, smooth in (("dice", 0.5, 2e-3), ("jaccard", 1.0, 1e-3)):
        for over, key in (("batch", "mIoUD"), ("image", "mIoUI")):
            for name in ("three-absent", "three-ignored", "five-absent"):
                settings = {"mIoUD": 0.0, "mIoUI": 0.0, key: 1.0, "alpha": half, "beta": half, "ignore_index": 255}
                made = lib.jdt.JDTLoss(**settings)
                case(f"{loss}/jdt/{over}/{name}", loss, name, "softmax", region(False, smooth, over, "present"), JDT,
                     f"JDTLoss({', '.join(f'{k}={v}' for k, v in settings.items())})(z, y)", lambda g, made=made: made(g.z, g.labels),
                     note="its smooth of 1e-3 counts twice in Dice, which it has as tp + fp/2 + fn/2" if loss == "dice" else None)


def tversky():
    for alpha, beta, name, link in ((0.3, 0.7, "binary", "sigmoid"), (0.7, 0.3, "three", "softmax"), (0.3, 0.7, "three", "softmax"),
                                    (1.0, 0.5, "three-absent", "softmax"), (0.3, 0.7, "three-soft", "softmax"),
                                    (0.3, 0.7, "three-saturated", "softmax"), (0.3, 0.7, "two-3d", "softmax")):
        made = lib.monai.TverskyLoss(alpha=alpha, beta=beta, **{link: True})
        case(f"tversky/monai/{alpha}-{beta}/{name}", "tversky", name, link, region(None, 1e-5, alpha=alpha, beta=beta), MONAI,
             f"monai.losses.TverskyLoss(alpha={alpha}, beta={beta}, {link}=True)(z, one_hot(y))", lambda g, m=made: m(g.z, g.soft))
    made = lib.monai.TverskyLoss(alpha=0.2, beta=0.8, softmax=True, batch=True, include_background=False, **smoothing(1.0))
    case("tversky/monai/batch", "tversky", "three-absent", "softmax",
         region(None, 1.0, "batch", background=False, alpha=0.2, beta=0.8), MONAI,
         "monai.losses.TverskyLoss(alpha=0.2, beta=0.8, softmax=True, batch=True, include_background=False, smooth_nr=1.0, smooth_dr=1.0)(z, one_hot(y))",
         lambda g: made(g.z, g.soft))
    other_tversky()


def other_tversky():
    for name in ("three", "three-ignored"):
        case(f"tversky/smp/{name}", "tversky", name, "softmax", region(None, 0.5, "batch", alpha=0.3, beta=0.7), SMP,
             "TverskyLoss('multiclass', smooth=0.5, ignore_index=255, alpha=0.3, beta=0.7)(z, y)",
             lambda g: lib.smp.TverskyLoss("multiclass", smooth=0.5, ignore_index=255, alpha=0.3, beta=0.7)(g.z, g.labels))
    case("tversky/optax", "tversky", "three", "softmax", region(None, 1.0, alpha=0.3, beta=0.7), OPTAX,
         "optax.losses.dice_loss(z, y, alpha=0.3, beta=0.7).mean()",
         lambda z, y: lib.optax.losses.dice_loss(z, y, alpha=0.3, beta=0.7).mean(), backend="jax")

    def keras_tversky(g):
        p = torch.softmax(g.z, 1).movedim(1, -1)
        return lib.keras.losses.tversky(g.soft.movedim(1, -1), p, alpha=0.7, beta=0.3, axis=(1, 2)).mean()

    case("tversky/keras", "tversky", "three", "softmax", region(None, 0.0, alpha=0.3, beta=0.7), KERAS,
         "keras.losses.tversky(y, softmax(z), alpha=0.7, beta=0.3, axis=(1, 2)).mean(), channels last", keras_tversky,
         note="keras 3.15.1 has alpha on false negatives; it adds 1e-7 to the denominator alone",
         tolerance={"value": 1e-6, "gradient": 1e-6})


def lovasz_softmax():
    for name in ("three", "three-absent", "three-ignored", "five-absent"):
        for classes in ("present", "all"):
            for over in ("batch", "image"):
                image = over == "image"
                case(f"lovasz/softmax/{classes}/{over}/{name}", "lovasz", name, "softmax", {"classes": classes, "over": over}, BERMAN,
                     f"lovasz_softmax(softmax(z), y, classes='{classes}', per_image={image}, ignore=255)",
                     lambda g, c=classes, i=image: lib.berman_double.lovasz_softmax(
                         torch.softmax(g.z, 1), g.labels, classes=c, per_image=i, ignore=255))
    case("lovasz/softmax/present/three-void", "lovasz", "three-void", "softmax", {"classes": "present", "over": "batch"}, BERMAN,
         "lovasz_softmax(softmax(z), y, ignore=255)",
         lambda g: lib.berman_double.lovasz_softmax(torch.softmax(g.z, 1), g.labels, ignore=255))
    for name in ("three-saturated", "three-ties"):
        for classes in ("present", "all"):
            case(f"lovasz/softmax/{classes}/{name}", "lovasz", name, "softmax", {"classes": classes, "over": "batch"}, BERMAN,
                 f"lovasz_softmax(softmax(z), y, classes='{classes}')",
                 lambda g, c=classes: lib.berman_double.lovasz_softmax(torch.softmax(g.z, 1), g.labels, classes=c),
                 gradient=False, note="equal errors: the value does not depend on their order, the gradient does")


def lovasz_binary():
    berman = lib.berman_double
    for name in ("binary", "binary-ignored", "binary-empty-image", "binary-ties"):
        tied = name == "binary-ties"
        note = "equal errors: the value does not depend on their order, the gradient does" if tied else None
        for over in ("batch", "image"):
            image = over == "image"
            case(f"lovasz/hinge/{over}/{name}", "lovaszHinge", name, "sigmoid", {"over": over}, BERMAN,
                 f"lovasz_hinge(z[:, 0], y.double(), per_image={image}, ignore=255)",
                 lambda g, i=image: berman.lovasz_hinge(g.z[:, 0], g.labels.double(), per_image=i, ignore=255),
                 gradient=not tied, note=note)
            case(f"lovasz/sigmoid/{over}/{name}", "lovasz", name, "sigmoid", {"classes": "all", "over": over}, BERMAN,
                 f"lovasz_softmax(sigmoid(z[:, 0]), y, classes=[1], per_image={image}, ignore=255)",
                 lambda g, i=image: berman.lovasz_softmax(
                     torch.sigmoid(g.z[:, 0]), g.labels, classes=[1], per_image=i, ignore=255),
                 gradient=not tied, note=note)
    case("lovasz/hinge/saturated", "lovaszHinge", "binary-saturated", "sigmoid", {"over": "batch"}, BERMAN,
         "lovasz_hinge(z[:, 0], y.double(), per_image=False)",
         lambda g: berman.lovasz_hinge(g.z[:, 0], g.labels.double(), per_image=False),
         gradient=False, note="equal errors: the value does not depend on their order, the gradient does")


def sums():
    dice = {"loss": "dice", "weight": 1, "options": region(False, 1e-5)}
    ce = {"loss": "crossEntropy", "weight": 1, "options": {}}
    both = lib.monai.DiceCELoss(softmax=True)
    case("sum/dice-ce", "sum", "three-absent", "softmax", {"terms": [dice, ce]}, MONAI,
         "monai.losses.DiceCELoss(softmax=True)(z, one_hot(y))", lambda g: both(g.z, g.soft))
    focal = {"loss": "focal", "weight": 0.5, "options": {"gamma": 2.0, "alpha": 0.25}}
    case("sum/dice-focal", "sum", "binary", "sigmoid", {"terms": [dice, focal]}, f"{MONAI}; {TORCHVISION}",
         "monai.losses.DiceLoss(sigmoid=True)(z, y) + 0.5*torchvision.ops.sigmoid_focal_loss(z, y, alpha=0.25, gamma=2, reduction='mean')",
         lambda g: lib.monai.DiceLoss(sigmoid=True)(g.z, g.soft)
         + 0.5 * lib.torchvision_focal.sigmoid_focal_loss(g.z, g.soft, 0.25, 2.0, "mean"))


def void_images():
    """One image of two is wholly ignored, the loss is per image: the libraries disagree on what it counts."""
    made = lib.jdt.JDTLoss(mIoUD=0.0, mIoUI=1.0, ignore_index=255)
    case("void/left-out", "jaccard", "three-void", "softmax", region(False, 1e-3, "image", "present"), JDT,
         "JDTLoss(mIoUD=0.0, mIoUI=1.0, ignore_index=255)(z, y)", lambda g: made(g.z, g.labels),
         note="the void image is left out of the mean over images")
    case("void/zero", "lovaszHinge", "binary-void", "sigmoid", {"over": "image"}, BERMAN,
         "lovasz_hinge(z[:, 0], y.double(), per_image=True, ignore=255)",
         lambda g: lib.berman_double.lovasz_hinge(g.z[:, 0], g.labels.double(), per_image=True, ignore=255),
         note="the void image counts as 0 in the mean over images")


if __name__ == "__main__":
    undecided = "libraries disagree here: ours leaves a void image out of the mean over images"
    groups = (monai_dice, monai_jaccard, optax_and_smp_dice, jdt_overlap, tversky, lovasz_softmax, lovasz_binary, sums)
    regions = made_by(*groups)
    write(HERE / "values-regions.json", {**ABOUT, "undecided": undecided, "cases": regions, "undecidedCases": made_by(void_images)})
