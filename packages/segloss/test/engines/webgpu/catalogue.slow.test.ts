import { LOSSES, parseLoss, reference } from "segloss";
import { webgpu } from "segloss/webgpu";
import { afterAll, expect, it } from "vitest";
import { errorsOf } from "../../conformance/agreement.ts";
import { seededRandom } from "../../conformance/random.ts";
import { softwareDevices } from "./software-device.ts";
import { WEBGPU_TOLERANCES } from "./tolerances.ts";

const makeDevice = await softwareDevices();
const engine = webgpu({ device: await makeDevice() });

/** Of each kind that the conformance suite lacks: hardest pixels, fields of classes, soft targets with ranks. */
const FEW = [
  "topKCrossEntropy",
  "boundary",
  "hausdorff",
  "distancePenalizedCrossEntropy",
  "ohemCrossEntropy",
];
const names = LOSSES.map(({ definition }) => definition.name);
const chosen = process.env.SEGLOSS_FULL ? names : names.filter((name) => FEW.includes(name));

/** What docs/webgpu.md says of an adapter. */
const worst = { value: 0, gradient: 0 };

afterAll(() => console.log(`largest errors: ${JSON.stringify(worst)}`));

it.each(chosen.flatMap((name) => [1, 3].map((channels) => [name, channels] as const)))(
  "%s with %i logits a pixel has the value and the gradient of the reference",
  async (name, channels) => {
    const random = seededRandom(5);
    const shape = [2, 13, 11, channels];
    const logits = Float32Array.from({ length: 2 * 13 * 11 * channels }, () => 5 * random() - 2.5);
    const targets = Uint8Array.from(
      { length: 2 * 13 * 11 },
      (_, i) => Math.floor((i % 143) / 17) % Math.max(2, channels),
    );
    const instances = Int32Array.from(targets, (label, i) => (label > 0 ? 1 + Math.floor(i / 40) : 0));
    const loss = parseLoss(name);
    const inputs = { logits, targets, instances, progress: 0.25 };
    const [gradient, expected] = [new Float32Array(logits.length), new Float64Array(logits.length)];
    const exact = reference()
      .compile(loss, { shape })
      .run({ ...inputs, gradient: expected });
    const step = await engine.compile(loss, { shape });
    const value = await step.run({ ...inputs, gradient });
    step.dispose();
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-6 * Math.abs(exact) + 1e-7);
    const errors = errorsOf({ value, gradient }, { value: exact, gradient: expected }, WEBGPU_TOLERANCES);
    for (const key of ["value", "gradient"] as const) worst[key] = Math.max(worst[key], errors[key]);
    const off = Math.hypot(...expected.map((g, i) => gradient[i] - g));
    expect(off).toBeLessThanOrEqual(1e-5 * Math.hypot(...expected));
  },
);
