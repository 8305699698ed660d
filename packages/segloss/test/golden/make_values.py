"""Writes values.json and values-regions.json: values and gradients of other libraries' losses. See README.md for how to run it."""

import libraries as lib
import torch
import torch.nn.functional as F
from cases import make
from compact_json import write
from libraries import HERE, VERSIONS

CASES = []
TORCH = f"torch {VERSIONS['torch']}"
INDEPENDENT = f"expression written independently in {TORCH}"
MONAI = f"MONAI {VERSIONS['MONAI']}"
SMP = f"segmentation_models.pytorch {VERSIONS['segmentation_models.pytorch']}"
OPTAX = f"optax {VERSIONS['optax']}, x64"
JDT = f"JDTLosses {VERSIONS['JDTLosses']}"
TORCHVISION = f"torchvision {VERSIONS['torchvision']}"
FVCORE = f"fvcore {VERSIONS['fvcore']}"
KORNIA = f"kornia {VERSIONS['kornia']}"
KERAS = f"keras {VERSIONS['keras']}, floatx float64"
TOOLBELT = f"pytorch-toolbelt {VERSIONS['pytorch-toolbelt']}"
BERMAN = f"Berman LovaszSoftmax {VERSIONS['Berman LovaszSoftmax']}, casts to float32 read as float64"

lib.keras.config.set_floatx("float64")


def case(*arguments, **more):
    CASES.append(make(*arguments, **more))


def binary_cross_entropy():
    def plain(g):
        return F.binary_cross_entropy_with_logits(g.z, g.soft)

    def on_valid(g):
        return F.binary_cross_entropy_with_logits(g.z[:, 0][g.valid], g.labels[g.valid].double())

    whole = "F.binary_cross_entropy_with_logits(z, y)"
    for name in ("binary", "binary-soft", "binary-all-positive", "binary-saturated", "binary-1d", "binary-3d"):
        case(f"bce/{name}", "crossEntropy", name, "sigmoid", {}, TORCH, whole, plain)
    for name in ("multilabel", "multilabel-soft"):
        case(f"bce/{name}", "crossEntropy", name, "sigmoid", {}, TORCH, whole, plain)
    for name in ("binary-ignored", "binary-void"):
        case(f"bce/{name}", "crossEntropy", name, "sigmoid", {}, TORCH,
             "F.binary_cross_entropy_with_logits(z[valid], y[valid])", on_valid)
    case("bce/smoothing", "crossEntropy", "binary", "sigmoid", {"labelSmoothing": 0.1}, TORCH,
         "F.binary_cross_entropy_with_logits(z, 0.9*y + 0.05)",
         lambda g: F.binary_cross_entropy_with_logits(g.z, 0.9 * g.soft + 0.05),
         note="Keras' smoothing, y(1 - s) + s/2; SMP has y(1 - s) + (1 - y)s instead",
         also=[(f"{KERAS}; its mean of float64 is float32", "keras.losses.binary_crossentropy(y, z, from_logits=True, label_smoothing=0.1).mean()",
                lambda g: lib.keras.losses.binary_crossentropy(g.soft, g.z, from_logits=True, label_smoothing=0.1).mean(), 2e-7)])


WEIGHTS = [0.5, 2.0, 1.25]


def weights(length=3):
    return torch.tensor((WEIGHTS + [0.75, 3.0])[:length], dtype=torch.float64)


def softmax_cross_entropy():
    def plain(g):
        return F.cross_entropy(g.z, g.labels, ignore_index=255)

    for name in ("three", "three-absent", "three-ignored", "three-void", "three-saturated", "three-1d", "two-3d", "five-absent"):
        case(f"ce/{name}", "crossEntropy", name, "softmax", {}, TORCH, "F.cross_entropy(z, y, ignore_index=255)", plain)
    for name in ("three-soft", "five-soft"):
        case(f"ce/{name}", "crossEntropy", name, "softmax", {}, TORCH, "F.cross_entropy(z, y) with y probabilities",
             lambda g: F.cross_entropy(g.z, g.soft))
    weighted_cross_entropies()
    smoothed_cross_entropies()


