"""Writes signatures.json: the options of each library's losses with their defaults, which a call may spell out.

Read from the sources at the commits of checkouts.json and from the installed torch, keras and optax. What has no default, or
one that is no plain value, is left out. Files that have no checkout are listed by hand, with where they were read.
"""

import ast
import inspect
import json

import libraries as lib
from libraries import CHECKOUTS, HERE, VERSIONS

SIGNATURES = []
ENUMS = {"LossReduction.MEAN": "mean", "Weight.SQUARE": "square"}


def record(preset, version, file, options):
    SIGNATURES.append({"preset": preset, "version": version, "file": file, "options": options})


def plain_default(node):
    text = ast.unparse(node)
    if text in ENUMS:
        return ENUMS[text]
    return ast.literal_eval(node)


def read(name, version, folder, file, prefix):
    """Every function and constructor of a file."""
    tree = ast.parse((CHECKOUTS / folder / file).read_text())
    for node in tree.body:
        maker = node
        if isinstance(node, ast.ClassDef):
            maker = next((m for m in node.body if isinstance(m, ast.FunctionDef) and m.name == "__init__"), None)
        if not isinstance(maker, ast.FunctionDef):
            continue
        options = {}
        arguments = [*maker.args.args, *maker.args.kwonlyargs]
        defaults = [None] * (len(maker.args.args) - len(maker.args.defaults)) + [*maker.args.defaults, *maker.args.kw_defaults]
        for argument, default in zip(arguments, defaults):
            try:
                if default is not None:
                    options[argument.arg] = plain_default(default)
            except ValueError:
                pass
        if node.name in name:
            record(f"{prefix}.{node.name}", version, f"{folder}/{file}", options)


def installed(prefix, version, **makers):
    for name, maker in makers.items():
        given = {p.name: p.default for p in inspect.signature(maker).parameters.values() if p.default is not inspect.Parameter.empty}
        record(f"{prefix}.{name}", version, "installed", given)


def main():
    t, k, o = lib.torch.nn, lib.keras.losses, lib.optax.losses
    entropy = {"CrossEntropyLoss": t.CrossEntropyLoss, "BCEWithLogitsLoss": t.BCEWithLogitsLoss}
    installed("torch", VERSIONS["torch"], **entropy, cross_entropy=t.functional.cross_entropy,
              binary_cross_entropy_with_logits=t.functional.binary_cross_entropy_with_logits)
    installed("nnunet", VERSIONS["torch"], RobustCrossEntropyLoss=t.CrossEntropyLoss)
    installed("odyssey", VERSIONS["torch"], CrossentropyND=t.CrossEntropyLoss)
    names = "Dice Tversky CategoricalCrossentropy SparseCategoricalCrossentropy BinaryCrossentropy CategoricalFocalCrossentropy BinaryFocalCrossentropy CategoricalGeneralizedCrossEntropy"
    installed("keras", VERSIONS["keras"], **{name: getattr(k, name) for name in names.split()})
    names = "dice_loss binary_dice_loss multiclass_generalized_dice_loss sigmoid_focal_loss sigmoid_binary_cross_entropy softmax_cross_entropy softmax_cross_entropy_with_integer_labels poly_loss_cross_entropy"
    installed("optax", VERSIONS["optax"], **{name: getattr(o, name) for name in names.split()})

    def monai(file, names):
        read(names.split(), VERSIONS["MONAI"], "MONAI", f"monai/losses/{file}.py", "monai")

    monai("dice", "DiceLoss GeneralizedDiceLoss GeneralizedWassersteinDiceLoss DiceCELoss DiceFocalLoss GeneralizedDiceFocalLoss")
    monai("focal_loss", "FocalLoss")
    monai("nacl_loss", "NACLLoss")
    monai("tversky", "TverskyLoss")
    monai("hausdorff_loss", "HausdorffDTLoss")
    monai("cldice", "SoftclDiceLoss SoftDiceclDiceLoss")
    monai("unified_focal_loss", "AsymmetricFocalLoss AsymmetricFocalTverskyLoss AsymmetricUnifiedFocalLoss")
    for name, other in (("MaskedDiceLoss", "DiceLoss"), ("LogHausdorffDTLoss", "HausdorffDTLoss")):
        found = next(s for s in SIGNATURES if s["preset"] == f"monai.{other}")
        record(f"monai.{name}", found["version"], found["file"], found["options"])
    for file, name in (("dice", "DiceLoss"), ("jaccard", "JaccardLoss"), ("tversky", "TverskyLoss"), ("focal", "FocalLoss"), ("lovasz", "LovaszLoss"),
                       ("soft_ce", "SoftCrossEntropyLoss"), ("soft_bce", "SoftBCEWithLogitsLoss"), ("mcc", "MCCLoss")):
        read([name], VERSIONS["segmentation_models.pytorch"], "segmentation_models.pytorch", f"segmentation_models_pytorch/losses/{file}.py", "smp")
    for file, names in (("dice", "dice_loss"), ("focal", "focal_loss binary_focal_loss_with_logits"), ("tversky", "tversky_loss"),
                        ("lovasz_hinge", "lovasz_hinge_loss"), ("lovasz_softmax", "lovasz_softmax_loss")):
        read(names.split(), VERSIONS["kornia"], "kornia", f"kornia/losses/{file}.py", "kornia")
    loss = "nnunetv2/training/loss"
    read(["SoftDiceLoss", "MemoryEfficientSoftDiceLoss"], VERSIONS["nnU-Net"], "nnUNet", f"{loss}/dice.py", "nnunet")
    read(["TopKLoss"], VERSIONS["nnU-Net"], "nnUNet", f"{loss}/robust_ce_loss.py", "nnunet")
    read(["DC_and_CE_loss", "DC_and_BCE_loss"], VERSIONS["nnU-Net"], "nnUNet", f"{loss}/compound_losses.py", "nnunet")

    def odyssey(file, names):
        read(names.split(), VERSIONS["SegLossOdyssey"], "SegLossOdyssey", f"losses_pytorch/{file}.py", "odyssey")

    odyssey("dice_loss", "SoftDiceLoss IoULoss TverskyLoss FocalTversky_loss AsymLoss SSLoss GDiceLoss GDiceLossV2 PenaltyGDiceLoss DC_and_CE_loss DC_and_topk_loss ExpLog_loss")
    odyssey("ND_Crossentropy", "TopKLoss")
    odyssey("focal_loss", "FocalLoss")
    odyssey("lovasz_loss", "LovaszSoftmax")
    odyssey("boundary_loss", "BDLoss")
    read(["JDTLoss"], VERSIONS["JDTLosses"], "JDTLosses", "losses/jdt_loss.py", "jdt")
    read(["sigmoid_focal_loss", "sigmoid_focal_loss_star"], VERSIONS["fvcore"], "fvcore", "fvcore/nn/focal_loss.py", "fvcore")
    read(["lovasz_softmax", "lovasz_hinge"], VERSIONS["Berman LovaszSoftmax"], "LovaszSoftmax", "pytorch/lovasz_losses.py", "berman")
    toolbelt = "pytorch_toolbelt/losses/balanced_bce.py"
    read(["BalancedBCEWithLogitsLoss", "balanced_binary_cross_entropy_with_logits"], VERSIONS["pytorch-toolbelt"], "pytorch-toolbelt", toolbelt, "toolbelt")
    by_hand()
    text = ",\n".join(json.dumps(signature) for signature in SIGNATURES)
    (HERE / "signatures.json").write_text(f"[\n{text}\n]\n")
    print(len(SIGNATURES), "signatures")


