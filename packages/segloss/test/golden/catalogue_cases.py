"""The cases of values-catalogue.json, and the libraries that have the same loss."""

import libraries as lib
import torch

ND = None


def odyssey_nd():
    return lib.file_module(lib.checkout("SegLossOdyssey") / "losses_pytorch/ND_Crossentropy.py", "odyssey_nd")


def softmax(z):
    return torch.softmax(z, 1)


SMP, MONAI, ODYSSEY, JDT = "segmentation_models.pytorch", "MONAI", "SegLossOdyssey", "JDTLosses"
# |a - b|/4 but for class 0, which is 1 away from all. MONAI mixes the images of a batch, so it is run on one image.
MATRIX = [0.0 if a == b else 1.0 if a * b == 0 else abs(a - b) / 4 for a in range(5) for b in range(5)]


def all_cases(case, every_input):
    entropies(case, every_input)
    focals(case, every_input)
    overlaps(case, every_input)
    weighted_overlaps(case, every_input)
    tverskys(case, every_input)
    distances(case, every_input)


def optax_poly(g, epsilon):
    z, y = (lib.jax.numpy.asarray(x.detach().movedim(1, -1).numpy()) for x in (g.z, g.soft))
    return lib.optax.losses.poly_loss_cross_entropy(z, y, epsilon=epsilon).mean()


def keras_gce(g, q):
    last = softmax(g.z).detach().movedim(1, -1)
    return lib.keras.losses.categorical_generalized_cross_entropy(g.soft.argmax(1), last, q).mean()


def entropies(case, every_input):
    every_input("polyCrossEntropy")
    case("polyCrossEntropy", "three", epsilon=2.0, also=[("optax", "poly_loss_cross_entropy(z, y, epsilon=2).mean()", lambda g: optax_poly(g, 2.0), 1e-9)])
    case("polyCrossEntropy", "three-soft", epsilon=-0.5, also=[("optax", "poly_loss_cross_entropy(z, y, epsilon=-0.5).mean()", lambda g: optax_poly(g, -0.5), 1e-9)])
    every_input("symmetricCrossEntropy")
    case("symmetricCrossEntropy", "three", alpha=1.0, beta=0.5, logZero=-9.2)
    every_input("generalizedCrossEntropy")
    case("generalizedCrossEntropy", "three", q=0.5, also=[("keras", "categorical_generalized_cross_entropy(y, softmax(z), 0.5).mean()", lambda g: keras_gce(g, 0.5), 1e-6)])
    every_input("bootstrappedCrossEntropy")
    every_input("bootstrappedCrossEntropy", inputs=("binary", "three-ignored"), mode="hard", beta=0.7)
    every_input("topKCrossEntropy")
    nd = odyssey_nd()
    case("topKCrossEntropy", "three", share=0.25, also=[(ODYSSEY, "TopKLoss(k=25)(z, y)", lambda g: nd.TopKLoss(k=25)(g.z, g.labels[:, None]), 1e-9)])
    every_input("ohemCrossEntropy", threshold=0.3, keep=0.2)


def smp_focal(**settings):
    return lambda g: lib.smp.FocalLoss("binary", **settings)(g.z, g.soft)


def focals(case, every_input):
    every_input("normalizedFocal")
    case("normalizedFocal", "binary", gamma=1.5, also=[(SMP, "70 * FocalLoss('binary', gamma=1.5, normalized=True)(z, y)", lambda g: 70 * smp_focal(gamma=1.5, normalized=True)(g), 1e-9)])
    every_input("reducedFocal")
    case("reducedFocal", "binary", threshold=0.4, also=[(SMP, "FocalLoss('binary', reduced_threshold=0.4)(z, y)", smp_focal(reduced_threshold=0.4), 1e-9)])
    every_input("focalStar")
    star = lib.fvcore.sigmoid_focal_loss_star
    case("focalStar", "binary", gamma=3.0, beta=0.0, also=[("fvcore", "sigmoid_focal_loss_star(z, y, -1, 3, 'mean')", lambda g: star(g.z, g.soft, -1, 3, "mean"), 1e-6)])
    every_input("asymmetricFocal")
    case("asymmetricFocal", "two-3d", delta=0.6, gamma=1.5, also=[(MONAI, "AsymmetricFocalLoss(delta=0.6, gamma=1.5)(softmax(z), one_hot(y))", lambda g: asymmetric("AsymmetricFocalLoss", delta=0.6, gamma=1.5)(softmax(g.z), g.soft), 1e-6)])


