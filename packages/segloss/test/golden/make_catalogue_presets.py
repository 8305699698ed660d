"""Writes values-catalogue-presets.json: a loss of each library under that library's own options, with gradients.

A row holds the text that our presets read. `of` says whether the library was given logits or probabilities (softmax, or
the sigmoid of one channel) and what the gradient is taken by. Libraries that cast to float32 have a wider tolerance.
"""

import math

import libraries as lib
import numpy as np
import torch
from cases import Given, plain, targets
from compact_json import write
from libraries import HERE, VERSIONS

ROWS, INPUTS = [], {}
DOUBLE = {"value": 1e-9, "gradient": 1e-8}
SINGLE = {"value": 2e-6, "gradient": 2e-5}
SMP = "segmentation_models.pytorch"


def row(text, library, input_name, function, of="logits", tolerance=DOUBLE, call=None, note=None):
    g = Given(input_name)
    if of == "probabilities":
        p = torch.softmax(g.z, 1) if g.classes > 1 else torch.sigmoid(g.z)
        g.z = p.detach().requires_grad_()
    record_input(input_name, g)
    value = function(g)
    if isinstance(value, tuple):
        value, gradient = value
    else:
        gradient = torch.autograd.grad(value, g.z)[0].double().numpy().reshape(-1)
        value = float(value.detach())
    if not (math.isfinite(value) and np.isfinite(gradient).all()):
        raise SystemExit(f"{text}: not finite")
    record = {"preset": text, "library": library, "version": VERSIONS[library], "input": input_name, "of": of, "call": call,
              "value": value, "gradient": gradient.tolist(), "tolerance": tolerance, "note": note}
    ROWS.append({k: v for k, v in record.items() if v is not None})


def record_input(name, g):
    made = {"shape": g.shape, "targets": targets(g.made), "ignore": g.made["ignore"], "logits": plain(g.made["logits"]), "probabilities": None}
    p = torch.softmax(torch.tensor(g.made["logits"]), 1) if g.classes > 1 else torch.sigmoid(torch.tensor(g.made["logits"]))
    made["probabilities"] = plain(p.numpy())
    INPUTS[name] = {k: v for k, v in made.items() if v is not None}


def torch_rows():
    F = torch.nn.functional
    w = torch.tensor([0.5, 1.0, 2.5], dtype=torch.float64)
    row("torch.cross_entropy", "torch", "three", lambda g: F.cross_entropy(g.z, g.labels))
    row("torch.CrossEntropyLoss(weight=[0.5, 1, 2.5], label_smoothing=0.1)", "torch", "three-ignored",
        lambda g: torch.nn.CrossEntropyLoss(weight=w, label_smoothing=0.1, ignore_index=255)(g.z, g.labels))
    row("torch.binary_cross_entropy_with_logits(pos_weight=3)", "torch", "binary",
        lambda g: F.binary_cross_entropy_with_logits(g.z, g.soft, pos_weight=torch.tensor(3.0).double()))
    row("torch.BCEWithLogitsLoss(pos_weight=[0.5, 1, 2.5])", "torch", "multilabel",
        lambda g: torch.nn.BCEWithLogitsLoss(pos_weight=w[:, None, None])(g.z, g.soft))


