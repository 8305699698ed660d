import { evaluate } from "segloss";
import { describe, expect, it } from "vitest";
import { type Answer, type Failure, isAnswer, makeComparison } from "../../src/see/loop/comparison.ts";
import { optionsOf } from "../../src/see/loop/read-loss.ts";
import { applyEdit } from "../../src/see/paint/apply-edit.ts";
import { IGNORED, PIXELS } from "../../src/see/picture/picture.ts";
import { SCENES, sceneNamed } from "../../src/see/scenes/index.ts";
import { EN } from "../../src/see/texts/en.ts";
import { KO } from "../../src/see/texts/ko.ts";

const comparison = makeComparison();

/** A comparison writes into the same arrays in every run. */
function kept(found: Answer | Failure): Answer | Failure {
  return isAnswer(found) ? { ...found, gradient: found.gradient.slice(), sizes: found.sizes.slice() } : found;
}

const seen = new Map(
  SCENES.map((scene) => {
    const picture = scene.paint(1);
    return [scene.name, { picture, answers: comparison.run(picture, scene.losses).map(kept) }];
  }),
);

/** Share of the gradient on the truth, by loss. */
function shares(name: string): Record<string, number> {
  const found = comparison.run(sceneNamed(name).paint(1), sceneNamed(name).losses).filter(isAnswer);
  return Object.fromEntries(found.map(({ read, onTruth }) => [read.text, onTruth]));
}

describe.each(SCENES.map((scene) => [scene.name, scene] as const))("%s", (name, scene) => {
  const { picture, answers } = seen.get(name) as NonNullable<ReturnType<typeof seen.get>>;

  it("has losses that run, with the values of evaluate", () => {
    expect(scene.losses.length).toBeGreaterThanOrEqual(2);
    for (const [k, found] of answers.entries()) {
      if (!isAnswer(found)) throw new Error(found.problem.problem);
      const { value } = evaluate(scene.losses[k], {
        ...{ logits: picture.logits, targets: picture.soft ?? picture.truth, instances: picture.cells },
        ...{ shape: optionsOf(picture).shape, ...(picture.truth.includes(IGNORED) && { ignore: IGNORED }) },
      });
      expect(found.value).toBe(value);
    }
  });

  it("is the same picture for the same seed, another for another", () => {
    const [again, other] = [scene.paint(1), scene.paint(2)];
    const same = (a: Float32Array | Uint8Array, b: typeof a): boolean =>
      Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
    expect([same(again.logits, picture.logits), same(again.truth, picture.truth)]).toEqual([true, true]);
    expect([same(other.logits, picture.logits), same(other.truth, picture.truth)]).toEqual([false, true]);
  });

  it("does not tie: hardly two pixels have the same logit", () => {
    expect(new Set(picture.logits).size).toBeGreaterThan(0.9 * PIXELS * picture.channels);
  });

  it("says what to look for in two sentences, in both languages", () => {
    expect(EN.scenes[name].look.match(/[.:]( |$)/g)?.length).toBeGreaterThanOrEqual(2);
    expect(KO.scenes[name].look.match(/[.]( |$)/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

describe("the scenes make their points", () => {
  it("1 % foreground: cross entropy is small, and less of its gradient is on the spot than of the others'", () => {
    const { picture, answers } = seen.get("one-percent") as NonNullable<ReturnType<typeof seen.get>>;
    expect(picture.truth.reduce((a, b) => a + b, 0) / PIXELS).toBeCloseTo(0.01, 3);
    expect((answers[0] as { value: number }).value).toBeLessThan(0.1);
    expect((answers[2] as { value: number }).value).toBeGreaterThan(0.85);
    const { crossEntropy, ...others } = shares("one-percent");
    for (const share of Object.values(others)) expect(share).toBeGreaterThan(crossEntropy);
  });

  it("vessel: more than half of cross entropy's gradient is off the vessel, less of Tversky's and of focal loss's", () => {
    const { crossEntropy, ...others } = shares("vessel");
    expect(crossEntropy).toBeLessThan(0.5);
    expect(others["tversky(alpha=0.3, beta=0.7)"]).toBeGreaterThan(crossEntropy);
    expect(others.focal).toBeGreaterThan(crossEntropy);
  });

  it("empty: Dice is 1 without a gradient, with smoothing it has one", () => {
    const { answers } = seen.get("empty") as NonNullable<ReturnType<typeof seen.get>>;
    expect(answers[0]).toMatchObject({ value: 1, largest: 0, leaders: 0 });
    expect((answers[1] as { largest: number }).largest).toBeGreaterThan(0);
  });

  it("border: pixels that are left out have no gradient", () => {
    const { picture, answers } = seen.get("border") as NonNullable<ReturnType<typeof seen.get>>;
    for (const found of answers.filter(isAnswer))
      for (let i = 0; i < PIXELS; i++)
        if (picture.truth[i] === IGNORED) expect(Math.abs(found.gradient[i])).toBe(0);
  });

  it("touching cells: the gaps are wrong, and distance weights give them more", () => {
    const { picture, answers } = seen.get("touching-cells") as NonNullable<ReturnType<typeof seen.get>>;
    const gaps = (found: (typeof answers)[number]): number => {
      if (!isAnswer(found)) return Number.NaN;
      let [inGaps, all] = [0, 0];
      for (let i = 0; i < PIXELS; i++) {
        if (picture.truth[i] === 0 && picture.logits[i] > 0) inGaps += found.sizes[i];
        all += found.sizes[i];
      }
      return inGaps / all;
    };
    expect(gaps(answers[1])).toBeGreaterThan(1.5 * gaps(answers[0]));
    expect(new Set(picture.cells).size).toBe(6);
  });

  it("soft: p that is surer than its label is pulled back, by plain Dice on", () => {
    const { picture, answers } = seen.get("soft") as NonNullable<ReturnType<typeof seen.get>>;
    const slopes = (from: number, to: number): number[] =>
      answers.filter(isAnswer).map(({ gradient }) => {
        const ring = [...gradient.keys()].filter((i) => {
          const label = picture.soft?.[i] ?? 0;
          return label > from && label < to;
        });
        return Math.sign(ring.reduce((sum, i) => sum + gradient[i], 0));
      });
    expect(slopes(0.6, 0.7)).toEqual([1, 1, -1, 1]);
    expect(slopes(0.3, 0.4)).toEqual([-1, -1, 1, -1]);
  });

  it("a mistake far away: Dice and Lovász do not ask where it is, boundary and Hausdorff do", () => {
    const { losses } = sceneNamed("far-error");
    const valuesWith = (x: number): number[] => {
      const picture = sceneNamed("far-error").paint(1);
      applyEdit(picture, { kind: "clear", layer: "prediction" });
      applyEdit(picture, { kind: "stroke", layer: "prediction", label: 1, radius: 6, points: [x, 20] });
      return comparison.run(picture, losses).map((found) => (isAnswer(found) ? found.value : Number.NaN));
    };
    const [near, far] = [valuesWith(100), valuesWith(240)];
    for (const k of [0, 1]) expect(Math.abs(far[k] - near[k])).toBeLessThan(1e-6);
    for (const k of [2, 3]) expect(far[k]).toBeGreaterThan(near[k] + 0.1);
  });
});
