"""Writes values-peer-presets.json: options that libraries' own tests and configs use, with gradients.

What None means, weights of one channel, soft labels in focal losses, sums instead of means, overlaps of raw outputs and of
other activations. Rows are as in values-catalogue-presets.json.
"""

import jax
import libraries as lib
import make_catalogue_presets as catalogue
import torch
from cases import jax_result
from compact_json import write
from libraries import HERE
from make_catalogue_presets import DOUBLE, SINGLE, SMP, row

F = torch.nn.functional


def weights(*values):
    return torch.tensor(values, dtype=torch.float64)


def index_map(g):
    return g.labels[:, None]


def monai_rows():
    m = lib.monai

    def monai(text, input_name, make, of="logits", tolerance=DOUBLE):
        row(f"monai.{text}", "MONAI", input_name, lambda g: make(g)(g.z, g.soft), of=of, tolerance=tolerance)

    # One class is left: weights do not count.
    monai("DiceLoss(sigmoid=True, weight=0.5)", "binary", lambda _: m.DiceLoss(sigmoid=True, weight=0.5))
    monai("FocalLoss(weight=0.5)", "binary", lambda _: m.FocalLoss(weight=0.5), tolerance=SINGLE)
    monai("DiceFocalLoss(sigmoid=True, weight=0.5)", "binary", lambda _: m.DiceFocalLoss(sigmoid=True, weight=0.5), tolerance=SINGLE)
    # Soft labels.
    monai("FocalLoss(alpha=0.3, gamma=1.5)", "multilabel-soft", lambda _: m.FocalLoss(alpha=0.3, gamma=1.5), tolerance=SINGLE)
    # Sums.
    for options in ({"softmax": True}, {"softmax": True, "batch": True}, {"sigmoid": True, "include_background": False, "weight": [1.0, 2.0]}):
        text = ", ".join(f"{k}={v}" for k, v in options.items())
        monai(f'DiceLoss({text}, reduction="sum")', "three", lambda _, o=options: m.DiceLoss(reduction="sum", **o))
    monai('TverskyLoss(softmax=True, alpha=0.3, beta=0.7, reduction="sum")', "three", lambda _: m.TverskyLoss(softmax=True, alpha=0.3, beta=0.7, reduction="sum"))
    monai('GeneralizedDiceLoss(softmax=True, reduction="sum")', "three", lambda _: m.GeneralizedDiceLoss(softmax=True, reduction="sum"), tolerance=SINGLE)
    monai('FocalLoss(weight=[1, 2, 3], reduction="sum")', "three", lambda _: m.FocalLoss(weight=[1.0, 2.0, 3.0], reduction="sum"), tolerance=SINGLE)
    monai('FocalLoss(use_softmax=True, reduction="sum")', "three", lambda _: m.FocalLoss(use_softmax=True, reduction="sum"), tolerance=SINGLE)
    monai('DiceFocalLoss(sigmoid=True, weight=[1, 2, 3], reduction="sum")', "three", lambda _: m.DiceFocalLoss(sigmoid=True, weight=[1.0, 2.0, 3.0], reduction="sum"), tolerance=SINGLE)
    monai('HausdorffDTLoss(softmax=True, include_background=True, reduction="sum")', "three", lambda _: m.HausdorffDTLoss(softmax=True, include_background=True, reduction="sum"), tolerance=SINGLE)
    monai('LogHausdorffDTLoss(softmax=True, reduction="sum")', "three", lambda _: m.LogHausdorffDTLoss(softmax=True, reduction="sum"), tolerance=SINGLE)
    row('monai.LogHausdorffDTLoss(softmax=True, reduction="none")', "MONAI", "three",
        lambda g: m.LogHausdorffDTLoss(softmax=True, reduction="none")(g.z, g.soft).mean(), tolerance=SINGLE)
    # Dice of raw outputs, of other activations, and of a sigmoid beside the cross entropy of a softmax.
    for name in ("DiceCELoss", "DiceFocalLoss", "GeneralizedDiceFocalLoss"):
        tolerance = DOUBLE if name == "DiceCELoss" else SINGLE
        monai(f"{name}()", "three", lambda _, n=name: getattr(m, n)(), tolerance=tolerance)
        monai(f"{name}()", "binary", lambda _, n=name: getattr(m, n)(), tolerance=tolerance)
        monai(f'{name}(other_act="tanh")', "three", lambda _, n=name: getattr(m, n)(other_act=torch.tanh), tolerance=tolerance)
    w = weights(0.5, 1.0, 2.5)
    monai("DiceCELoss(sigmoid=True)", "multilabel", lambda _: m.DiceCELoss(sigmoid=True))
    monai('DiceCELoss(sigmoid=True, reduction="sum")', "multilabel", lambda _: m.DiceCELoss(sigmoid=True, reduction="sum"))
    row("monai.DiceCELoss(include_background=False, weight=[0.5, 1, 2.5], label_smoothing=0.1)", "MONAI", "three",
        lambda g: m.DiceCELoss(include_background=False, to_onehot_y=True, weight=w, label_smoothing=0.1)(g.z, index_map(g)))
    row("monai.DiceCELoss(sigmoid=True, weight=[0.5], lambda_ce=2)", "MONAI", "binary",
        lambda g: m.DiceCELoss(sigmoid=True, weight=weights(0.5), lambda_ce=2.0)(g.z, g.soft))
    for act, function in (("tanh", torch.tanh), ("relu", torch.relu), ("log_softmax", lambda x: torch.log_softmax(x, 1))):
        monai(f'DiceLoss(other_act="{act}")', "three", lambda _, f=function: m.DiceLoss(other_act=f))
        monai(f'GeneralizedDiceLoss(other_act="{act}")', "three", lambda _, f=function: m.GeneralizedDiceLoss(other_act=f), tolerance=SINGLE)
        monai(f'TverskyLoss(other_act="{act}", alpha=0.3)', "three", lambda _, f=function: m.TverskyLoss(other_act=f, alpha=0.3))
    monai('HausdorffDTLoss(other_act="log_softmax", include_background=True)', "three",
          lambda _: m.HausdorffDTLoss(other_act=lambda x: torch.log_softmax(x, 1), include_background=True), tolerance=SINGLE)


    for act, function in (("tanh", torch.tanh), ("relu", torch.relu)):
        for name in ("HausdorffDTLoss", "LogHausdorffDTLoss"):
            monai(f'{name}(other_act="{act}", include_background=True)', "three",
                  lambda _, n=name, f=function: getattr(m, n)(other_act=f, include_background=True), tolerance=SINGLE)
    nacl = "alpha=0.3, distance_type="
    for text, options in ((f'{nacl}"l1"', {"distance_type": "l1"}), (f'{nacl}"l2", kernel_size=5', {"distance_type": "l2", "kernel_size": 5}),
                          (f'{nacl}"l2", kernel_ops="gaussian", sigma=0.7', {"distance_type": "l2", "kernel_ops": "gaussian", "sigma": 0.7})):
        row(f"monai.NACLLoss({text})", "MONAI", "three", lambda g, o=options: m.NACLLoss(3, 2, alpha=0.3, **o)(g.z, g.labels), tolerance=SINGLE)


