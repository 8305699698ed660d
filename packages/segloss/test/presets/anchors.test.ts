import { evaluate, linkOf, parseLoss, reference } from "segloss";
import { expect, test } from "vitest";
import { anchorCases } from "../golden/golden-case.ts";

// The values that the libraries gave on the shared input (golden/anchor-values.json), through presets. `times` and
// `plus` undo what the recorded row did to the library's number: null of a row says why no preset has it.

interface Wanted {
  readonly preset: string | null;
  readonly times?: number;
  readonly plus?: number;
  /** Presets of probabilities get the probabilities of the logits. */
  readonly tolerance?: number;
}

const ROWS: Readonly<Record<string, string | Wanted>> = {
  "bce/torch": "torch.binary_cross_entropy_with_logits",
  "ce/torch ignore255": "torch.cross_entropy",
  "ce/keras sparse ignore255": "keras.SparseCategoricalCrossentropy(from_logits=true)",
  "balanced_bce/toolbelt g1": "toolbelt.BalancedBCEWithLogitsLoss",
  "dice/monai default softmax": "monai.DiceLoss(softmax=true)",
  "dice/monai batch": "monai.DiceLoss(softmax=true, batch=true)",
  "dice/monai squared": "monai.DiceLoss(softmax=true, squared_pred=true)",
  "dice/monai no-bg": "monai.DiceLoss(softmax=true, include_background=false)",
  "jaccard/monai": "monai.DiceLoss(softmax=true, jaccard=true)",
  "dice/monai weight[1,2,3]": "monai.DiceLoss(softmax=true, weight=[1, 2, 3])",
  "tversky/monai a.3 b.7": "monai.TverskyLoss(alpha=0.3, beta=0.7, softmax=true)",
  "dicece/monai": "monai.DiceCELoss(softmax=true)",
  "dice/smp multiclass": 'smp.DiceLoss(mode="multiclass")',
  "dice/smp weight[1,2,3]": "smp.DiceLoss(class_weights=[1, 2, 3])",
  "dice/smp ignore255": "smp.DiceLoss",
  "jaccard/smp": "smp.JaccardLoss",
  "tversky/smp a.3 b.7": "smp.TverskyLoss(alpha=0.3, beta=0.7)",
  "dice/optax default smooth1 (mean over B)": "optax.dice_loss",
  "dice/optax smooth0": "optax.dice_loss(smooth=0)",
  "dice/optax class_weights[1,2,3]": "optax.dice_loss(class_weights=[1, 2, 3])",
  "tversky/optax a.3 b.7 smooth0": "optax.dice_loss(smooth=0, alpha=0.3, beta=0.7)",
  "dice/keras default (micro over everything)": "keras.Dice",
  "dice/keras axis(1,2) -> (B,C) mean": "keras.Dice(axis=[1, 2])",
  "tversky/keras(installed) a0.3 b0.7 axis(1,2)":
    'keras.Tversky(alpha=0.3, beta=0.7, axis=[1, 2], version="3.15.1")',
  "tversky/keras(installed) a0.7 b0.3 axis(1,2)":
    'keras.Tversky(alpha=0.7, beta=0.3, axis=[1, 2], version="3.15.1")',
  "dice/boundary-loss idc012": "boundaryLoss.DiceLoss(idc=[0, 1, 2])",
  "dice/kornia micro": "kornia.dice_loss()",
  "dice/kornia macro": "kornia.dice_loss(average=macro)",
  "jaccard/jdt D": "jdt.JDTLoss",
  "dice/jdt D": "jdt.JDTLoss(alpha=0.5, beta=0.5)",
  "jaccard/jdt I": "jdt.JDTLoss(mIoUD=0, mIoUI=1)",
  "dice/nnunet MemEff batch nobg 1e-5": {
    preset: "nnunet.MemoryEfficientSoftDiceLoss(batch_dice=true, do_bg=false, smooth=1e-5)",
    plus: 1,
  },
  "dice/nnunet sample nobg 1e-5": {
    preset: "nnunet.MemoryEfficientSoftDiceLoss(do_bg=false, smooth=1e-5)",
    plus: 1,
  },
  "dice/segloss smooth1 bg": { preset: "odyssey.SoftDiceLoss", plus: 1 },
  "tversky/segloss": { preset: "odyssey.TverskyLoss", plus: 1 },
  "focal/monai sigmoid g2": "monai.FocalLoss(gamma=2)",
  "focal/monai sigmoid g2 a.25": "monai.FocalLoss(gamma=2, alpha=0.25)",
  "focal/smp multiclass g2 (one-vs-rest sigmoid)": "smp.FocalLoss",
  "focal/smp multiclass a.25": "smp.FocalLoss(alpha=0.25)",
  "focal/fvcore a-1 mean": "fvcore.sigmoid_focal_loss",
  "focal/fvcore a.25 mean": 'fvcore.sigmoid_focal_loss(alpha=0.25, reduction="mean")',
  "focal/optax mean": "optax.sigmoid_focal_loss",
  "focal/optax a.25 mean": "optax.sigmoid_focal_loss(alpha=0.25)",
  "focal/keras binary g2": "keras.BinaryFocalCrossentropy(from_logits=true)",
  "focal/keras binary g2 a.25":
    "keras.BinaryFocalCrossentropy(apply_class_balancing=true, alpha=0.25, from_logits=true)",
  "focal/monai softmax g2": { preset: "monai.FocalLoss(use_softmax=true)", times: 3 },
  "focal/monai softmax g2 a.25": { preset: "monai.FocalLoss(use_softmax=true, alpha=0.25)", times: 3 },
  "focal/kornia aNone mean": { preset: "kornia.focal_loss(alpha=None)", times: 3, tolerance: 5e-6 },
  "focal/kornia a.25 mean": { preset: "kornia.focal_loss(alpha=0.25)", times: 3, tolerance: 5e-6 },
  "focal/keras categorical default a.25 g2": "keras.CategoricalFocalCrossentropy(from_logits=true)",
  "focal/boundary-loss g2": "boundaryLoss.FocalLoss(idc=[0, 1, 2], gamma=2)",
  "lovasz/berman present batch": "berman.lovasz_softmax",
  "lovasz/berman all batch": "berman.lovasz_softmax(classes=all)",
  "lovasz/berman present per_image": "berman.lovasz_softmax(per_image=true)",
  "lovasz/berman all per_image": "berman.lovasz_softmax(classes=all, per_image=true)",
  "lovasz_hinge/berman per_image": "berman.lovasz_hinge",
  "lovasz_hinge/berman batch": "berman.lovasz_hinge(per_image=false)",
  "lovasz/smp batch present": "smp.LovaszLoss",
  "lovasz/smp per_image": "smp.LovaszLoss(per_image=true)",
  "lovasz/segloss on probs": "odyssey.LovaszSoftmax",
  "lovasz_hinge/kornia": "kornia.lovasz_hinge_loss",
};