def monai_rows():
    m = lib.monai
    both = "to_onehot_y=true, softmax=true"

    def dice(options, input_name="three", name="DiceLoss", of="logits", tolerance=DOUBLE, **settings):
        settings = {"softmax": True, **settings} if of == "logits" and "sigmoid" not in settings else settings
        row(f"monai.{name}({options})", "MONAI", input_name, lambda g: getattr(m, name)(**settings)(g.z, g.soft), of, tolerance)

    dice(both)
    dice(f"{both}, batch=true, smooth_nr=0, smooth_dr=1e-3", batch=True, smooth_nr=0, smooth_dr=1e-3)
    dice(f"{both}, squared_pred=true, include_background=false", squared_pred=True, include_background=False)
    dice(f"{both}, jaccard=true, weight=[1, 2, 3]", "three-absent", jaccard=True, weight=torch.tensor([1.0, 2.0, 3.0]).double())
    dice(f"{both}, weight=[2, 3], include_background=false", weight=torch.tensor([2.0, 3.0]).double(), include_background=False)
    dice("softmax=True, soft_label=True", "three-soft", soft_label=True)
    dice("sigmoid=true, jaccard=true, soft_label=true", "binary-soft", sigmoid=True, jaccard=True, soft_label=True)
    dice("include_background=true", of="probabilities")
    for w_type in ("square", "simple", "uniform"):
        dice(f'softmax=true, w_type="{w_type}", batch=false', "three-absent", "GeneralizedDiceLoss", tolerance=SINGLE, w_type=w_type)
    dice("softmax=true, include_background=false, batch=true", "three", "GeneralizedDiceLoss", tolerance=SINGLE, include_background=False, batch=True)
    dice("softmax=true, alpha=0.3, beta=0.7, smooth_nr=1e-3", "three", "TverskyLoss", alpha=0.3, beta=0.7, smooth_nr=1e-3)
    dice("softmax=true, alpha=0.3, beta=0.7, batch=true, include_background=false", "three", "TverskyLoss", alpha=0.3, beta=0.7, batch=True, include_background=False)
    focal = lambda **s: lambda g: m.FocalLoss(**s)(g.z, g.soft)  # noqa: E731
    row("monai.FocalLoss(gamma=1.5, alpha=0.3)", "MONAI", "three", focal(gamma=1.5, alpha=0.3), tolerance=SINGLE)
    row("monai.FocalLoss(weight=[1, 2, 3], include_background=true)", "MONAI", "three", focal(weight=torch.tensor([1.0, 2.0, 3.0]).double()), tolerance=SINGLE)
    row("monai.FocalLoss(use_softmax=true, alpha=0.25, gamma=3)", "MONAI", "three", focal(use_softmax=True, alpha=0.25, gamma=3.0), tolerance=SINGLE)
    row("monai.FocalLoss(use_softmax=true, include_background=false, defects=true)", "MONAI", "three", focal(use_softmax=True, include_background=False), tolerance=SINGLE)
    w = torch.tensor([1.0, 2.0, 3.0]).double()
    row("monai.DiceCELoss(softmax=true, weight=[1, 2, 3], lambda_ce=0.5, label_smoothing=0.1)", "MONAI", "three",
        lambda g: m.DiceCELoss(softmax=True, to_onehot_y=True, weight=w, lambda_ce=0.5, label_smoothing=0.1)(g.z, g.labels[:, None]))
    row("monai.DiceCELoss(sigmoid=true, lambda_dice=2)", "MONAI", "binary", lambda g: m.DiceCELoss(sigmoid=True, lambda_dice=2.0)(g.z, g.soft))
    row("monai.DiceFocalLoss(softmax=true, gamma=1.5, lambda_focal=0.3)", "MONAI", "three", lambda g: m.DiceFocalLoss(softmax=True, gamma=1.5, lambda_focal=0.3)(g.z, g.soft), tolerance=SINGLE)
    row("monai.GeneralizedDiceFocalLoss(softmax=true, lambda_focal=0.5, gamma=1.5)", "MONAI", "three-absent", lambda g: m.GeneralizedDiceFocalLoss(softmax=True, lambda_focal=0.5, gamma=1.5)(g.z, g.soft), tolerance=SINGLE)
    row("monai.DiceFocalLoss(sigmoid=true, batch=true)", "MONAI", "three", lambda g: m.DiceFocalLoss(sigmoid=True, batch=True)(g.z, g.soft), tolerance=SINGLE)
    row("monai.HausdorffDTLoss(softmax=true)", "MONAI", "three", lambda g: m.HausdorffDTLoss(softmax=True)(g.z, g.soft), tolerance=SINGLE)
    row("monai.LogHausdorffDTLoss(softmax=true, include_background=true, alpha=1.5)", "MONAI", "three-absent",
        lambda g: m.LogHausdorffDTLoss(softmax=True, include_background=True, alpha=1.5)(g.z, g.soft), tolerance=SINGLE)
    unified = lib.importlib.import_module("monai.losses.unified_focal_loss")
    for name, options in (("AsymmetricFocalLoss", {"delta": 0.6, "gamma": 1.5}), ("AsymmetricFocalTverskyLoss", {"delta": 0.6, "gamma": 0.5}), ("AsymmetricUnifiedFocalLoss", {"weight": 0.3})):
        text = ", ".join(f"{k}={v}" for k, v in options.items())
        row(f"monai.{name}({text})", "MONAI", "two-3d", lambda g, n=name, o=options: getattr(unified, n)(**o)(g.z, g.soft), "probabilities", {"value": 2e-6, "gradient": 1e-5}, note="MONAI clips at 1e-7")
    matrix = [0.0 if a == b else abs(a - b) / 4 for a in range(5) for b in range(5)]
    made = m.GeneralizedWassersteinDiceLoss(np.array(matrix).reshape(5, 5), smooth_nr=1e-5, smooth_dr=1e-5, weighting_mode="GDL")
    row(f'monai.GeneralizedWassersteinDiceLoss(dist_matrix={matrix}, weighting_mode="GDL")', "MONAI", "five-absent", lambda g: made(g.z, g.labels), tolerance=SINGLE)


