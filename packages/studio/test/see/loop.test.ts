import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { bestBias, biasCurve, countsAt } from "../../src/see/loop/bias-curve.ts";
import { isAnswer, makeComparison } from "../../src/see/loop/comparison.ts";
import { gradientFacts } from "../../src/see/loop/gradient-facts.ts";
import { lossOptions } from "../../src/see/loop/loss-options.ts";
import { pixelValues } from "../../src/see/loop/pixel-values.ts";
import { emptyPicture, PIXELS } from "../../src/see/picture/picture.ts";
import { normal } from "../../src/see/picture/random.ts";
import { sceneNamed } from "../../src/see/scenes/index.ts";

describe("facts of a gradient", () => {
  const picture = emptyPicture();
  picture.truth.fill(1, 0, 1000);
  const next = normal(1);
  const gradient = Float32Array.from({ length: PIXELS }, () => next() ** 3 * 1e-5);
  const sizes = new Float32Array(PIXELS);
  const facts = gradientFacts(gradient, picture, sizes);
  const sorted = [...gradient].map(Math.abs).sort((a, b) => b - a);
  const sum = sorted.reduce((a, b) => a + b, 0);

  it("are those of sorting", () => {
    let [half, reached] = [0, 0];
    while (reached < sum / 2) reached += sorted[half++];
    expect(facts.largest).toBeCloseTo(sorted[0], 12);
    expect(Math.abs(facts.leaders / half - 1)).toBeLessThan(0.05);
    const onTruth = [...gradient.subarray(0, 1000)].reduce((a, b) => a + Math.abs(b), 0) / sum;
    expect(facts.onTruth).toBeCloseTo(onTruth, 6);
  });

  it("the leaders have half of the sum, and without the least of them it is less or hardly more", () => {
    const leaders = [...sizes].filter((size) => size >= facts.leading);
    expect(leaders).toHaveLength(facts.leaders);
    const share = leaders.reduce((a, b) => a + b, 0) / sum;
    expect(share).toBeGreaterThanOrEqual(0.5);
    expect(share).toBeLessThan(0.53);
  });

  it("without a gradient there is none of them", () => {
    const none = gradientFacts(new Float32Array(PIXELS), picture, sizes);
    expect(none).toMatchObject({ largest: 0, leaders: 0, onTruth: Number.NaN });
  });
});

describe("a comparison", () => {
  const comparison = makeComparison();
  const picture = sceneNamed("vessel").paint(1);

  it("compiles a loss once, whatever is painted, and forgets what is no longer asked for", () => {
    comparison.run(picture, ["dice", "focal"]);
    const before = comparison.compiled();
    picture.logits.fill(1, 0, 500);
    comparison.run(picture, ["dice", "focal"]);
    expect(comparison.compiled()).toBe(before);
    comparison.run(picture, ["dice"]);
    comparison.run(picture, ["dice", "focal"]);
    expect(comparison.compiled()).toBe(before + 1);
  });

  it("gives slopes by p as well: those by z without the slope of the sigmoid", () => {
    const [byZ] = comparison.run(picture, ["dice"]);
    const ofZ = byZ && isAnswer(byZ) ? byZ.gradient.slice() : new Float32Array(0);
    const [byP] = comparison.run(picture, ["dice"], "p");
    if (!byP || !isAnswer(byP)) throw new Error("There is no answer.");
    for (const i of [0, 700, picture.truth.indexOf(1)]) {
      const p = 1 / (1 + Math.exp(-(picture.logits[i] ?? 0)));
      expect((byP.gradient[i] ?? 0) * p * (1 - p)).toBeCloseTo(ofZ[i] ?? 0, 10);
    }
    comparison.run(picture, ["dice", "focal"]);
  });

  it("says of each loss by itself what is wrong with it", () => {
    const [good, misspelt, infinite, maps] = comparison.run(picture, [
      "dice",
      "dcie",
      "mean(log(p - 1))",
      'formula("mean(m*p)", maps=m)',
    ]);
    expect(isAnswer(good)).toBe(true);
    expect(misspelt).toMatchObject({ problem: { from: 0, to: 4, fix: "dice" } });
    expect(isAnswer(infinite)).toBe(false);
    expect(maps).toMatchObject({
      problem: { problem: expect.stringContaining('no pixel maps to give to "m"') },
    });
  });

  it("averages the slopes of equal pixels for losses that rank them", () => {
    const flat = emptyPicture();
    flat.truth.fill(1, 0, 2000);
    flat.logits.fill(3, 10000, 14000);
    const [lovasz] = comparison.run(flat, ["lovaszHinge"]);
    if (!isAnswer(lovasz)) throw new Error(lovasz.problem.problem);
    expect(new Set(lovasz.gradient.subarray(10000, 14000)).size).toBe(1);
  });
});

