import { LOSSES, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { stabilize } from "../../../src/engines/onnx/stabilize.ts";
import { evaluate } from "../../../src/engines/reference/evaluate.ts";
import { symbolValues } from "../../../src/engines/reference/symbol-values.ts";
import { expand } from "../../../src/plan/expand.ts";
import { makePlan, type Plan } from "../../../src/plan/plan.ts";
import type { Setting } from "../../../src/plan/setting.ts";
import { seededRandom } from "../../conformance/random.ts";

const PIXELS = 30;

function setting(channels: number, targets: Setting["targets"]): Setting {
  return {
    ...{ batch: 1, space: [5, 6], channels, layout: "channels-last" as const, targets },
    link: channels === 1 ? ("sigmoid" as const) : ("softmax" as const),
    ...{ weighted: false, ignore: [], masked: false },
  };
}

/** Value and gradient of every scope in float64, stabilized or as they stand. */
function answers(plan: Plan, change: typeof stabilize): Float64Array[] {
  const { channels, targets } = plan.setting;
  const random = seededRandom(3);
  const logits = Float64Array.from({ length: PIXELS * channels }, () => 12 * random() - 6);
  const labels = Uint8Array.from({ length: PIXELS }, (_, i) => (i * 7) % Math.max(2, channels));
  const soft = Float64Array.from({ length: PIXELS * channels }, random);
  const fields = Object.fromEntries(
    ["d1", "d2", ...plan.classFields.map(({ name }) => name)].map((name) => [
      name,
      Float64Array.from({ length: PIXELS * channels }, () => 3 * random()),
    ]),
  );
  const inputs = { logits, targets: targets === "soft" ? soft : labels, progress: 0.4 };
  const data = { plan, inputs, valid: new Uint8Array(PIXELS).fill(1), fields, gradient: null };
  const region = { first: 0, last: 1, share: 1 };
  return plan.scopes.flatMap(({ value, gradient }) =>
    evaluate(
      change([value, gradient]).map((root) => expand(root, plan.definitions)),
      (name) => symbolValues(name, region, data, PIXELS),
      { pixels: PIXELS, classes: channels, space: [5, 6] },
      plan.kernels,
    ),
  );
}

describe("what is written another way has the same value and gradient in double precision", () => {
  const extra = [
    "2*dice - 0.25*jaccard(squared=true)",
    "bootstrappedCrossEntropy(beta=0.8)",
    "dice(smooth=1, over=batch) + logDice",
    "powerDice(power=3)",
    "powerJaccard(power=1.3)",
  ];
  for (const text of [...LOSSES.map(({ definition }) => definition.name), ...extra]) {
    it.each([
      [1, "indices"],
      [3, "indices"],
      [1, "soft"],
      [3, "soft"],
    ] as const)(`${text}, %i channels, %s`, (channels, targets) => {
      const plan = makePlan(parseLoss(text), setting(channels, targets));
      const [plain, stable] = [answers(plan, (roots) => [...roots]), answers(plan, stabilize)];
      plain.forEach((expected, k) => {
        const scale = Math.max(...Array.from(expected, Math.abs));
        expect(stable[k].length).toBe(expected.length);
        const off = expected.map((x, i) => Math.abs(stable[k][i] - x));
        expect(Math.max(...off)).toBeLessThanOrEqual(1e-10 * scale);
      });
    });
  }
});