def torch_rows():
    w = weights(0.5, 1.0, 2.5)
    row('torch.cross_entropy(weight=[0.5, 1, 2.5], label_smoothing=0.1, reduction="sum")', "torch", "three-ignored",
        lambda g: F.cross_entropy(g.z, g.labels, weight=w, label_smoothing=0.1, ignore_index=255, reduction="sum"))
    row('torch.BCEWithLogitsLoss(pos_weight=[0.5, 1, 2.5], reduction="sum")', "torch", "multilabel",
        lambda g: torch.nn.BCEWithLogitsLoss(pos_weight=w[:, None, None], reduction="sum")(g.z, g.soft))


def smp_rows():
    s = lib.smp
    row("smp.JaccardLoss(class_weights=[1, 2, 0.5])", SMP, "three", lambda g: s.JaccardLoss("multiclass", class_weights=[1.0, 2.0, 0.5])(g.z, g.labels), tolerance=SINGLE)
    row('smp.JaccardLoss(mode="multilabel", class_weights=[10, 20, 5], classes=[1, 2])', SMP, "multilabel",
        lambda g: s.JaccardLoss("multilabel", class_weights=[10.0, 20.0, 5.0], classes=[1, 2])(g.z, g.soft), tolerance=SINGLE)
    row('smp.FocalLoss(mode="multilabel", alpha=0.3, gamma=1.5)', SMP, "multilabel-soft", lambda g: s.FocalLoss("multilabel", alpha=0.3, gamma=1.5)(g.z, g.soft))
    row('smp.FocalLoss(mode="multilabel", normalized=True, reduced_threshold=0.6, class_weights=[1, 2, 0.5])', SMP, "multilabel-soft",
        lambda g: s.FocalLoss("multilabel", normalized=True, reduced_threshold=0.6, class_weights=[1.0, 2.0, 0.5])(g.z, g.soft), tolerance=SINGLE)
    row('smp.FocalLoss(reduction="sum")', SMP, "three", lambda g: s.FocalLoss("multiclass", reduction="sum")(g.z, g.labels))
    row('smp.FocalLoss(mode="binary", from_logits=False)', SMP, "binary", lambda g: s.FocalLoss("binary", from_logits=False)(g.z, g.soft), of="probabilities", tolerance=SINGLE)
    row('smp.SoftCrossEntropyLoss(reduction="sum", smooth_factor=0.1)', SMP, "three", lambda g: s.SoftCrossEntropyLoss("sum", 0.1)(g.z, g.labels))
    row('smp.SoftBCEWithLogitsLoss(reduction="sum", smooth_factor=0.1)', SMP, "multilabel", lambda g: s.SoftBCEWithLogitsLoss(reduction="sum", smooth_factor=0.1)(g.z, g.soft))