def by_hand():
    """Libraries that have no checkout here: MMSegmentation's files as read, MONAI's later ones, tf.losses of 4.22.0."""
    common = {"reduction": "mean", "class_weight": None, "loss_weight": 1.0}

    def mmseg(name, version, options, loss_name):
        named = {} if loss_name is None else {"loss_name": loss_name}
        record(f"mmseg.{name}", version, "MMSegmentation, read", {**options, **named})

    dice = {"use_sigmoid": True, "activate": True, "reduction": "mean", "naive_dice": False, "loss_weight": 1.0, "ignore_index": 255, "eps": 1e-3}
    mmseg("DiceLoss", "1.1", dice, "loss_dice")
    mmseg("TverskyLoss", "01226727", {**common, "smooth": 1, "ignore_index": 255, "alpha": 0.3, "beta": 0.7}, "loss_tversky")
    mmseg("FocalLoss", "07cd6c98", {**common, "use_sigmoid": True, "gamma": 2.0, "alpha": 0.5}, "loss_focal")
    mmseg("LovaszLoss", "13bd7681", {**common, "loss_type": "multi_class", "classes": "present", "per_image": False}, None)
    mmseg("LovaszLoss", "1.x", {**common, "loss_type": "multi_class", "classes": "present", "per_image": False}, "loss_lovasz")
    mmseg("CrossEntropyLoss", "021e797a", {**common, "use_sigmoid": False, "use_mask": False, "avg_non_ignore": False}, "loss_ce")
    activation = {"include_background": True, "to_onehot_y": False, "sigmoid": False, "softmax": False, "other_act": None, "reduction": "mean"}
    later = "later than d388d1c6fec8, read"
    record("monai.MCCLoss", later, "monai/losses/mcc_loss.py 781616b3", {**activation, "smooth_nr": 0.0, "smooth_dr": 1e-5, "batch": False})
    cl_dice = {"iter_": 3, "smooth_nr": 1.0, "smooth_dr": 1.0, "smooth": 1e-4, **activation}
    record("monai.SoftclDiceLoss", later, "monai/losses/cldice.py 384075a1", cl_dice)
    record("monai.SoftDiceclDiceLoss", later, "monai/losses/cldice.py 384075a1", {**cl_dice, "alpha": 0.5})
    record("monai.AsymmetricUnifiedFocalLoss", later, "monai/losses/unified_focal_loss.py 05142ed2",
           {"weight": 0.5, "delta": 0.6, "gamma": 0.5, "include_background": True, "to_onehot_y": False, "reduction": "mean", "use_softmax": False, "epsilon": 1e-7})
    for name in ("sigmoidCrossEntropy", "softmaxCrossEntropy"):
        # Reduction.SUM_BY_NONZERO_WEIGHTS is 3.
        record(f"tfjs.{name}", "4.22.0", "tf.losses", {"weights": None, "labelSmoothing": 0, "reduction": 3})
    for name in ("DiceLoss", "GeneralizedDice", "CrossEntropy", "FocalLoss", "SurfaceLoss", "BoundaryLoss", "HausdorffLoss"):
        record(f"boundaryLoss.{name}", VERSIONS["boundary-loss"], "losses.py: keywords without defaults", {})
    record("odyssey.DisPenalizedCE", VERSIONS["SegLossOdyssey"], "losses_pytorch/ND_Crossentropy.py", {})


if __name__ == "__main__":
    main()
