import { evaluate, LOSSES, type Loss, reference } from "segloss";
import { describe, expect, it, test } from "vitest";
import { catalogueCases } from "../golden/golden-case.ts";
import { gradientError } from "./gradient-error.ts";
import { FULL_SETUPS } from "./gradient-setups.ts";

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.hypot(...Array.from(a, (x, i) => x - b[i]));

describe("value and gradient of an expression written independently, and of libraries", () => {
  test.for(catalogueCases().map((each) => [each.id, each] as const))("%s", ([, each]) => {
    const { loss, value, gradient, tolerance, ...inputs } = each;
    const found = evaluate(loss, { engine: reference(), ...inputs, layout: "channels-first" });
    expect(Math.abs(found.value - value), `${found.value}, expected ${value}`).toBeLessThanOrEqual(
      tolerance.value * Math.max(Math.abs(value), 1e-3),
    );
    const size = Math.max(Math.hypot(...gradient!), 1e-3);
    expect(distance(found.gradient!, gradient!) / size).toBeLessThanOrEqual(tolerance.gradient);
  });
});

const SATURATED = [-100, 100, -30, 30, 0, 0.5, -100, 100, 30, -30, 100, -100];

describe("finite at |z| = 100, right and wrong", () => {
  for (const factory of LOSSES) {
    it(factory.definition.name, () => {
      const loss = (factory as () => Loss)();
      for (const [channels, period] of [
        [1, 2],
        [3, 3],
        [3, 1],
      ]) {
        const targets = Uint8Array.from({ length: 12 / channels }, (_, i) => i % period);
        const { value, gradient } = evaluate(loss, {
          engine: reference(),
          shape: [1, 12 / channels, channels],
          logits: Float64Array.from(SATURATED),
          targets,
        });
        expect([value, ...gradient!].every(Number.isFinite), `${channels} channels: ${value}`).toBe(true);
      }
    });
  }
});

describe("finite where the prediction is the truth, and where it is its opposite", () => {
  for (const factory of LOSSES) {
    it(factory.definition.name, () => {
      const targets = Uint8Array.of(0, 1, 1, 0);
      for (const sign of [1, -1]) {
        const logits = Float64Array.from(targets, (y) => sign * 100 * (2 * y - 1));
        const { value, gradient } = evaluate((factory as () => Loss)(), {
          engine: reference(),
          shape: [1, 4, 1],
          logits,
          targets,
        });
        expect([value, ...gradient!].every(Number.isFinite), `${value}`).toBe(true);
      }
    });
  }
});

describe.each(FULL_SETUPS)("gradients to 1e-7 with the defaults: $name", (setup) => {
  it.each(LOSSES.map((factory) => [factory.definition.name, factory] as const))("%s", (_, factory) => {
    expect(gradientError((factory as () => Loss)(), setup)).toBeLessThan(1e-7);
  });
});