def weighted_cross_entropies():
    options = {"classWeights": WEIGHTS, "normalize": True}
    for name in ("three", "three-ignored", "three-absent", "three-saturated"):
        case(f"ce/weights/{name}", "crossEntropy", name, "softmax", options, TORCH,
             "F.cross_entropy(z, y, weight=w, ignore_index=255)",
             lambda g: F.cross_entropy(g.z, g.labels, weight=weights(), ignore_index=255))
    case("ce/weights/sum-over-pixels", "crossEntropy", "three-ignored", "softmax",
         {"classWeights": WEIGHTS, "normalize": False}, TORCH,
         "F.cross_entropy(z, y, weight=w, ignore_index=255, reduction='sum') / valid.sum()",
         lambda g: F.cross_entropy(g.z, g.labels, weight=weights(), ignore_index=255, reduction="sum") / g.valid.sum())
    case("ce/weights/soft", "crossEntropy", "three-soft", "softmax", {"classWeights": WEIGHTS, "normalize": False}, TORCH,
         "F.cross_entropy(z, y, weight=w) with y probabilities",
         lambda g: F.cross_entropy(g.z, g.soft, weight=weights()),
         note="for probabilities torch divides by the number of pixels, not by the weights")


def smoothed_cross_entropies():
    for name in ("three", "three-ignored"):
        case(f"ce/smoothing/{name}", "crossEntropy", name, "softmax", {"labelSmoothing": 0.1}, TORCH,
             "F.cross_entropy(z, y, ignore_index=255, label_smoothing=0.1)",
             lambda g: F.cross_entropy(g.z, g.labels, ignore_index=255, label_smoothing=0.1))
        case(f"ce/smoothing-weights/{name}", "crossEntropy", name, "softmax",
             {"classWeights": WEIGHTS, "normalize": True, "labelSmoothing": 0.1}, TORCH,
             "F.cross_entropy(z, y, weight=w, ignore_index=255, label_smoothing=0.1)",
             lambda g: F.cross_entropy(g.z, g.labels, weight=weights(), ignore_index=255, label_smoothing=0.1),
             note="class c weighs w_c of its smoothed target; the divisor is the sum of w of the labels as they were, not of the smoothed ones")
    case("ce/smoothing/soft", "crossEntropy", "three-soft", "softmax", {"labelSmoothing": 0.1}, TORCH,
         "F.cross_entropy(z, y, label_smoothing=0.1) with y probabilities",
         lambda g: F.cross_entropy(g.z, g.soft, label_smoothing=0.1))


def weighted_and_balanced():
    for beta, name in ((3.0, "binary"), (0.25, "binary"), (3.0, "binary-soft"), (3.0, "binary-saturated"), (5.0, "multilabel")):
        case(f"wce/{beta}/{name}", "weightedCrossEntropy", name, "sigmoid", {"beta": beta}, TORCH,
             f"F.binary_cross_entropy_with_logits(z, y, pos_weight={beta})",
             lambda g, beta=beta: F.binary_cross_entropy_with_logits(g.z, g.soft, pos_weight=torch.tensor(beta)))
    case("wce/3.0/binary-ignored", "weightedCrossEntropy", "binary-ignored", "sigmoid", {"beta": 3.0}, TORCH,
         "F.binary_cross_entropy_with_logits(z[valid], y[valid], pos_weight=3.0)",
         lambda g: F.binary_cross_entropy_with_logits(
             g.z[:, 0][g.valid], g.labels[g.valid].double(), pos_weight=torch.tensor(3.0)))
    balanced_cross_entropies()


def balanced(z, y, beta):
    return (beta * y * F.softplus(-z) + (1 - beta) * (1 - y) * F.softplus(z)).mean()


def balanced_cross_entropies():
    text = "(b*y*F.softplus(-z) + (1 - b)*(1 - y)*F.softplus(z)).mean()"
    case("balanced/toolbelt", "balancedCrossEntropy", "binary", "sigmoid", {"beta": "auto"}, TOOLBELT,
         "balanced_binary_cross_entropy_with_logits(z, y, gamma=1)",
         lambda g: lib.toolbelt.balanced_binary_cross_entropy_with_logits(g.z, g.soft, gamma=1.0),
         note="the library computes beta in float32", tolerance={"value": 2e-7, "gradient": 2e-7})
    for name in ("binary", "binary-soft"):
        case(f"balanced/auto/{name}", "balancedCrossEntropy", name, "sigmoid", {"beta": "auto"}, INDEPENDENT,
             f"b = (1 - y).mean(); {text}", lambda g: balanced(g.z, g.soft, (1 - g.soft).mean()))
    for beta in (0.3, 0.9):
        case(f"balanced/{beta}", "balancedCrossEntropy", "binary", "sigmoid", {"beta": beta}, INDEPENDENT,
             f"b = {beta}; {text}", lambda g, beta=beta: balanced(g.z, g.soft, beta))

    def valid_only(g):
        y = g.labels[g.valid].double()
        return balanced(g.z[:, 0][g.valid], y, (1 - y).mean())

    for name in ("binary-ignored", "binary-void"):
        case(f"balanced/auto/{name}", "balancedCrossEntropy", name, "sigmoid", {"beta": "auto"}, INDEPENDENT,
             f"z, y = z[valid], y[valid]; b = (1 - y).mean(); {text}", valid_only)
    case("balanced/clip", "balancedCrossEntropy", "binary-all-positive", "sigmoid", {"beta": "auto", "clip": 0.01}, INDEPENDENT,
         f"b = min(max((1 - y).mean(), 0.01), 0.99); {text}",
         lambda g: balanced(g.z, g.soft, (1 - g.soft).mean().clamp(0.01, 0.99)),
         note="reads clip as: beta stays within [clip, 1 - clip]; here (1 - y).mean() is 0")


