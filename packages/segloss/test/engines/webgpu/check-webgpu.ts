import { isEngineLimit } from "segloss";
import type { WebGpuEngine } from "segloss/webgpu";
import { type Outcome, prepareSpec } from "../../fuzz/check-spec.ts";
import { compare, mayOverflow } from "../../fuzz/compare.ts";
import { optionsOf } from "../../fuzz/make-inputs.ts";
import type { Precision } from "../../fuzz/rounded.ts";
import type { Spec } from "../../fuzz/spec.ts";

/** Everything is in single precision, sums too; a quotient or a square root may be two units of the last place off. */
export const WEBGPU_PRECISION: Precision = { operation: 2.4e-7, sum: 1e-6 };

/** A random case on the GPU: value and gradient, on two sets of data. */
export async function checkWebGpu(spec: Spec, engine: WebGpuEngine): Promise<Outcome> {
  const prepared = prepareSpec(spec, WEBGPU_PRECISION);
  if ("kind" in prepared) return prepared;
  let [tellsValue, tellsGradient] = [true, true];
  try {
    const step = await engine.compile(prepared.loss, optionsOf(spec.setting));
    for (const { inputs, expected } of prepared.runs) {
      const gradient = new Float32Array(inputs.logits.length).fill(7);
      const value = await step.run({ ...inputs, gradient });
      const found = compare(value, gradient, expected);
      if (found.problem !== null) return { kind: "differs", problem: found.problem };
      [tellsValue, tellsGradient] = [tellsValue && found.tellsValue, tellsGradient && found.tellsGradient];
    }
    step.dispose();
    return { kind: "agrees", tellsValue, tellsGradient };
  } catch (error) {
    const beyond = isEngineLimit(error) && prepared.runs.some(({ expected }) => mayOverflow(expected));
    if (beyond) return { kind: "refused", why: "beyond single precision" };
    return { kind: "differs", problem: `throws ${(error as Error).message}` };
  }
}
