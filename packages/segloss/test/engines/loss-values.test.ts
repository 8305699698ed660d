import { evaluate, lossValues, monai, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";

const logits = Float64Array.from({ length: 2 * 6 * 3 }, (_, i) => 2 * Math.sin(1.7 * i));
const targets = Uint8Array.of(0, 1, 2, 1, 2, 2, 0, 1, 1, 0, 2, 0);
const data = { shape: [2, 2, 3, 3], logits, targets };

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

function lossOf(loss: string, more: object = {}): number {
  return evaluate(loss, { engine: reference(), ...data, ...more, gradient: false }).value;
}

describe("the values that a loss averages", () => {
  it.each<readonly [string, readonly number[]]>([
    ["crossEntropy", [2, 2, 3]],
    ["torch.BCEWithLogitsLoss()", [2, 2, 3, 3]],
    ["monai.FocalLoss(use_softmax=True, include_background=False)", [2, 2, 3, 2]],
    ["dice", [2, 3]],
    ["dice(background=false)", [2, 2]],
    ['dice(over="batch", classes=[0, 2])', [1, 2]],
    ["dice(pooled=true)", [2]],
    ['lovasz(over="image", classes="all")', [2, 3]],
    ["0.5*dice - 2*tversky(alpha=0.3)", [2, 3]],
  ])("%s: of shape %j, their mean is the loss", (loss, shape) => {
    const values = lossValues(loss, data);
    expect(values.shape).toEqual(shape);
    expect(mean(values.values)).toBeCloseTo(lossOf(loss), 12);
  });

  it("are the loss of one pixel, or of one image", () => {
    const [first, second] = [logits.subarray(0, 18), logits.subarray(18)].map((own, n) => ({
      ...{ shape: [1, 2, 3, 3], logits: own, targets: targets.subarray(6 * n, 6 * n + 6) },
    }));
    const dice = lossValues("dice(pooled=true)", data).values;
    expect([...dice]).toEqual([lossOf("dice(pooled=true)", first), lossOf("dice(pooled=true)", second)]);
    const pixel = { shape: [1, 1, 3], logits: logits.subarray(3, 6), targets: targets.subarray(1, 2) };
    expect(lossValues("crossEntropy", data).values[1]).toBeCloseTo(lossOf("crossEntropy", pixel), 14);
  });

  it("stand in the layout of the logits", () => {
    const first = Float64Array.from(logits, (_, k) => {
      const [n, c, i] = [Math.floor(k / 18), Math.floor(k / 6) % 3, k % 6];
      return logits[(n * 6 + i) * 3 + c];
    });
    const last = lossValues("torch.BCEWithLogitsLoss()", data).values;
    const { values, shape } = lossValues("torch.BCEWithLogitsLoss()", {
      ...{ shape: [2, 3, 2, 3], layout: "channels-first", logits: first, targets },
    });
    expect(shape).toEqual([2, 3, 2, 3]);
    expect(values[(1 * 3 + 2) * 6 + 4]).toBe(last[(1 * 6 + 4) * 3 + 2]);
  });

  it("are 0 where a pixel is left out, and times its weight", () => {
    const ignored = lossValues("crossEntropy", { ...data, ignore: 2 }).values;
    expect([...ignored].map((x) => x === 0)).toEqual([...targets].map((label) => label === 2));
    expect((mean(ignored) * 12) / 8).toBeCloseTo(lossOf("crossEntropy", { ignore: 2 }), 12);
    const weights = Float64Array.from({ length: 12 }, (_, i) => i);
    const plain = lossValues("crossEntropy", data).values;
    const weighted = lossValues("crossEntropy", { ...data, weights }).values;
    expect(weighted[7]).toBeCloseTo(7 * plain[7], 12);
  });

  it("of parts that differ in shape are asked for one by one", () => {
    expect(() => lossValues("dice + crossEntropy", data)).toThrow(
      /values of different shapes, \[2, 3\] and \[2, 2, 3\]: ask for those of each part/,
    );
    expect(() => lossValues("ramp(0, 1)*dice", { ...data, progress: 1 })).toThrow(/a ramp has no values/);
  });
});

describe("sums instead of means", () => {
  const [dice, sum, none] = (["mean", "sum", "none"] as const).map((reduction) =>
    monai.DiceLoss({ softmax: true, reduction }),
  );

  it("are the mean times how many there are; none is trained on as the mean", () => {
    const value = (loss: typeof dice): number =>
      evaluate(loss, { engine: reference(), ...data, gradient: false }).value;
    expect(value(sum)).toBeCloseTo(6 * value(dice), 12);
    expect(value(none)).toBe(value(dice));
    expect(lossValues(none, data).values.reduce((a, b) => a + b, 0)).toBeCloseTo(value(sum), 12);
  });

  it("know the number of images in formulas", () => {
    const text = 'formula("images*(1 - 2*sum(p*y)/(sum(p) + sum(y)))", over="image")';
    expect(lossOf(text)).toBeCloseTo(2 * lossOf(text.replace("images*", "")), 12);
    expect(() => parseLoss('formula("images*mean(p)", images=2)')).toThrow(/already has a meaning/);
  });
});