def optional(**options):
    return {k: v for k, v in options.items() if v is not None}


def sigmoid_focal():
    for gamma in (0.0, 0.5, 1.5, 2.0, 5.0):
        for alpha in (None, 0.25):
            a = -1 if alpha is None else alpha
            case(f"focal/sigmoid/{gamma}/{alpha}", "focal", "binary", "sigmoid", optional(gamma=gamma, alpha=alpha), TORCHVISION,
                 f"torchvision.ops.sigmoid_focal_loss(z, y, alpha={a}, gamma={gamma}, reduction='mean')",
                 lambda g, a=a, gamma=gamma: lib.torchvision_focal.sigmoid_focal_loss(g.z, g.soft, a, gamma, "mean"),
                 also=focal_company(gamma, alpha))
    for name in ("multilabel", "binary-saturated", "binary-3d"):
        case(f"focal/sigmoid/{name}", "focal", name, "sigmoid", {"gamma": 2.0, "alpha": 0.25}, TORCHVISION,
             "torchvision.ops.sigmoid_focal_loss(z, y, alpha=0.25, gamma=2, reduction='mean')",
             lambda g: lib.torchvision_focal.sigmoid_focal_loss(g.z, g.soft, 0.25, 2.0, "mean"))
    case("focal/sigmoid/0.5/saturated", "focal", "binary-saturated", "sigmoid", {"gamma": 0.5}, MONAI,
         "monai.losses.focal_loss.sigmoid_focal_loss(z, y, gamma=0.5).mean()",
         lambda g: lib.monai_focal.sigmoid_focal_loss(g.z, g.soft, 0.5).mean(),
         note="MONAI works in logarithms; torchvision's gradient is NaN here")
    case("focal/sigmoid/ignored", "focal", "binary-ignored", "sigmoid", {"gamma": 2.0, "alpha": 0.25}, SMP,
         "FocalLoss('binary', alpha=0.25, gamma=2, ignore_index=255)(z, y)",
         lambda g: lib.smp.FocalLoss("binary", alpha=0.25, gamma=2.0, ignore_index=255)(g.z, g.labels))


def focal_company(gamma, alpha):
    a = -1 if alpha is None else alpha
    return [
        (f"{FVCORE}, float32", f"sigmoid_focal_loss(z, y, alpha={a}, gamma={gamma}, reduction='mean')",
         lambda g: lib.fvcore.sigmoid_focal_loss(g.z, g.soft, a, gamma, "mean"), 2e-6),
        (MONAI, f"monai.losses.focal_loss.sigmoid_focal_loss(z, y, gamma={gamma}, alpha={alpha}).mean()",
         lambda g: lib.monai_focal.sigmoid_focal_loss(g.z, g.soft, gamma, alpha).mean(), 1e-12),
        (SMP, f"FocalLoss('binary', alpha={alpha}, gamma={gamma})(z, y)",
         lambda g: lib.smp.FocalLoss("binary", alpha=alpha, gamma=gamma)(g.z, g.soft), 1e-12),
        (OPTAX, f"optax.sigmoid_focal_loss(z, y, alpha={alpha}, gamma={gamma}).mean()",
         lambda g: torch.tensor(float(lib.optax.sigmoid_focal_loss(
             g.z.detach().numpy(), g.soft.numpy(), alpha=alpha, gamma=gamma).mean()), dtype=torch.float64), 1e-12),
    ]


