import { LOSSES, type Loss, lossCurve, wasmSync } from "segloss";
import { expect, it } from "vitest";

it("of cross entropy is -log p with the slope -1/p, whatever the share", () => {
  for (const share of [0.04, 0.35]) {
    const curve = lossCurve("crossEntropy", { share, points: 11 });
    expect(curve).toHaveLength(11);
    for (const { p, value, slope } of curve) {
      expect(Math.abs(value + Math.log(p))).toBeLessThan(1e-12);
      expect(Math.abs(slope * p + 1)).toBeLessThan(1e-12);
    }
  }
});

it("of Dice is 1 - p for a quarter of the pixels that have all of what is true", () => {
  // tp = p f, fp = (1 - p)(1 - f), fn = (1 - p) f with f the share of the foreground.
  const size = 24 ** 2;
  const inside = Array.from({ length: size }, (_, i) => (i % 24) - 11.5 + 0 * i).filter((x, i) => {
    const y = Math.floor(i / 24) - 11.5;
    return x * x + y * y < (0.35 * size) / Math.PI;
  }).length;
  const f = inside / size;
  for (const { p, value } of lossCurve("dice(squared=false)", { share: 0.35, points: 5 })) {
    const expected = 1 - (2 * p * f) / (p * f + (1 - p) * (1 - f) + f);
    expect(Math.abs(value - expected)).toBeLessThan(1e-12);
  }
});

it("slopes are those of central differences", () => {
  const points = 981;
  for (const name of ["tversky(alpha=0.3, beta=0.7)", "focal", "boundary", "lovaszHinge + dice"]) {
    const curve = lossCurve(name, { points });
    for (const k of [100, 500, 800]) {
      const step = (curve[k + 1].value - curve[k - 1].value) / (curve[k + 1].p - curve[k - 1].p);
      expect(Math.abs(step - curve[k].slope)).toBeLessThan(1e-3 * (1 + Math.abs(step)));
    }
  }
});

it("every loss has one, losses of a softmax too, and on wasm the same one", () => {
  const engine = wasmSync();
  for (const make of LOSSES) {
    const made = (make as unknown as () => Loss)();
    const exact = lossCurve(made, { points: 3 });
    const found = lossCurve(made, { points: 3, engine });
    for (const [i, { value }] of exact.entries())
      expect(Math.abs(found[i].value - value), make.definition.name).toBeLessThan(
        1e-5 * (1 + Math.abs(value)),
      );
  }
  expect(engine.usedBytes()).toBe(0);
  expect(lossCurve("optax.softmax_cross_entropy_with_integer_labels", { points: 3 })[1].value).toBeCloseTo(
    Math.log(2),
    12,
  );
});
