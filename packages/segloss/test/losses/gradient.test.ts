import { evaluate, LOSSES, type Loss, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** Largest difference between the gradient and central differences, relative to the largest slope. */
function gradientError(loss: Loss, shape: number[], options: object): number {
  const random = seeded(7);
  const channels = shape[shape.length - 1];
  const count = shape.reduce((a, b) => a * b, 1);
  const logits = Float64Array.from({ length: count }, () => 4 * random() - 2);
  const targets = Uint8Array.from({ length: count / channels }, () =>
    Math.floor(random() * Math.max(2, channels)),
  );
  const at = (x: Float64Array) =>
    evaluate(loss, { logits: x, targets, shape, gradient: false, ...options }).value;
  const { gradient } = evaluate(loss, { logits, targets, shape, ...options });
  const h = 1e-5;
  const errors = Array.from(logits, (_, i) => {
    const shifted = (d: number) => at(logits.map((x, k) => (k === i ? x + d : x)));
    return Math.abs((shifted(h) - shifted(-h)) / (2 * h) - gradient![i]);
  });
  return Math.max(...errors) / Math.max(...gradient!.map(Math.abs), 1e-12);
}

describe("the derived gradient agrees with central differences to 1e-7", () => {
  for (const factory of LOSSES) {
    const loss = (factory as () => Loss)();
    it(`${factory.definition.name}, sigmoid`, () =>
      expect(gradientError(loss, [2, 3, 5, 1], {})).toBeLessThan(1e-7));
    it(`${factory.definition.name}, softmax`, () =>
      expect(gradientError(loss, [2, 3, 4, 3], {})).toBeLessThan(1e-7));
  }
});

describe("examples", () => {
  for (const { definition: d } of LOSSES) {
    it(d.name, () => {
      const { value } = evaluate(
        (LOSSES.find((l) => l.definition === d) as (o: object) => Loss)(d.example.options ?? {}),
        {
          shape: d.example.shape,
          logits: Float64Array.from(d.example.logits),
          targets: Uint8Array.from(d.example.targets),
        },
      );
      expect(value).toBeCloseTo(d.example.value, 8);
    });
  }
});