def softmax_focal():
    for gamma in (0.0, 0.5, 1.5, 2.0, 5.0):
        case(f"focal/softmax/{gamma}", "focal", "three", "softmax", {"gamma": gamma}, SMP,
             f"_functional.softmax_focal_loss_with_logits(z, y, gamma={gamma})",
             lambda g, gamma=gamma: lib.smp_functional.softmax_focal_loss_with_logits(g.z, g.labels, gamma=gamma),
             also=softmax_focal_company(gamma))
    for name in ("three-absent", "five-absent", "three-saturated", "two-3d"):
        case(f"focal/softmax/{name}", "focal", name, "softmax", {"gamma": 2.0}, MONAI,
             "C * monai.losses.focal_loss.softmax_focal_loss(z, one_hot(y), gamma=2).mean()",
             lambda g: g.classes * lib.monai_focal.softmax_focal_loss(g.z, g.soft, 2.0).mean(),
             note="MONAI's mean runs over the classes too, ours over the pixels")
    case("focal/softmax/ignored", "focal", "three-ignored", "softmax", {"gamma": 2.0}, MONAI,
         "monai.losses.focal_loss.softmax_focal_loss(z, one_hot(y), gamma=2).sum(1)[valid].mean()",
         lambda g: lib.monai_focal.softmax_focal_loss(g.z, g.soft, 2.0).sum(1)[g.valid].mean())
    case("focal/softmax/soft", "focal", "three-soft", "softmax", {"gamma": 2.0}, MONAI,
         "C * monai.losses.focal_loss.softmax_focal_loss(z, y, gamma=2).mean() with y probabilities",
         lambda g: g.classes * lib.monai_focal.softmax_focal_loss(g.z, g.soft, 2.0).mean())
    case("focal/softmax/alpha-monai", "focal", "three", "softmax", {"gamma": 2.0, "alpha": [0.75, 0.25, 0.25]}, MONAI,
         "C * monai.losses.focal_loss.softmax_focal_loss(z, one_hot(y), gamma=2, alpha=0.25).mean()",
         lambda g: g.classes * lib.monai_focal.softmax_focal_loss(g.z, g.soft, 2.0, 0.25).mean(),
         note="MONAI's alpha is that of every foreground class; class 0 has 1 - alpha")
    keras_focal()


def keras_focal():
    alpha = [0.25, 0.5, 0.75]
    case("focal/softmax/alpha-keras", "focal", "three", "softmax", {"gamma": 2.0, "alpha": alpha}, KERAS,
         f"keras.losses.categorical_focal_crossentropy(y, z, alpha={alpha}, gamma=2, from_logits=True).mean(), channels last",
         lambda g: lib.keras.losses.categorical_focal_crossentropy(
             g.soft.movedim(1, -1), g.z.movedim(1, -1), alpha=alpha, gamma=2.0, from_logits=True).mean())


def softmax_focal_company(gamma):
    return [
        (MONAI, f"C * monai.losses.focal_loss.softmax_focal_loss(z, one_hot(y), gamma={gamma}).mean()",
         lambda g: g.classes * lib.monai_focal.softmax_focal_loss(g.z, g.soft, gamma).mean(), 1e-12),
        (f"{KORNIA} (its one-hot carries 1e-6)", f"C * focal_loss(z, y, alpha=None, gamma={gamma}, reduction='mean')",
         lambda g: g.classes * lib.kornia_focal.focal_loss(g.z, g.labels, None, gamma, "mean"), 1e-5),
    ]


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


ABOUT = {
    "what": "values and gradients with respect to the logits, made by make_values.py; never regenerated by a test",
    "tolerance": "value: relative to the value; gradient: absolute, as a share of its largest entry; both absolute below 1e-3",
    "targets": "indices: one label a pixel, [B, ...space]; soft: one number a logit, shape of the logits",
    "gradient": "flat, shape of the logits; left out where equal errors make it depend on the order of the sort",
    "agrees": "further libraries on the same input, and the relative difference within which they agree",
    "dtype": "float64",
    "versions": VERSIONS,
}


def made_by(*groups):
    CASES.clear()
    for group in groups:
        group()
    print(len(CASES), "cases")
    return list(CASES)


if __name__ == "__main__":
    pixelwise = made_by(binary_cross_entropy, softmax_cross_entropy, weighted_and_balanced, sigmoid_focal, softmax_focal)
    write(HERE / "values.json", {**ABOUT, "cases": pixelwise})
    regions = made_by(monai_dice, monai_jaccard, optax_and_smp_dice, jdt_overlap, tversky, lovasz_softmax, lovasz_binary, sums)
    undecided = "libraries disagree here; ours can match one of the two"
    write(HERE / "values-regions.json", {**ABOUT, "undecided": undecided, "cases": regions, "undecidedCases": made_by(void_images)})
