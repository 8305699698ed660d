import { berman } from "./berman.ts";
import { boundaryLoss } from "./boundary-loss.ts";
import { fvcore } from "./fvcore.ts";
import { jdt } from "./jdt.ts";
import { keras } from "./keras.ts";
import { kornia } from "./kornia.ts";
import { mmseg } from "./mmseg.ts";
import { monai } from "./monai.ts";
import { nnunet } from "./nnunet.ts";
import { odyssey } from "./odyssey.ts";
import { optax } from "./optax.ts";
import type { PresetLibrary } from "./preset.ts";
import { smp } from "./smp.ts";
import { tfjs } from "./tfjs.ts";
import { toolbelt } from "./toolbelt.ts";
import { torch } from "./torch.ts";

export type { Preset, PresetDefinition, PresetLibrary } from "./preset.ts";
export {
  berman,
  boundaryLoss,
  fvcore,
  jdt,
  keras,
  kornia,
  mmseg,
  monai,
  nnunet,
  odyssey,
  optax,
  smp,
  tfjs,
  toolbelt,
  torch,
};

/** Every library whose losses we have under its names. A new library is its file and a line here. */
export const PRESETS: readonly PresetLibrary[] = [
  { name: "torch", title: "PyTorch", version: "2.13.0", losses: torch },
  { name: "monai", title: "MONAI", version: "commit d388d1c6fec8", losses: monai },
  { name: "smp", title: "segmentation_models.pytorch", version: "commit 5006616357631", losses: smp },
  { name: "keras", title: "Keras", version: "3.15.1 (Tversky: also later)", losses: keras },
  { name: "optax", title: "optax", version: "commit 2edbcbe2390d", losses: optax },
  { name: "nnunet", title: "nnU-Net", version: "commit 0e495086eb10", losses: nnunet },
  { name: "odyssey", title: "SegLossOdyssey", version: "commit d562441a3bb9", losses: odyssey },
  { name: "kornia", title: "kornia", version: "commit b4f5a78a1389", losses: kornia },
  { name: "berman", title: "LovaszSoftmax (Berman)", version: "commit 7d48792d35a0", losses: berman },
  { name: "jdt", title: "JDTLosses", version: "commit 68ce8ac431a0", losses: jdt },
  { name: "fvcore", title: "fvcore", version: "commit 3378afe0d71d", losses: fvcore },
  { name: "boundaryLoss", title: "boundary-loss", version: "commit 171c32d88a4c", losses: boundaryLoss },
  {
    name: "mmseg",
    title: "MMSegmentation",
    version:
      "its files as read (dice_loss.py 0c87f7a0 and later, tversky_loss.py 01226727, focal_loss.py 07cd6c98, lovasz_loss.py 13bd7681, cross_entropy_loss.py 021e797a); the library was not run",
    losses: mmseg,
  },
  { name: "toolbelt", title: "pytorch-toolbelt", version: "commit 05e07ac", losses: toolbelt },
  { name: "tfjs", title: "TensorFlow.js (tf.losses)", version: "4.22.0", losses: tfjs },
];