def smp_rows():
    s = lib.smp

    def multiclass(text, make, input_name="three", tolerance=DOUBLE):
        row(text, SMP, input_name, lambda g: make()(g.z, g.labels), tolerance=tolerance)

    multiclass("smp.DiceLoss(smooth=0.5)", lambda: s.DiceLoss("multiclass", smooth=0.5))
    multiclass("smp.DiceLoss(log_loss=true, classes=[0, 2])", lambda: s.DiceLoss("multiclass", log_loss=True, classes=[0, 2]))
    multiclass("smp.DiceLoss(class_weights=[1, 2, 3])", lambda: s.DiceLoss("multiclass", class_weights=[1.0, 2.0, 3.0]))
    multiclass("smp.DiceLoss", lambda: s.DiceLoss("multiclass"), "five-absent")
    multiclass("smp.DiceLoss", lambda: s.DiceLoss("multiclass", ignore_index=255), "three-ignored")
    row('smp.DiceLoss(mode="binary")', SMP, "binary", lambda g: s.DiceLoss("binary")(g.z, g.labels[:, None]))
    row('smp.JaccardLoss(mode="multilabel", smooth=1)', SMP, "multilabel", lambda g: s.JaccardLoss("multilabel", smooth=1.0)(g.z, g.soft))
    multiclass("smp.JaccardLoss(log_loss=true)", lambda: s.JaccardLoss("multiclass", log_loss=True))
    multiclass("smp.TverskyLoss(alpha=0.3, beta=0.7, gamma=1.3333)", lambda: s.TverskyLoss("multiclass", alpha=0.3, beta=0.7, gamma=1.3333))
    multiclass("smp.FocalLoss(alpha=0.25, class_weights=[1, 2, 3])", lambda: s.FocalLoss("multiclass", alpha=0.25, class_weights=[1.0, 2.0, 3.0]))
    multiclass("smp.FocalLoss(normalized=true, gamma=1.5)", lambda: s.FocalLoss("multiclass", normalized=True, gamma=1.5))
    multiclass("smp.FocalLoss(reduced_threshold=0.4)", lambda: s.FocalLoss("multiclass", reduced_threshold=0.4))
    row("smp.LovaszLoss(per_image=true)", SMP, "three", lambda g: s.LovaszLoss("multiclass", per_image=True)(g.z.float(), g.labels), tolerance=SINGLE)
    row('smp.LovaszLoss(mode="binary")', SMP, "binary", lambda g: s.LovaszLoss("binary")(g.z.float(), g.labels), tolerance=SINGLE)
    multiclass("smp.SoftCrossEntropyLoss(smooth_factor=0.1)", lambda: s.SoftCrossEntropyLoss(smooth_factor=0.1))
    row("smp.SoftBCEWithLogitsLoss(smooth_factor=0.1, pos_weight=2)", SMP, "binary",
        lambda g: s.SoftBCEWithLogitsLoss(smooth_factor=0.1, pos_weight=torch.tensor(2.0).double())(g.z, g.soft))
    row("smp.MCCLoss(eps=1e-3)", SMP, "binary", lambda g: s.MCCLoss(eps=1e-3)(g.z, g.soft), "probabilities")