/** Values on the same input beyond those rows. Left out: optax' generalised Dice and the focal Tversky of
 * SegLossOdyssey per image, whose batch mean is inside (see their notes); JDT's mIoUC, which is refused. */
const FURTHER: readonly (readonly [string, number])[] = [
  ["monai.GeneralizedDiceLoss(softmax=true)", 0.6421200037002563],
  ["monai.GeneralizedDiceLoss(softmax=true, batch=true)", 0.6685925126075745],
  ["monai.FocalLoss(use_softmax=true, include_background=false, defects=true)", 0.22452929615974426],
  ["monai.DiceCELoss(softmax=true, weight=[1, 2, 3])", 3.109398365020752],
  ["monai.SoftclDiceLoss", 0.6109873056411743],
  ["monai.HausdorffDTLoss(softmax=true)", 0.7262003421783447],
  ["smp.TverskyLoss(alpha=0.3, beta=0.7, gamma=1.3333333333)", 0.5421252846717834],
  ["kornia.tversky_loss(alpha=0.3, beta=0.7)", 0.6236151456832886],
  ["kornia.tversky_loss(alpha=0.7, beta=0.3, defects=true)", 0.6236151456832886],
  ["boundaryLoss.GeneralizedDice(defects=true)", 0.7873586416244507],
  ["odyssey.SoftDiceLoss(square=true)", -0.41737380623817444],
  ["odyssey.GDiceLoss(defects=true)", -0.21264824271202087],
  ["odyssey.GDiceLossV2", -0.33139848709106445],
  ["odyssey.FocalLoss(alpha=0.5)", 0.7204505801200867],
];

const softmax = (logits: ArrayLike<number>, [batch, channels, ...space]: readonly number[]): Float64Array => {
  const pixels = space.reduce((a, b) => a * b, 1);
  return Float64Array.from({ length: batch * channels * pixels }, (_, k) => {
    const [n, i] = [Math.floor(k / (channels * pixels)), k % pixels];
    const at = (c: number): number => Math.exp(logits[(n * channels + c) * pixels + i]);
    return Math.exp(logits[k]) / Array.from({ length: channels }, (_, c) => at(c)).reduce((a, b) => a + b, 0);
  });
};

type Case = ReturnType<typeof anchorCases>[number];

function lossValue(preset: string, { shape, logits, targets, ignore }: Case): number {
  const loss = parseLoss(preset);
  const given = linkOf(loss) === "none" ? softmax(logits, shape) : logits;
  const data = { shape, layout: "channels-first" as const, targets, ...(ignore !== undefined && { ignore }) };
  return evaluate(loss, { engine: reference(), ...data, logits: given, gradient: false }).value;
}

test.for(anchorCases().map((each) => [each.id, each] as const))("%s", ([id, each]) => {
  const row = ROWS[id];
  const {
    preset,
    times = 1,
    plus = 0,
    tolerance = 2e-6,
  } = typeof row === "string" ? { preset: row } : (row as Wanted);
  if (preset === null) return;
  const value = times * lossValue(preset, each) + plus;
  expect(Math.abs(value / each.value - 1), `${preset}: ${value}, expected ${each.value}`).toBeLessThan(
    tolerance,
  );
});

test.for(FURTHER)("%s", ([preset, expected]) => {
  const labels = anchorCases().find(({ id }) => id === "dice/monai default softmax") as Case;
  const value = lossValue(preset, labels);
  expect(Math.abs(value / expected - 1), `${preset}: ${value}, expected ${expected}`).toBeLessThan(2e-6);
});

test("every recorded row is here", () => {
  expect(
    anchorCases()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(Object.keys(ROWS).sort());
});
