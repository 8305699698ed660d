import { LOSSES, parseLoss, reference } from "segloss";
import { it } from "vitest";
import { nodeRuntime } from "../../src/runtime/index.ts";
import { onnxEngine } from "../conformance/onnx-engine.ts";

const names = process.env.LOSSES?.split(";") ?? LOSSES.map((l) => l.definition.name);
const cases: Record<
  string,
  { shape: number[]; logits: number[]; targets: number[]; link?: "softmax" | "sigmoid" }
> = {
  "empty -100": { shape: [1, 1, 2, 2], logits: [-100, -100, -100, -100], targets: [0, 0, 0, 0] },
  "empty -60": { shape: [1, 1, 2, 2], logits: [-60, -60, -61, -60], targets: [0, 0, 0, 0] },
  right: { shape: [1, 1, 2, 2], logits: [100, -100, -100, 100], targets: [1, 0, 0, 1] },
  wrong: { shape: [1, 1, 2, 2], logits: [-100, 100, 100, -100], targets: [1, 0, 0, 1] },
  mixed: {
    shape: [2, 1, 2, 2],
    logits: [100, -100, 100, -100, -100, -100, -100, -100],
    targets: [1, 0, 0, 1, 0, 0, 0, 0],
  },
  "3 classes": {
    shape: [1, 3, 1, 2],
    logits: [100, -100, -100, 100, -100, -100],
    targets: [0, 1],
    link: "softmax",
  },
  "3 classes absent": {
    shape: [1, 3, 1, 2],
    logits: [100, 100, -100, -100, -100, -100],
    targets: [0, 0],
    link: "softmax",
  },
};
it("sat", async () => {
  const engine = onnxEngine(nodeRuntime());
  for (const name of names)
    for (const [k, c] of Object.entries(cases)) {
      const n = c.logits.length;
      const opt = { shape: c.shape, layout: "channels-first" as const, ...(c.link && { link: c.link }) };
      try {
        const g = new Float64Array(n),
          h = new Float32Array(n);
        const inputs = {
          logits: Float32Array.from(c.logits),
          targets: Uint8Array.from(c.targets),
          progress: 0.5,
        };
        let ref: number | string;
        try {
          ref = reference()
            .compile(parseLoss(name), opt)
            .run({ ...inputs, gradient: g });
        } catch (e) {
          ref = (e as Error).message.slice(0, 60);
        }
        const step = await engine.compile(parseLoss(name), opt);
        const got = await step.run({ ...inputs, gradient: h });
        const gn = Math.hypot(...g),
          dn = Math.hypot(...g.map((x, i) => x - h[i]));
        const bad =
          typeof ref === "string" ||
          !(Math.abs(got - ref) <= 1e-5 * Math.abs(ref) + 1e-6) ||
          !(dn <= 1e-4 * gn + 1e-30);
        if (bad)
          console.log(
            `${name} [${k}] ref ${ref} onnx ${got}; |g| ${gn.toExponential(3)} off ${dn.toExponential(2)} ${[...h].slice(0, 4)}`,
          );
      } catch (e) {
        console.log(`${name} [${k}] ${(e as Error).message.slice(0, 100)}`);
      }
    }
});