def keras_rows():
    k = lib.keras.losses

    def last(x):
        return x.movedim(1, -1)

    def keras(text, function, input_name="three", of="probabilities"):
        row(text, "keras", input_name, lambda g: function(last(g.soft), last(g.z), g), of, SINGLE)

    keras("keras.Dice", lambda y, z, g: k.Dice()(y, z))
    keras("keras.Dice(axis=[1, 2])", lambda y, z, g: k.dice(y, z, axis=(1, 2)).mean(), "three-absent")
    keras("keras.Dice(axis=[1, 2, 3])", lambda y, z, g: k.dice(y, z, axis=(1, 2, 3)).mean())
    keras('keras.Tversky(alpha=0.3, beta=0.7, axis=[1, 2], version="3.15.1")', lambda y, z, g: k.tversky(y, z, alpha=0.3, beta=0.7, axis=(1, 2)).mean())
    keras("keras.Tversky(alpha=0.7, beta=0.3)", lambda y, z, g: k.tversky(y, z, alpha=0.3, beta=0.7))
    keras("keras.CategoricalCrossentropy(label_smoothing=0.1)", lambda y, z, g: k.CategoricalCrossentropy(label_smoothing=0.1)(y, z))
    keras("keras.CategoricalCrossentropy", lambda y, z, g: k.CategoricalCrossentropy()(y, z))
    keras("keras.CategoricalCrossentropy(from_logits=true)", lambda y, z, g: k.CategoricalCrossentropy(from_logits=True)(y, z), of="logits")
    keras("keras.SparseCategoricalCrossentropy(from_logits=True)", lambda y, z, g: k.SparseCategoricalCrossentropy(from_logits=True)(g.labels, z), of="logits")
    keras("keras.BinaryCrossentropy(label_smoothing=0.2)", lambda y, z, g: k.BinaryCrossentropy(label_smoothing=0.2)(y, z), "binary")
    keras("keras.BinaryCrossentropy(from_logits=true)", lambda y, z, g: k.BinaryCrossentropy(from_logits=True)(y, z), of="logits")
    keras("keras.BinaryFocalCrossentropy(apply_class_balancing=true, alpha=0.3, gamma=1.5)", lambda y, z, g: k.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.3, gamma=1.5)(y, z), "binary")
    keras("keras.BinaryFocalCrossentropy(label_smoothing=0.1, from_logits=true)", lambda y, z, g: k.BinaryFocalCrossentropy(label_smoothing=0.1, from_logits=True)(y, z), "binary", of="logits")
    keras("keras.CategoricalFocalCrossentropy(alpha=[0.25, 0.5, 1])", lambda y, z, g: k.CategoricalFocalCrossentropy(alpha=[0.25, 0.5, 1.0])(y, z))
    keras("keras.CategoricalGeneralizedCrossEntropy(q=0.7)", lambda y, z, g: k.CategoricalGeneralizedCrossEntropy(q=0.7)(g.labels, z))


def optax_rows():
    jax, o = lib.jax, lib.optax.losses

    def optax(text, function, input_name="three"):
        def run(g):
            z, y = (jax.numpy.asarray(np.moveaxis(x.detach().numpy(), 1, -1)) for x in (g.z, g.soft))
            value, slope = jax.value_and_grad(lambda a: function(a, y).mean())(z)
            return float(value), np.moveaxis(np.asarray(slope), -1, 1).reshape(-1)

        row(text, "optax", input_name, run)

    weights = jax.numpy.array([1.0, 2.0, 3.0])
    optax("optax.dice_loss(class_weights=[1, 2, 3], alpha=0.3, beta=0.7)", lambda z, y: o.dice_loss(z, y, class_weights=weights, alpha=0.3, beta=0.7))
    optax("optax.dice_loss(ignore_background=true, smooth=0.1)", lambda z, y: o.dice_loss(z, y, ignore_background=True, smooth=0.1))
    optax("optax.binary_dice_loss(smooth=0.5)", lambda z, y: o.binary_dice_loss(z, y, smooth=0.5), "binary")
    optax("optax.multiclass_generalized_dice_loss", o.multiclass_generalized_dice_loss, "five-absent")
    optax("optax.sigmoid_focal_loss(alpha=0.3, gamma=1.5)", lambda z, y: o.sigmoid_focal_loss(z, y, alpha=0.3, gamma=1.5), "multilabel")
    optax("optax.sigmoid_binary_cross_entropy", o.sigmoid_binary_cross_entropy, "multilabel-soft")
    optax("optax.softmax_cross_entropy", o.softmax_cross_entropy, "three-soft")
    optax("optax.poly_loss_cross_entropy(epsilon=-0.5)", lambda z, y: o.poly_loss_cross_entropy(z, y, epsilon=-0.5))


def softmax(z):
    return torch.softmax(z, 1)