def asymmetric(name, **settings):
    return getattr(lib.importlib.import_module("monai.losses.unified_focal_loss"), name)(**settings)


def jdt(**settings):
    return lambda g: lib.jdt.JDTLoss(**settings)(g.z, g.soft if g.made["kind"] == "soft" else g.labels)


def overlaps(case, every_input):
    for loss in ("powerDice", "powerJaccard", "logDice", "logCoshDice", "diceSemimetric", "jaccardMetric"):
        every_input(loss)
        case(loss, "three", smooth=0.5, over="batch")
    case("logDice", "three", over="batch", also=[(SMP, "DiceLoss('multiclass', log_loss=True)(z, y)", lambda g: lib.smp.DiceLoss("multiclass", log_loss=True)(g.z, g.labels), 1e-9)])
    case("logDice", "three", squared=True)
    for loss, half in (("diceSemimetric", 0.5), ("jaccardMetric", 1.0)):
        smooth = 2e-3 if half == 0.5 else 1e-3
        case(loss, "three-soft", smooth=smooth, also=[(JDT, f"JDTLoss(alpha={half}, beta={half}, mIoUD=0, mIoUI=1)(z, y)", jdt(alpha=half, beta=half, mIoUD=0.0, mIoUI=1.0), 1e-9)])
        case(loss, "three-soft", smooth=smooth, over="batch", also=[(JDT, f"JDTLoss(alpha={half}, beta={half})(z, y)", jdt(alpha=half, beta=half), 1e-9)])
    case("diceSemimetric", "binary-soft", smooth=1e-5, link="sigmoid", also=[(MONAI, "DiceLoss(sigmoid=True, soft_label=True)(z, y)", lambda g: lib.monai.DiceLoss(sigmoid=True, soft_label=True)(g.z, g.soft), 1e-9)])


def monai_generalized(**settings):
    return lambda g: lib.monai.GeneralizedDiceLoss(softmax=True, **settings)(g.z, g.soft)


def wasserstein(mode):
    matrix = lib.numpy.array(MATRIX).reshape(5, 5)
    made = lib.monai.GeneralizedWassersteinDiceLoss(matrix, weighting_mode=mode, smooth_nr=1e-5, smooth_dr=1e-5)
    return lambda g: made(g.z, g.labels)


def weighted_overlaps(case, every_input):
    names = ("binary", "three", "three-absent", "three-ignored", "three-soft", "three-3d")
    for weights in ("square", "simple", "uniform"):
        for absent in ("one", "heaviest"):
            every_input("generalizedDice", inputs=names, weights=weights, absent=absent)
        for over, batch in (("image", False), ("batch", True)):
            case("generalizedDice", "three-absent", weights=weights, absent="heaviest", smooth=1e-5, over=over, also=[(MONAI, f"GeneralizedDiceLoss(softmax=True, w_type='{weights}', batch={batch})(z, one_hot(y))", monai_generalized(w_type=weights, batch=batch), 2e-6)])
    every_input("penaltyDice", inputs=names)
    every_input("wassersteinDice", inputs=names)
    for weights, mode in (("foreground", "default"), ("volume", "GDL")):
        case("wassersteinDice", "five-absent", weights=weights, distances=MATRIX, smooth=1e-5, also=[(MONAI, f"GeneralizedWassersteinDiceLoss(M, weighting_mode='{mode}')(z, y)", wasserstein(mode), 2e-6)])
    case("wassersteinDice", "three-soft", distances=[0.0, 2.0, 1.0, 2.0, 0.0, 3.0, 1.0, 3.0, 0.0])