describe("the threshold that a loss asks for", () => {
  const picture = sceneNamed("vessel").paint(1);
  const comparison = makeComparison();
  const best = (loss: string) => bestBias(biasCurve(loss, picture, comparison));

  it("goes down with the price of misses: recall passes precision between beta 0.7 and 0.9", () => {
    const [even, misses, more] = ["0.5", "0.3", "0.1"].map((alpha) =>
      best(`tversky(alpha=${alpha}, beta=${1 - Number(alpha)})`),
    );
    if (!even || !misses || !more) throw new Error("A curve has no least value.");
    expect(even.bias).toBeLessThan(misses.bias);
    expect(misses.bias).toBeLessThan(more.bias);
    expect(misses.recall).toBeLessThan(misses.precision);
    expect(more.recall).toBeGreaterThan(more.precision);
  });

  it("counts as one does by hand", () => {
    const small = emptyPicture();
    small.truth.fill(1, 0, 100);
    small.truth.fill(255, 100, 110);
    small.logits.fill(2, 50, 210);
    expect(countsAt(small, 0)).toEqual({ precision: 50 / 150, recall: 0.5 });
    expect(countsAt(small, -3)).toEqual({ precision: Number.NaN, recall: 0 });
  });
});

describe("sliders", () => {
  it("move one option and leave the text's others", () => {
    const options = lossOptions(parseLoss("dice(squared=false) + 0.5*tversky(alpha=0.3, over=batch)"));
    const alpha = options.find(({ name }) => name === "alpha");
    expect(alpha).toMatchObject({ value: 0.3, low: 0, high: 1 });
    expect(alpha?.with(0.456)).toBe('dice(squared=false) + 0.5*tversky(alpha=0.46, over="batch")');
    expect(options.map(({ name }) => name)).toEqual(["alpha", "beta", "smooth", "smooth"]);
  });

  it("move the constants of a formula", () => {
    const [k] = lossOptions(parseLoss('formula("mean(k*p)", k=3)'));
    expect(k).toMatchObject({ name: "k", value: 3, low: 0, high: 6 });
    expect(parseLoss(k.with(4.5)).terms[0].parameters).toEqual({ k: 4.5 });
  });

  it("reach a value beyond what is usual", () => {
    expect(lossOptions(parseLoss("focal(gamma=12)"))[0]).toMatchObject({ value: 12, high: 12 });
  });
});

it("values of pixels have the loss as their mean; a region's loss has none", () => {
  const picture = sceneNamed("one-percent").paint(1);
  const values = pixelValues(parseLoss("crossEntropy"), picture);
  const [found] = makeComparison().run(picture, ["crossEntropy"]);
  const mean = (values as Float64Array).reduce((a, b) => a + b, 0) / PIXELS;
  expect(isAnswer(found) && Math.abs(found.value / mean - 1)).toBeLessThan(1e-6);
  expect(pixelValues(parseLoss("dice"), picture)).toBeNull();
});
