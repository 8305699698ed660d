import type { EngineUnderTest } from "../../../segloss/test/conformance/suite.ts";
import { type Outcome, prepareSpec } from "../../../segloss/test/fuzz/check-spec.ts";
import { compare } from "../../../segloss/test/fuzz/compare.ts";
import { optionsOf } from "../../../segloss/test/fuzz/make-inputs.ts";
import type { Precision } from "../../../segloss/test/fuzz/rounded.ts";
import type { Spec } from "../../../segloss/test/fuzz/spec.ts";

/** Everything is float32, sums too; exp and log of the runtime are within some units of the last place. */
export const ONNX_PRECISION: Precision = { operation: 2.4e-7, sum: 2e-6 };

/** What an exported graph cannot do, by what is said of it. */
export interface LeftOut {
  readonly problem: RegExp;
  readonly reason: string;
}

/** A case on exported graphs. */
export async function checkOnnx(
  spec: Spec,
  engine: EngineUnderTest,
  leftOut: readonly LeftOut[],
): Promise<Outcome> {
  const prepared = prepareSpec(spec, ONNX_PRECISION);
  if ("kind" in prepared) return prepared;
  // A graph has no way to refuse what is beyond its range.
  if (prepared.runs.some(({ expected: { largest } }) => !(largest < 1e37)))
    return { kind: "refused", why: "beyond single precision" };
  let outcome: Outcome = { kind: "agrees", tellsValue: true, tellsGradient: true };
  try {
    const step = await engine.compile(prepared.loss, optionsOf(spec.setting));
    for (const { inputs, expected } of prepared.runs) {
      const gradient = new Float32Array(inputs.logits.length).fill(7);
      const value = await step.run({ ...inputs, gradient });
      const { problem, tellsValue, tellsGradient } = compare(value, gradient, expected);
      if (problem !== null) outcome = { kind: "differs", problem };
      else if (outcome.kind === "agrees")
        outcome = {
          kind: "agrees",
          tellsValue: tellsValue && outcome.tellsValue,
          tellsGradient: tellsGradient && outcome.tellsGradient,
        };
    }
    await step.dispose();
  } catch (error) {
    outcome = { kind: "differs", problem: `throws ${(error as Error).message}` };
  }
  if (outcome.kind !== "differs") return outcome;
  const { problem } = outcome;
  const known = leftOut.find((entry) => entry.problem.test(problem));
  return known ? { kind: "refused", why: known.reason } : outcome;
}
