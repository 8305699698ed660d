import {
  evaluate,
  keras,
  linkOf,
  loss,
  lossFromJson,
  lossToJson,
  monai,
  optax,
  parseLoss,
  printLoss,
  reference,
  sum,
  torch,
  wasm,
  withLink,
} from "segloss";
import { describe, expect, it } from "vitest";

const binary = {
  shape: [1, 4, 1],
  logits: Float64Array.of(0.4, -1.2, 2.5, -0.3),
  targets: Uint8Array.of(1, 0, 1, 1),
};
const three = {
  shape: [1, 2, 3],
  logits: Float64Array.of(0.4, -1.2, 2.5, -0.3, 0.1, 1.3),
  targets: Uint8Array.of(2, 0),
};
const sigmoid = binary.logits.map((z) => 1 / (1 + Math.exp(-z)));

function run(of: Parameters<typeof evaluate>[0], inputs: Parameters<typeof evaluate>[1]) {
  return evaluate(of, { engine: reference(), ...inputs });
}

describe("a loss of probabilities", () => {
  it("takes probabilities where no link is named", () => {
    expect(linkOf(keras.Dice())).toBe("none");
    expect(run(keras.Dice(), { ...binary, logits: sigmoid }).value).toBeCloseTo(
      run(loss("1 - 2*sum(p*y)/(sum(y) + sum(p) + 1e-7)"), binary).value,
      12,
    );
  });

  it("is composed with the link that is named: in the call, or by withLink", () => {
    const composed = run(keras.Dice(), { ...binary, link: "sigmoid" });
    expect(composed.value).toBeCloseTo(run(keras.Dice(), { ...binary, logits: sigmoid }).value, 12);
    expect(run(withLink(keras.Dice(), "sigmoid"), binary)).toEqual(composed);
  });

  it.each([
    ["BinaryCrossentropy", "sigmoid", binary],
    ["BinaryFocalCrossentropy", "sigmoid", binary],
    ["CategoricalCrossentropy", "softmax", three],
    ["CategoricalFocalCrossentropy", "softmax", three],
  ] as const)("keras.%s with the %s is that of from_logits, value and gradient", (name, link, data) => {
    const composed = run(withLink(keras[name](), link), data);
    const own = run(keras[name]({ from_logits: true }), data);
    expect(composed.value).toBeCloseTo(own.value, 12);
    composed.gradient?.forEach((slope, i) => {
      expect(slope).toBeCloseTo(own.gradient?.[i] as number, 12);
    });
  });

  it("keeps its logarithm where a probability underflows", () => {
    const far = { ...three, logits: Float64Array.of(800, -1, 0, 0, 0, 0) };
    expect(run(withLink(keras.CategoricalCrossentropy(), "softmax"), far).value).toBeCloseTo(
      run("crossEntropy", far).value,
      9,
    );
  });

  it("does not take another link's loss along", () => {
    expect(() => withLink(monai.DiceLoss({ sigmoid: true }), "softmax")).toThrow(
      /made for the link "sigmoid", not "softmax"/,
    );
    expect(() => linkOf(sum(keras.Dice(), torch.BCEWithLogitsLoss()))).toThrow(
      /different links: none, sigmoid\. Compute each on its own, or say what makes probabilities .*withLink/,
    );
    expect(linkOf(sum(withLink(keras.Dice(), "sigmoid"), torch.BCEWithLogitsLoss()))).toBe("sigmoid");
  });
});

describe("the default link", () => {
  it("is that of the channels, and no other", () => {
    expect(linkOf(optax.dice_loss())).toBeNull();
    expect(run(optax.dice_loss(), binary).value).toBe(run(optax.binary_dice_loss(), binary).value);
    expect(() => run(optax.dice_loss(), { ...three, link: "sigmoid" })).toThrow(
      /made for the link "softmax", but was compiled with "sigmoid"/,
    );
  });

  it("goes through text", () => {
    const written = printLoss(optax.dice_loss());
    expect(written).toMatch(/link="default"/);
    expect(parseLoss(written)).toEqual(optax.dice_loss());
  });
});

const text2d = 'formula("mean(smoothed*z)", fields=[smoothed], kernel=[0.25, 0.5, 0.25])';
const plane = {
  shape: [1, 3, 3, 1],
  logits: Float64Array.from({ length: 9 }, (_, i) => i),
  targets: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0),
};

describe("a formula with fields of the classes", () => {
  const text = 'formula("mean((p - y)^2*abs(distance))", over="image", fields=[distance])';

  it("reads them", () => {
    const own = loss("mean((p - y)^2*abs(distance))", { over: "image", fields: ["distance"] });
    expect(parseLoss(text)).toEqual(own);
    expect(parseLoss(printLoss(own))).toEqual(own);
    // By hand: distances of 1, 0, 1, 1 are -1, 1, -1, -2.
    const squares = [...sigmoid].map((p, i) => (p - binary.targets[i]) ** 2 * [1, 1, 1, 2][i]);
    expect(run(own, binary).value).toBeCloseTo(squares.reduce((a, b) => a + b, 0) / 4, 12);
  });

  it("has masks filtered by a kernel, and masks above another logit, on every engine", async () => {
    const smoothed = 'formula("mean(smoothed*z)", fields=[smoothed], kernel=[0.25, 0.5, 0.25])';
    // Of the mask 1, 0, 1, 1, with nothing beyond the image.
    const around = [0.5, 0.5, 0.75, 0.75];
    const byHand = around.reduce((total, share, i) => total + share * binary.logits[i], 0) / 4;
    expect(run(smoothed, binary).value).toBeCloseTo(byHand, 14);
    const above = 'formula("mean(predictedDistance)", fields=[predictedDistance], above=1)';
    // Only the third pixel is predicted: distances 2, 1, -1, 1.
    expect(run(above, binary).value).toBeCloseTo(3 / 4, 14);
    const engine = await wasm();
    for (const text of [smoothed, above, text2d]) {
      const data = text === text2d ? plane : binary;
      expect(parseLoss(printLoss(parseLoss(text)))).toEqual(parseLoss(text));
      expect(lossFromJson(lossToJson(parseLoss(text)))).toEqual(parseLoss(text));
      expect(evaluate(text, { engine, ...data }).value).toBeCloseTo(run(text, data).value, 5);
    }
    engine.dispose();
  });

  it("filters along each axis", () => {
    // One pixel in the middle of 3 x 3: the product of the kernels.
    const { value } = run(text2d, plane);
    const kernel = [0.25, 0.5, 0.25].flatMap((a) => [0.25, 0.5, 0.25].map((b) => a * b));
    expect(value).toBeCloseTo(kernel.reduce((total, share, i) => total + share * i, 0) / 9, 14);
  });

  it("says which there are, and what they need", () => {
    expect(() => loss("mean(smoothed)", { fields: ["smoothed"] })).toThrow(
      /smoothed and a kernel go together/,
    );
    expect(() => loss("mean(smoothed)", { fields: ["smoothed"], kernel: [1, 1] })).toThrow(/an odd number/);
    expect(() => parseLoss(text.replace("[distance]", "[distnce]"))).toThrow(
      /fields are some of distance, predictedDistance, nearness, smoothed, got "distnce"/,
    );
  });
});