def keras_rows():
    k = lib.keras.losses

    def keras(text, input_name, make, of="logits"):
        last = lambda x: torch.movedim(x, 1, -1)  # noqa: E731
        row(f"keras.{text}", "keras", input_name, lambda g: make()(last(g.soft), last(g.z)), of=of, tolerance=SINGLE)

    keras("BinaryFocalCrossentropy(from_logits=True, gamma=1.5)", "multilabel-soft", lambda: k.BinaryFocalCrossentropy(from_logits=True, gamma=1.5))
    keras("BinaryFocalCrossentropy(from_logits=True, apply_class_balancing=True, alpha=0.3)", "multilabel-soft",
          lambda: k.BinaryFocalCrossentropy(from_logits=True, apply_class_balancing=True, alpha=0.3))
    keras('BinaryFocalCrossentropy(from_logits=True, reduction="sum")', "multilabel", lambda: k.BinaryFocalCrossentropy(from_logits=True, reduction="sum"))
    keras('BinaryCrossentropy(from_logits=True, reduction="sum")', "multilabel", lambda: k.BinaryCrossentropy(from_logits=True, reduction="sum"))
    keras('CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, reduction="sum")', "three",
          lambda: k.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, reduction="sum"))
    keras('Dice(axis=[1, 2], reduction="sum")', "three", lambda: k.Dice(axis=(1, 2), reduction="sum"), "probabilities")
    keras('Dice(axis=[1, 2, 3], reduction="sum")', "three", lambda: k.Dice(axis=(1, 2, 3), reduction="sum"), "probabilities")
    keras('Tversky(alpha=0.3, beta=0.7, axis=[0, 1, 2], version="3.15.1", reduction="sum")', "three",
          lambda: k.Tversky(alpha=0.3, beta=0.7, axis=(0, 1, 2), reduction="sum"), "probabilities")