def nnunet_and_odyssey_rows():
    n = lib.nnunet
    nd = lib.file_module(lib.checkout("SegLossOdyssey") / "losses_pytorch/ND_Crossentropy.py", "odyssey_nd")
    robust = lib.file_module(lib.checkout("nnUNet") / "nnunetv2/training/loss/robust_ce_loss.py", "nnunet_ce")
    row("nnunet.MemoryEfficientSoftDiceLoss(batch_dice=true, do_bg=false, smooth=1e-5)", "nnU-Net", "three",
        lambda g: n.MemoryEfficientSoftDiceLoss(softmax, batch_dice=True, do_bg=False, smooth=1e-5, ddp=False)(g.z, g.labels[:, None]), tolerance=SINGLE)
    row("nnunet.SoftDiceLoss", "nnU-Net", "three", lambda g: n.SoftDiceLoss(softmax, ddp=False)(g.z, g.labels[:, None]), tolerance=SINGLE)
    row("nnunet.TopKLoss(k=20)", "nnU-Net", "three", lambda g: robust.TopKLoss(k=20)(g.z, g.labels[:, None]))
    row("nnunet.RobustCrossEntropyLoss(label_smoothing=0.1)", "nnU-Net", "three", lambda g: robust.RobustCrossEntropyLoss(label_smoothing=0.1)(g.z, g.labels[:, None]))
    y = lib.odyssey

    def odyssey(text, make, input_name="three", tolerance=SINGLE):
        row(text, "SegLossOdyssey", input_name, lambda g: make()(g.z, g.labels[:, None]), tolerance=tolerance)

    odyssey("odyssey.SoftDiceLoss(batch_dice=true, do_bg=false, smooth=1e-5)", lambda: y.SoftDiceLoss(softmax, batch_dice=True, do_bg=False, smooth=1e-5))
    odyssey("odyssey.SoftDiceLoss(square=true)", lambda: y.SoftDiceLoss(softmax, square=True))
    odyssey("odyssey.IoULoss", lambda: y.IoULoss(softmax))
    odyssey("odyssey.TverskyLoss(batch_dice=true)", lambda: y.TverskyLoss(softmax, batch_dice=True))
    odyssey("odyssey.FocalTversky_loss(batch_dice=true)", lambda: y.FocalTversky_loss({"apply_nonlin": softmax, "batch_dice": True}))
    odyssey("odyssey.AsymLoss(do_bg=false)", lambda: y.AsymLoss(softmax, do_bg=False))
    odyssey("odyssey.SSLoss(batch_dice=true)", lambda: y.SSLoss(softmax, batch_dice=True))
    odyssey("odyssey.GDiceLossV2", lambda: y.GDiceLossV2(softmax), "three-absent")
    volume = lambda make: lambda g: make()(g.z.float(), g.labels[:, None])  # noqa: E731
    row("odyssey.GDiceLoss", "SegLossOdyssey", "two-3d", volume(lambda: y.GDiceLoss(softmax)), tolerance=SINGLE)
    y.PenaltyGDiceLoss.__init__.__globals__["softmax_helper"] = softmax
    row("odyssey.PenaltyGDiceLoss", "SegLossOdyssey", "two-3d", volume(lambda: y.PenaltyGDiceLoss({})), tolerance=SINGLE)
    odyssey("odyssey.TopKLoss(k=25)", lambda: nd.TopKLoss(k=25), tolerance=DOUBLE)
    odyssey("odyssey.CrossentropyND", lambda: nd.CrossentropyND(), tolerance=DOUBLE)


