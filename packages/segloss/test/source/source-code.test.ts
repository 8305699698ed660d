import { equalCalls, LOSSES, lossFromJson, lossToJson, parseLoss, SOURCE_TARGETS, sourceCode } from "segloss";
import { describe, expect, it } from "vitest";

describe("dice for PyTorch", () => {
  it("reads as somebody would write it", () => {
    expect(sourceCode(parseLoss("dice(smooth=1)"), { as: "pytorch" }).code).toBe(`import torch


def dice_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Dice loss (F1): 1 - soft Dice coefficient.

        1 - (2*sum(p*y) + smooth)/(sum(p^2) + sum(y^2) + smooth)

    With smooth = 1.
    Sums run over the pixels of each image, and images are averaged.

    Written by segloss: PyTorch code of dice(smooth=1).

    Args:
        logits: outputs of the network, before the sigmoid, [N, 1, *space].
        targets: 0 or 1, [N, *space].
    """
    logits = logits.to(torch.promote_types(logits.dtype, torch.float32))
    z = logits.flatten(1)  # [N, pixels]
    y = targets.flatten(1).to(z.dtype)
    p = torch.sigmoid(z)
    sum_py = (p * y).sum(dim=-1)
    sum_p2 = (p**2).sum(dim=-1)
    sum_y = y.sum(dim=-1)
    return (1 - (1 + 2 * sum_py) / (1 + sum_p2 + sum_y)).mean()
`);
  });

  it("says where 0/0 has a value, and where pixels are left out", () => {
    const { code } = sourceCode(parseLoss("dice"), { as: "pytorch", channels: 3, ignore: 255 });
    expect(code).toContain("def _ratio(a, b, empty):");
    expect(code).toContain("valid = targets.flatten(1) != 255");
    expect(code).toContain("pixels with the label 255 are left");
  });
});

describe.each(SOURCE_TARGETS)("for %s", (as) => {
  it.each(LOSSES.map(({ definition }) => definition.name))(
    "%s is the same each time, with names that are free",
    (name) => {
      for (const channels of [1, 3]) {
        const make = () => sourceCode(parseLoss(name), { as, channels });
        const { code, arguments: list } = make();
        expect(make().code).toBe(code);
        expect(sourceCode(lossFromJson(lossToJson(parseLoss(name))), { as, channels }).code).toBe(code);
        expect(code).not.toMatch(/undefined|NaN|\[object/);
        expect(code).toMatch(/\n$/);
        expect(code.split("\n").filter((line) => line.length > 100)).toEqual([]);
        for (const argument of list) expect(code).toContain(argument.name);
      }
    },
  );

  it("names the fields and the progress that the caller brings", () => {
    const names = (text: string): string[] =>
      sourceCode(parseLoss(text), { as, channels: 3 }).arguments.map(({ name }) =>
        name.replaceAll("_", "").toLowerCase(),
      );
    expect(names("hausdorff")).toEqual(expect.arrayContaining(["distance", "predicteddistance"]));
    expect(names("distanceCrossEntropy")).toEqual(expect.arrayContaining(["d1", "d2"]));
    expect(names("ramp(1, 0)*dice")).toContain("progress");
    expect(names('formula("mean(m*p)", maps=[m])')).toContain("m");
  });
});

describe("a call of a library that is the same loss", () => {
  it.each([
    ["monai.DiceLoss(softmax=true)", "pytorch", 3, "monai.losses.DiceLoss(softmax=True)"],
    [
      "tversky(alpha=0.3, beta=0.7, smooth=1e-5)",
      "pytorch",
      1,
      "monai.losses.TverskyLoss(sigmoid=True, alpha=0.3, beta=0.7)",
    ],
    ["crossEntropy", "pytorch", 3, "torch.nn.CrossEntropyLoss()"],
    ["lovasz", "pytorch", 3, 'segmentation_models_pytorch.losses.LovaszLoss(mode="multiclass")'],
    ["keras.Dice", "keras", 1, "keras.losses.Dice()"],
    ["focal(gamma=2)", "jax", 1, "optax.losses.sigmoid_focal_loss(logits, labels).mean()"],
    ["crossEntropy", "tfjs", 1, "tf.losses.sigmoidCrossEntropy(labels, logits)"],
  ] as const)("%s for %s", (loss, as, channels, call) => {
    expect(equalCalls(parseLoss(loss), { as, channels })).toContain(call);
  });

  it("goes by the kind of targets", () => {
    const calls = (loss: string, targets: "indices" | "soft") =>
      equalCalls(parseLoss(loss), { as: "pytorch", targets });
    const monai = "monai.losses.DiceLoss(sigmoid=True, smooth_nr=0, smooth_dr=0";
    expect(calls("diceSemimetric", "indices")).toContain(`${monai})`);
    expect(calls("diceSemimetric", "soft")).not.toContain(`${monai})`);
    expect(calls("diceSemimetric", "soft")).toContain(`${monai}, soft_label=True)`);
    expect(calls("jaccardMetric", "soft")).toEqual([]);
    expect(calls("crossEntropy", "soft")).toContain("torch.nn.BCEWithLogitsLoss()");
  });

  it("is not said where there is none", () => {
    expect(equalCalls(parseLoss("tversky(alpha=0.3, beta=0.6, smooth=2)"), { as: "keras" })).toEqual([]);
    expect(equalCalls(parseLoss("softClDice"), { as: "jax" })).toEqual([]);
  });
});

describe("mistakes", () => {
  it.each([
    [{ as: "torch" }, /^Unknown library "torch": expected pytorch, jax, keras, tfjs\.$/],
    [{ as: "jax", channels: 0 }, /^channels must be a whole number of at least 1, got 0\.$/],
    [{ as: "jax", dimensions: 4 }, /^dimensions must be 1, 2 or 3, got 4\.$/],
    [{ as: "jax", ignore: 0.5 }, /^ignore must be whole labels such as 255, got 0\.5\.$/],
    [{ as: "jax", ignore: 255, targets: "soft" }, /^ignore names labels, but the targets are soft/],
    [{ as: "jax", link: "softmax", channels: 1 }, /^softmax of one channel is always 1/],
  ])("%j", (options, message) => {
    expect(() => sourceCode(parseLoss("dice"), options as never)).toThrow(message);
  });
});