def optax_rows():
    o = lib.optax

    def optax(text, input_name, function, note=None):
        row(f"optax.{text}", "optax", input_name, lambda g: jax_result(function, g), note=note)

    optax("sigmoid_focal_loss(alpha=0.3, gamma=1.5)", "multilabel-soft", lambda z, y: o.losses.sigmoid_focal_loss(z, y, alpha=0.3, gamma=1.5).mean())
    optax("sigmoid_focal_loss(gamma=0.5)", "multilabel-soft", lambda z, y: o.losses.sigmoid_focal_loss(z, y, gamma=0.5).mean())
    optax('dice_loss(class_weights=[1, 2, 0.5], reduction="sum")', "three",
          lambda z, y: o.losses.dice_loss(z, y, class_weights=jax.numpy.asarray([1.0, 2.0, 0.5]), reduction="sum").mean())
    optax("dice_loss()", "binary", lambda z, y: o.losses.dice_loss(z, y).mean())

    def imagewise(background):
        def one(z, y):
            return o.losses.multiclass_generalized_dice_loss(z, y, ignore_background=background)

        return lambda z, y: sum(one(z[n : n + 1], y[n : n + 1]) for n in range(len(z))) / len(z)

    for background in (False, True):
        optax(f"multiclass_generalized_dice_loss(ignore_background={background})", "three", imagewise(background), "the mean of the library's values of each image")


def other_rows():
    f, d = lib.kornia_focal, lib.kornia_dice
    near = {"value": 5e-6, "gradient": 1e-4}
    for reduction in ("mean", "sum"):
        row(f'kornia.binary_focal_loss_with_logits(alpha=None, gamma=1.5, weight=[1, 2, 0.5], reduction="{reduction}")', "kornia", "multilabel-soft",
            lambda g, r=reduction: f.binary_focal_loss_with_logits(g.z, g.soft, None, 1.5, r, weight=weights(1.0, 2.0, 0.5)))
    row('kornia.focal_loss(alpha=None, reduction="sum")', "kornia", "three", lambda g: f.focal_loss(g.z, g.labels, None, reduction="sum"), tolerance=near)
    row("kornia.dice_loss(weight=[1, 2, 0.5])", "kornia", "three", lambda g: d.dice_loss(g.z, g.labels, weight=weights(1.0, 2.0, 0.5)), tolerance=near)
    lovasz = lib.importlib.import_module("kornia.losses.lovasz_softmax").lovasz_softmax_loss
    row("kornia.lovasz_softmax_loss(weight=[0, 3])", "kornia", "two-3d", lambda g: lovasz(g.z.flatten(2)[..., None], g.labels.flatten(1)[..., None], weights(0.0, 3.0)), tolerance=SINGLE,
        note="of class 1 alone, whose mask is the class number that the library ranks by")
    focal, star = lib.fvcore.sigmoid_focal_loss, lib.fvcore.sigmoid_focal_loss_star
    row('fvcore.sigmoid_focal_loss(alpha=0.25, gamma=1.5, reduction="sum")', "fvcore", "multilabel-soft", lambda g: focal(g.z, g.soft, 0.25, 1.5, "sum"), tolerance=SINGLE)
    row("fvcore.sigmoid_focal_loss()", "fvcore", "multilabel-soft", lambda g: focal(g.z, g.soft).mean(), tolerance=SINGLE)
    row('fvcore.sigmoid_focal_loss_star(reduction="sum")', "fvcore", "multilabel", lambda g: star(g.z, g.soft, reduction="sum"), tolerance=SINGLE)
    n = lib.nnunet
    row("nnunet.SoftDiceLoss(apply_nonlin=None)", "nnU-Net", "three", lambda g: n.SoftDiceLoss(ddp=False)(g.z, index_map(g)), of="probabilities", tolerance=SINGLE)
    y = lib.odyssey
    row("odyssey.SoftDiceLoss(apply_nonlin=None)", "SegLossOdyssey", "three", lambda g: y.SoftDiceLoss()(g.z, index_map(g)), of="probabilities", tolerance=SINGLE)
    row('toolbelt.BalancedBCEWithLogitsLoss(reduction="sum")', "pytorch-toolbelt", "multilabel", lambda g: lib.toolbelt.BalancedBCEWithLogitsLoss(reduction="sum")(g.z, g.soft),
        tolerance=SINGLE, note="the share of negatives is a quotient of whole numbers there: float32")


if __name__ == "__main__":
    for group in (monai_rows, torch_rows, smp_rows, keras_rows, optax_rows, other_rows):
        group()
    write(HERE / "values-peer-presets.json", {"what": __doc__.split("\n")[0], "inputs": catalogue.INPUTS, "rows": catalogue.ROWS})
    print(len(catalogue.ROWS), "rows of", len({r["library"] for r in catalogue.ROWS}), "libraries")
