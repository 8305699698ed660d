import type { CompileOptions, Engine, IndexArray, StepInputs } from "segloss";
import { parseLoss } from "segloss";

/** Numbers in [0, 1) from a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Random logits and labels for a shape with channels last. */
export function randomInputs(shape: readonly number[], seed = 5): StepInputs & { targets: IndexArray } {
  const random = seeded(seed);
  const channels = shape[shape.length - 1];
  const values = shape.reduce((a, b) => a * b, 1);
  return {
    logits: Float32Array.from({ length: values }, () => 8 * random() - 4),
    targets: Uint8Array.from({ length: values / channels }, () =>
      Math.floor(random() * Math.max(2, channels)),
    ),
  };
}

/** Value and gradient of one call. */
export function once(
  engine: Engine,
  loss: string,
  options: CompileOptions,
  inputs: StepInputs,
): { value: number; gradient: Float32Array } {
  const step = engine.compile(parseLoss(loss), options);
  const gradient = new Float32Array(inputs.logits.length);
  const value = step.run({ ...inputs, gradient });
  step.dispose();
  return { value, gradient };
}
