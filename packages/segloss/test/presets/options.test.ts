import {
  dice,
  evaluate,
  keras,
  type Loss,
  linkOf,
  lossFromJson,
  lossToJson,
  monai,
  PRESETS,
  parseLoss,
  printLoss,
  reference,
  sum,
} from "segloss";
import { describe, expect, it } from "vitest";

const all = PRESETS.flatMap(({ name, losses }) =>
  Object.entries(losses).map(([loss, preset]) => [`${name}.${loss}`, preset] as const),
);

const data = {
  shape: [2, 4, 3],
  logits: Float64Array.from({ length: 24 }, (_, i) => 2 * Math.sin(1.7 * i)),
  targets: Uint8Array.of(0, 1, 2, 1, 2, 2, 0, 1),
};

function probabilities(logits: Float64Array): Float64Array {
  return logits.map((z, k) => {
    const row = logits.subarray(k - (k % 3), k - (k % 3) + 3);
    return Math.exp(z) / row.reduce((a, x) => a + Math.exp(x), 0);
  });
}

function lossValue(loss: Loss): number {
  const maps =
    loss.terms[0].maps.length === 0 ? {} : { maps: { mask: Float32Array.of(1, 0, 1, 1, 1, 1, 0, 1) } };
  const logits = linkOf(loss) === "none" ? probabilities(data.logits) : data.logits;
  return evaluate(loss, { engine: reference(), ...data, logits, gradient: false, ...maps }).value;
}

describe("every preset", () => {
  it.each(all)("%s: a link of its own, finite, the same through text and JSON", (name, preset) => {
    const loss = preset({});
    expect(["sigmoid", "softmax", "none", "default"]).toContain(loss.terms[0].link);
    const value = lossValue(loss);
    expect(Number.isFinite(value)).toBe(true);
    expect(lossValue(lossFromJson(lossToJson(loss)))).toBe(value);
    expect(lossValue(parseLoss(printLoss(loss)))).toBe(value);
    expect(preset.definition.name).toBe(name);
  });

  it.each(all)("%s: an unknown option is named", (name, preset) => {
    expect(() => preset({ smoohh: 1 })).toThrow(new RegExp(`^${name} has no option "smoohh"`));
  });

  it.each(all)("%s: defects, or none to reproduce", (_, preset) => {
    const has = preset.definition.defects !== undefined;
    const make = (): Loss => preset({ defects: true });
    if (has) expect(make().terms.length).toBeGreaterThan(0);
    else expect(make).toThrow(/no known defects|no option/);
  });
});

describe("what is refused says why", () => {
  it.each<readonly [string, RegExp]>([
    ["smp.DiceLoss(ignore_index=255)", /^smp\.DiceLoss: ignore_index is not supported here: pass ignore/],
    [
      'monai.DiceLoss(reduction="max")',
      /^monai\.DiceLoss: reduction must be "mean" or "sum" or "none", got "max"/,
    ],
    ["monai.DiceLoss(sigmoid=true, softmax=true)", /give one of sigmoid, softmax and other_act/],
    ["monai.DiceLoss(softmx=true)", /^monai\.DiceLoss has no option "softmx"\. Did you mean "softmax"\?/],
    ["monai.DicLoss", /monai has no loss "DicLoss" here\. Did you mean "DiceLoss"\?/],
    ["jdt.JDTLoss(mIoUC=1)", /mIoUC is not supported here: it averages over images before classes/],
    ["jdt.JDTLoss(mIoUD=0)", /give mIoUD or mIoUI a factor above 0/],
    ['keras.Tversky(version="old")', /version must be one such as "3\.15\.1"/],
    [
      "kornia.dice_loss(eps=None)",
      /^kornia\.dice_loss: eps must be a number at least 0, got None: leave it out for 1e-8\.\n/,
    ],
    [
      "focal(gamma=None)",
      /^focal: gamma must be a number or a list of numbers at least 0, got None: leave it out for 2\.\n/,
    ],
    ["smp.FocalLoss(from_logits=false)", /from_logits=false is not supported with mode multiclass/],
    ["monai.NACLLoss(kernel_size=4)", /kernel_size must be an odd number, got 4/],
    [
      'monai.DiceLoss(other_act="elu")',
      /other_act must be "sigmoid" or "softmax" or "log_softmax" or "tanh" or "relu", got "elu"/,
    ],
  ])("%s", (text, message) => {
    expect(() => parseLoss(text)).toThrow(message);
  });
});

describe("the link of a preset", () => {
  const sigmoid = monai.DiceLoss({ sigmoid: true });

  it("is that of the call when the call names none", () => {
    const { logits, ...rest } = data;
    const explicit = evaluate(dice({ squared: false, smooth: 1e-5 }), {
      engine: reference(),
      ...data,
      link: "sigmoid",
    }).value;
    expect(evaluate(sigmoid, { engine: reference(), logits, ...rest }).value).toBe(explicit);
  });

  it("refuses another one", () => {
    expect(() => reference().compile(sigmoid, { shape: [1, 4, 3], link: "softmax" })).toThrow(
      /made for the link "sigmoid", but was compiled with "softmax"/,
    );
  });

  it("must be one in a sum", () => {
    expect(() => linkOf(sum(sigmoid, monai.DiceLoss({ softmax: true })))).toThrow(
      /different links: sigmoid, softmax/,
    );
    expect(linkOf(sum(sigmoid, dice()))).toBe("sigmoid");
    expect(linkOf(dice())).toBeNull();
  });
});

describe("words of Python, and versions", () => {
  it("True, False and None", () => {
    expect(parseLoss("monai.DiceLoss(softmax=True, weight=None, batch=False)")).toEqual(
      parseLoss("monai.DiceLoss(softmax=true)"),
    );
  });

  it("Keras exchanged alpha and beta up to 3.15.1", () => {
    const at = (version?: string): number =>
      lossValue(keras.Tversky({ alpha: 0.2, beta: 0.9, axis: [1], version }));
    expect(at("3.15.1")).not.toBe(at());
    expect(at("3.15.1")).toBe(at("2.9"));
    expect(at("3.16.0")).toBe(at());
    expect(at("3.15.1")).toBe(lossValue(keras.Tversky({ alpha: 0.9, beta: 0.2, axis: [1] })));
  });
});
