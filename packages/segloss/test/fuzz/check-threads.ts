import type { Engine } from "segloss";
import type { Outcome } from "./check-spec.ts";
import { inputsOf, optionsOf } from "./make-inputs.ts";
import { lossOf, type Spec } from "./spec.ts";

/** Values from which on the threads of an engine are woken. */
const SHARED = 40_000;

/** The case on images that are large enough to share: engines with different threads give the same bits. */
export function checkThreads({ terms, setting }: Spec, engines: readonly Engine[]): Outcome {
  const pixels = Math.ceil(SHARED / setting.batch / setting.channels / 25);
  const large = { ...setting, space: [25, pixels] };
  const results = engines.map((engine) => resultsOf({ terms, setting: large }, engine));
  if (results.every((result) => result === results[0]))
    return { kind: "agrees", tellsValue: true, tellsGradient: true };
  return { kind: "differs", problem: `threads change the result:\n  ${results.join("\n  ")}` };
}

/** Value, a fingerprint of the gradient's bits and the value alone of two runs, or the error. */
function resultsOf(spec: Spec, engine: Engine): string {
  try {
    const step = engine.compile(lossOf(spec), optionsOf(spec.setting));
    try {
      return [0, 1]
        .map((run) => {
          const inputs = inputsOf(spec.setting, run);
          const gradient = new Float32Array(inputs.logits.length);
          const value = step.run({ ...inputs, gradient });
          return `${value} ${fingerprint(gradient)} ${step.run(inputs)}`;
        })
        .join("; ");
    } finally {
      step.dispose();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

function fingerprint(data: Float32Array): number {
  return new Int32Array(data.buffer).reduce((hash, bits) => Math.imul(hash, 31) + bits, 7);
}