def other_rows():
    f, d, h = lib.kornia_focal, lib.kornia_dice, lib.kornia_lovasz_hinge
    near = {"value": 5e-6, "gradient": 1e-4}
    one_hot = "its one-hot carries 1e-6"
    row("kornia.dice_loss()", "kornia", "three", lambda g: d.dice_loss(g.z, g.labels), tolerance=near, note=one_hot)
    row('kornia.dice_loss(average="macro")', "kornia", "three", lambda g: d.dice_loss(g.z, g.labels, average="macro"), tolerance=near, note=one_hot)
    row("kornia.focal_loss(alpha=0.3, gamma=1.5)", "kornia", "three", lambda g: f.focal_loss(g.z, g.labels, 0.3, 1.5, "mean"), tolerance=near, note=one_hot)
    row("kornia.binary_focal_loss_with_logits(alpha=0.3, gamma=1.5, pos_weight=[1, 2, 3])", "kornia", "multilabel",
        lambda g: f.binary_focal_loss_with_logits(g.z, g.soft, alpha=0.3, gamma=1.5, reduction="mean", pos_weight=torch.tensor([1.0, 2.0, 3.0]).double()))
    row("kornia.lovasz_hinge_loss", "kornia", "binary", lambda g: h.lovasz_hinge_loss(g.z, g.labels), tolerance=SINGLE)
    tversky = lib.importlib.import_module("kornia.losses.tversky").tversky_loss
    row("kornia.tversky_loss(alpha=0.3, beta=0.9, defects=true)", "kornia", "three", lambda g: tversky(g.z, g.labels, 0.3, 0.9))
    b = lib.berman_double
    row('berman.lovasz_softmax(classes="all", per_image=true)', "Berman LovaszSoftmax", "three-absent", lambda g: b.lovasz_softmax(g.z, g.labels, classes="all", per_image=True), "probabilities")
    row("berman.lovasz_softmax(classes=[1, 2])", "Berman LovaszSoftmax", "three-ignored", lambda g: b.lovasz_softmax(g.z, g.labels, classes=[1, 2], ignore=255), "probabilities")
    row("berman.lovasz_hinge(per_image=false)", "Berman LovaszSoftmax", "binary", lambda g: b.lovasz_hinge(g.z[:, 0], g.labels, per_image=False))
    jdt = lambda **s: lambda g: lib.jdt.JDTLoss(**s)(g.z, g.soft if g.made["kind"] == "soft" else g.labels)  # noqa: E731
    row("jdt.JDTLoss(mIoUD=0, mIoUI=1)", "JDTLosses", "three-absent", jdt(mIoUD=0.0, mIoUI=1.0), tolerance=SINGLE)
    row("jdt.JDTLoss(mIoUD=0.5, mIoUI=0.25, alpha=0.3, beta=0.7, gamma=1.5)", "JDTLosses", "three", jdt(mIoUD=0.5, mIoUI=0.25, alpha=0.3, beta=0.7, gamma=1.5), tolerance=SINGLE)
    row('jdt.JDTLoss(log_loss=true, active_classes_mode_hard="ALL")', "JDTLosses", "three-soft", jdt(log_loss=True))
    focal, star = lib.fvcore.sigmoid_focal_loss, lib.fvcore.sigmoid_focal_loss_star
    row("fvcore.sigmoid_focal_loss(alpha=0.25, gamma=1.5)", "fvcore", "multilabel", lambda g: focal(g.z, g.soft, 0.25, 1.5, "mean"), tolerance=SINGLE)
    row("fvcore.sigmoid_focal_loss_star(alpha=0.3, gamma=2)", "fvcore", "multilabel", lambda g: star(g.z, g.soft, 0.3, 2.0, "mean"), tolerance=SINGLE)
    made = lambda name, **s: lib.quiet(getattr(lib.boundary, name), **s)  # noqa: E731
    for name, text, s in (("DiceLoss", "idc=[1, 2]", {"idc": [1, 2]}), ("CrossEntropy", "", {"idc": [0, 1, 2]}), ("FocalLoss", "idc=[1, 2], gamma=3", {"idc": [1, 2], "gamma": 3})):
        row(f"boundaryLoss.{name}({text})", "boundary-loss", "three", lambda g, n=name, o=s: made(n, **o)(g.z.float(), g.soft), "probabilities", SINGLE)
    for text, name in (("", "three"), ("defects=true", "three-absent")):
        row(f"boundaryLoss.GeneralizedDice({text})", "boundary-loss", name, lambda g: made("GeneralizedDice", idc=[0, 1, 2])(g.z.float(), g.soft), "probabilities", SINGLE)
    import catalogue_cases

    lib.boundary.one_hot = lambda _: False  # its own check of the maps, which the stand-in would fail

    row("boundaryLoss.SurfaceLoss(idc=[1, 2])", "boundary-loss", "three", lambda g: made("SurfaceLoss", idc=[1, 2])(g.z.float(), catalogue_cases.boundary_map(g)), "probabilities", SINGLE)


if __name__ == "__main__":
    for group in (torch_rows, monai_rows, smp_rows, keras_rows, optax_rows, nnunet_and_odyssey_rows, other_rows):
        group()
    write(HERE / "values-catalogue-presets.json", {"what": __doc__.split("\n")[0], "inputs": INPUTS, "rows": ROWS})
    print(len(ROWS), "rows of", len({r["library"] for r in ROWS}), "libraries")
