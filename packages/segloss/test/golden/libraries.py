"""Loads the libraries whose numbers stand in this folder.

torch, scipy, keras, jax and torchvision come from pip (requirements.txt). The others are run from checkouts at the
commits of checkouts.json, in the folder that the variable GOLDEN_CHECKOUTS names. Only the files that hold losses are
imported, under bare parent packages, so that what those packages import elsewhere need not be installed.

Some of these files cast to float32 inside. `in_double` reads such a file with the casts turned to float64; nothing
else is changed, and the library's name in the JSON then says "casts read as float64".
"""

import contextlib
import importlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import types
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"
warnings.filterwarnings("ignore")

HERE = Path(__file__).parent
CHECKOUTS = Path(os.environ["GOLDEN_CHECKOUTS"])
COMMITS = {name: commit for name, (_, commit) in json.loads((HERE / "checkouts.json").read_text()).items()}


def checkout(name: str) -> Path:
    """The folder of a checkout, refused when it is not at the commit that checkouts.json names."""
    folder = CHECKOUTS / name
    head = subprocess.run(["git", "-C", folder, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    if head.stdout.strip() != COMMITS[name]:
        raise SystemExit(f"{name}: expected commit {COMMITS[name]}, found {head.stdout.strip()}")
    return folder


def bare_package(name: str, folder: Path) -> None:
    """A package whose __init__ is not run, so that one module of it can be imported alone."""
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


def stand_in(name: str, **members) -> None:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module


def file_module(path: Path, name: str, double: bool = False) -> types.ModuleType:
    """The module in one file; with `double`, its casts to float32 are read as casts to float64."""
    source = path.read_text()
    if double:
        source = source.replace(".float()", ".double()").replace("torch.float32", "torch.float64")
    module = types.ModuleType(name)
    module.__file__ = str(path)
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module


import jax  # noqa: E402

jax.config.update("jax_enable_x64", True)

import keras  # noqa: E402
import numpy  # noqa: E402
import scipy  # noqa: E402
import torch  # noqa: E402

torch.set_num_threads(1)

sys.path.insert(0, str(checkout("MONAI")))
import monai.losses as monai  # noqa: E402
import monai.losses.focal_loss as monai_focal  # noqa: E402

sys.path.insert(0, str(checkout("optax")))
import optax  # noqa: E402

bare_package("segmentation_models_pytorch", checkout("segmentation_models.pytorch") / "segmentation_models_pytorch")
smp = importlib.import_module("segmentation_models_pytorch.losses")
smp_functional = importlib.import_module("segmentation_models_pytorch.losses._functional")

bare_package("kornia", checkout("kornia") / "kornia")
bare_package("kornia.core", checkout("kornia") / "kornia/core")
bare_package("kornia.losses", checkout("kornia") / "kornia/losses")
kornia_focal = importlib.import_module("kornia.losses.focal")
kornia_dice = importlib.import_module("kornia.losses.dice")
kornia_lovasz_hinge = importlib.import_module("kornia.losses.lovasz_hinge")

TORCHVISION = Path(importlib.util.find_spec("torchvision").origin).parent
bare_package("torchvision", TORCHVISION)
bare_package("torchvision.ops", TORCHVISION / "ops")
stand_in("torchvision.utils", _log_api_usage_once=lambda _: None)
torchvision_focal = importlib.import_module("torchvision.ops.focal_loss")
torchvision_version = importlib.import_module("torchvision.version").__version__.split("+")[0]

FVCORE = checkout("fvcore") / "fvcore/nn/focal_loss.py"
fvcore = file_module(FVCORE, "fvcore_focal_loss")
BERMAN = checkout("LovaszSoftmax") / "pytorch/lovasz_losses.py"
berman = file_module(BERMAN, "lovasz_losses")
berman_double = file_module(BERMAN, "lovasz_losses_double", double=True)
jdt = file_module(checkout("JDTLosses") / "losses/jdt_loss.py", "jdt_loss")
toolbelt = file_module(
    checkout("pytorch-toolbelt") / "pytorch_toolbelt/losses/balanced_bce.py", "balanced_bce"
)

stand_in("utils", simplex=lambda _: True, probs2one_hot=None, one_hot=lambda _: True, one_hot2hd_dist=None)
boundary = file_module(checkout("boundary-loss") / "losses.py", "boundary_losses")
del sys.modules["utils"]

bare_package("nnunetv2", checkout("nnUNet") / "nnunetv2")
nnunet = importlib.import_module("nnunetv2.training.loss.dice")

sys.path.insert(0, str(checkout("SegLossOdyssey") / "losses_pytorch"))
odyssey = file_module(checkout("SegLossOdyssey") / "losses_pytorch/dice_loss.py", "odyssey_dice_loss")


def quiet(make, *arguments, **options):
    """Calls a constructor that prints to the terminal."""
    with contextlib.redirect_stdout(io.StringIO()):
        return make(*arguments, **options)


def at(name: str) -> str:
    return f"commit {COMMITS[name][:12]}"


VERSIONS = {
    "torch": torch.__version__,
    "scipy": scipy.__version__,
    "numpy": numpy.__version__,
    "keras": f"{keras.__version__} (torch backend)",
    "torchvision": torchvision_version,
    "optax": f"{at('optax')} ({optax.__version__}, jax {jax.__version__})",
    "MONAI": at("MONAI"),
    "segmentation_models.pytorch": at("segmentation_models.pytorch"),
    "Berman LovaszSoftmax": at("LovaszSoftmax"),
    "fvcore": at("fvcore"),
    "kornia": at("kornia"),
    "boundary-loss": at("boundary-loss"),
    "JDTLosses": at("JDTLosses"),
    "pytorch-toolbelt": at("pytorch-toolbelt"),
    "nnU-Net": at("nnUNet"),
    "SegLossOdyssey": at("SegLossOdyssey"),
}
