import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classCounts,
  diceScore,
  fBetaScore,
  jaccardIndex,
  metrics,
  precision,
  recall,
  score,
  specificity,
  tverskyIndex,
} from "../../src/metrics/index.ts";
import { labelMaps, matrixOf, orders, reordered } from "./label-maps.ts";

const defaults = (metric: (typeof metrics)[number]) =>
  Object.fromEntries(Object.entries(metric.parameters).map(([name, p]) => [name, p.default]));
const averages = fc.constantFrom<"classes" | "present" | "pooled">("classes", "present", "pooled");

describe("the laws of overlap", () => {
  test("DC = 2J / (1 + J) and DC >= J, per class", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const dice = score(diceScore, matrixOf(maps)).classes as number[];
        score(jaccardIndex, matrixOf(maps)).classes.forEach((j, c) => {
          expect(dice[c]).toBeCloseTo((2 * j!) / (1 + j!), 14);
          expect(dice[c]).toBeGreaterThanOrEqual(j!);
        });
      }),
    );
  });

  test("DC >= J for every average", () => {
    fc.assert(
      fc.property(labelMaps, averages, (maps, average) => {
        const matrix = matrixOf(maps);
        expect(score(diceScore, matrix, { average }).value).toBeGreaterThanOrEqual(
          score(jaccardIndex, matrix, { average }).value!,
        );
      }),
    );
  });

  test("Dice and Jaccard are symmetric; precision and recall change places", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const there = matrixOf(maps);
        const back = matrixOf({ ...maps, predicted: maps.truth, truth: maps.predicted });
        expect(score(diceScore, there)).toEqual(score(diceScore, back));
        expect(score(jaccardIndex, there)).toEqual(score(jaccardIndex, back));
        expect(score(precision, there)).toEqual(score(recall, back));
      }),
    );
  });

  test("Tversky at 1/2, 1/2 is Dice, at 1, 1 Jaccard, at 1, 0 precision, at 0, 1 recall, to the last bit", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const matrix = matrixOf(maps);
        const tversky = (alpha: number, beta: number) =>
          score(tverskyIndex, matrix, { parameters: { alpha, beta } });
        expect(tversky(0.5, 0.5)).toEqual(score(diceScore, matrix));
        expect(tversky(1, 1)).toEqual(score(jaccardIndex, matrix));
        expect(tversky(1, 0)).toEqual(score(precision, matrix));
        expect(tversky(0, 1)).toEqual(score(recall, matrix));
      }),
    );
  });

  test("F1 is Dice and F0 is precision, to the last bit", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const matrix = matrixOf(maps);
        expect(score(fBetaScore, matrix)).toEqual(score(diceScore, matrix));
        expect(score(fBetaScore, matrix, { parameters: { beta: 0 } })).toEqual(score(precision, matrix));
      }),
    );
  });

  test("specificity of one of two classes is the recall of the other", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        fc.pre(maps.classes === 2 && new Set([...maps.truth, ...maps.predicted]).size === 2);
        const matrix = matrixOf(maps);
        expect(score(specificity, matrix).classes).toEqual([...score(recall, matrix).classes].reverse());
      }),
    );
  });

  test("recall pooled over the classes is the share of pixels with the right label", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const right = maps.truth.filter((label, i) => label === maps.predicted[i]).length;
        expect(score(recall, matrixOf(maps), { average: "pooled" }).value).toBe(right / maps.truth.length);
      }),
    );
  });

  test("1 - Dice is 1 - 2 sum(p y) / (sum(p) + sum(y)) of the masks, to the last bit", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        score(diceScore, matrixOf(maps)).classes.forEach((dice, c) => {
          const p = Array.from(maps.predicted, (label) => Number(label === c));
          const y = Array.from(maps.truth, (label) => Number(label === c));
          const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
          const loss = 1 - (2 * sum(p.map((v, i) => v * y[i]))) / (sum(p) + sum(y));
          if (!Number.isNaN(loss)) expect(1 - dice!).toBe(loss);
          else expect(dice).toBe(1);
        });
      }),
    );
  });
});

