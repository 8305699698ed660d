"""Writes values.json: losses that are means over pixels. See README.md for how to run it."""

import libraries as lib
import torch
import torch.nn.functional as F
from compact_json import write
from libraries import HERE
from witnesses import ABOUT, FVCORE, INDEPENDENT, KERAS, KORNIA, MONAI, OPTAX, SMP, TOOLBELT, TORCH, TORCHVISION, case, made_by


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


if __name__ == "__main__":
    groups = (binary_cross_entropy, softmax_cross_entropy, weighted_and_balanced, sigmoid_focal, softmax_focal)
    write(HERE / "values.json", {**ABOUT, "cases": made_by(*groups)})