def tverskys(case, every_input):
    for loss in ("focalTversky", "asymmetricFocalTversky", "asymmetricSimilarity", "unifiedFocal", "exponentialLogarithmic", "sensitivitySpecificity", "mcc"):
        every_input(loss)
    case("focalTversky", "three", gamma=1.5, exponent="direct", smooth=1e-3, over="batch", also=[(JDT, "JDTLoss(alpha=0.3, beta=0.7, gamma=1.5)(z, y)", jdt(alpha=0.3, beta=0.7, gamma=1.5), 1e-9)])
    case("asymmetricFocalTversky", "two-3d", delta=0.6, gamma=0.5, also=[(MONAI, "AsymmetricFocalTverskyLoss(delta=0.6, gamma=0.5)(softmax(z), one_hot(y))", lambda g: asymmetric("AsymmetricFocalTverskyLoss", delta=0.6, gamma=0.5)(softmax(g.z), g.soft), 2e-6)])
    case("unifiedFocal", "two-3d", delta=0.7, gamma=0.5, weight=0.3, also=[(MONAI, "AsymmetricUnifiedFocalLoss(weight=0.3)(softmax(z), one_hot(y))", lambda g: asymmetric("AsymmetricUnifiedFocalLoss", weight=0.3)(softmax(g.z), g.soft), 2e-6)])
    every_input("unifiedFocal", asymmetric=False)
    case("asymmetricSimilarity", "three", smooth=1.0, also=[(ODYSSEY, "1 + AsymLoss(apply_nonlin=softmax)(z, y)", lambda g: 1 + lib.odyssey.AsymLoss(apply_nonlin=softmax)(g.z, g.labels[:, None]), 2e-6)])
    case("sensitivitySpecificity", "three", share=0.1, smooth=1.0, also=[(ODYSSEY, "SSLoss(apply_nonlin=softmax)(z, y)", lambda g: lib.odyssey.SSLoss(apply_nonlin=softmax)(g.z, g.labels[:, None]), 2e-6)])
    case("exponentialLogarithmic", "three", gamma=0.5, smooth=1.0, classWeights=[0.5, 1.0, 2.0])
    case("mcc", "binary", smooth=1e-3 / 70, also=[(SMP, "MCCLoss(eps=1e-3)(sigmoid(z), y)", lambda g: lib.smp.MCCLoss(eps=1e-3)(torch.sigmoid(g.z), g.soft), 1e-9)])


def boundary_map(g):
    """The authors' one_hot2dist: signed distances, one pixel less inside."""
    out = torch.zeros_like(g.soft)
    for n in range(len(g.soft)):
        for c in range(g.classes):
            mask = g.soft[n, c].numpy().astype(bool)
            if mask.any():
                edt = lib.scipy.ndimage.distance_transform_edt
                out[n, c] = torch.tensor(edt(~mask) * ~mask - (edt(mask) - 1) * mask)
    return out


def hausdorff(name, **settings):
    made = getattr(lib.monai, name)(include_background=True, softmax=True, **settings)
    return lambda g: made(g.z, g.soft)


def distances(case, every_input):
    for loss in ("boundary", "hausdorff", "logHausdorff", "distancePenalizedCrossEntropy"):
        every_input(loss)
        case(loss, "three", spacing=[2.0, 0.5])
    call = "HausdorffDTLoss(include_background=True, softmax=True)(z, one_hot(y))"
    case("hausdorff", "three-absent", also=[(MONAI, call, hausdorff("HausdorffDTLoss"), 2e-6)])
    case("hausdorff", "three", alpha=1.5, also=[(MONAI, call.replace("True)", "True, alpha=1.5)", 1), hausdorff("HausdorffDTLoss", alpha=1.5), 2e-6)])
    case("logHausdorff", "three-absent", also=[(MONAI, "Log" + call, hausdorff("LogHausdorffDTLoss"), 2e-6)])