describe.each(metrics)("$name", (metric) => {
  test("is what its printed formula says, to the last bit", () => {
    // Test only: the printed text, as JavaScript.
    const names = ["tp", "fp", "fn", "tn", ...Object.keys(metric.parameters)];
    const body = `const { abs, sqrt } = Math; return ${metric.formula.replaceAll("^", "**")}`;
    const printed = new Function(...names, body);
    const parameters = fc.record(
      Object.fromEntries(
        Object.keys(metric.parameters).map((k) => [k, fc.double({ min: 0, max: 4, noNaN: true })]),
      ),
    );
    const count = fc.integer({ min: 0, max: 1000 });
    const counts = fc.record({ tp: count, fp: count, fn: count, tn: count });
    fc.assert(
      fc.property(counts, parameters, (c, values) => {
        const numbers = Object.keys(metric.parameters).map((name) => values[name]);
        expect(metric.from(c, values)).toBe(printed(c.tp, c.fp, c.fn, c.tn, ...numbers));
      }),
    );
  });

  test("stays in its range, and perfect predictions have its best value", () => {
    const [low, high] = metric.range;
    fc.assert(
      fc.property(labelMaps, averages, (maps, average) => {
        const { value, classes } = score(metric, matrixOf(maps), { average });
        for (const v of [value, ...classes]) {
          expect(v).toBeGreaterThanOrEqual(low);
          expect(v).toBeLessThanOrEqual(high);
        }
        const perfect = score(metric, matrixOf({ ...maps, predicted: maps.truth }), { average });
        const best = metric.best === "high" ? high : low;
        expect([perfect.value, ...perfect.classes]).toEqual(Array(maps.classes + 1).fill(best));
      }),
    );
  });

  test("does not depend on the order of the pixels", () => {
    const cases = labelMaps.chain((maps) => fc.tuple(fc.constant(maps), orders(maps.truth.length)));
    fc.assert(
      fc.property(cases, ([maps, order]) => {
        expect(score(metric, matrixOf(reordered(maps, order)))).toEqual(score(metric, matrixOf(maps)));
      }),
    );
  });

  test("new names for the classes only rename its values", () => {
    const cases = labelMaps.chain((maps) => fc.tuple(fc.constant(maps), orders(maps.classes)));
    fc.assert(
      fc.property(cases, averages, ([maps, names], average) => {
        const rename = (labels: Uint8Array) => labels.map((label) => names[label]);
        const renamed = { ...maps, predicted: rename(maps.predicted), truth: rename(maps.truth) };
        const before = score(metric, matrixOf(maps), { average });
        const after = score(metric, matrixOf(renamed), { average });
        expect(after.value).toBe(before.value);
        expect(names.map((name) => after.classes[name])).toEqual(before.classes);
      }),
    );
  });

  test("never gets better when one right pixel turns wrong", () => {
    fc.assert(
      fc.property(labelMaps, fc.nat(), ({ truth }, n) => {
        const mask = truth.map((label) => Number(label > 0));
        const worse = mask.slice();
        const at = n % mask.length;
        worse[at] = 1 - worse[at];
        const [, before] = classCounts(matrixOf({ classes: 2, predicted: mask, truth: mask }));
        const [, after] = classCounts(matrixOf({ classes: 2, predicted: worse, truth: mask }));
        const values = [before, after].map((counts) => metric.from(counts, defaults(metric)));
        fc.pre(!values.some(Number.isNaN));
        const signed = metric.best === "high" ? values : values.map((v) => -v);
        expect(signed[1]).toBeLessThanOrEqual(signed[0]);
      }),
    );
  });
});

test("every name and alias is there once", () => {
  const names = metrics.flatMap((metric) => [metric.name, ...metric.aliases]);
  expect(new Set(names).size).toBe(names.length);
});
