import { shown } from "../door/shown.ts";

/** @throws Error when the first argument is not TensorFlow.js, or lacks what is needed of it */
export function checkTensorFlow(tf: unknown, where: string, functions: readonly string[]): void {
  const isModule = (typeof tf === "object" && tf !== null) || typeof tf === "function";
  const lacks = functions.find(
    (name) => !isModule || typeof (tf as Record<string, unknown>)[name] !== "function",
  );
  if (lacks === undefined) return;
  throw new Error(
    `${where} needs TensorFlow.js as its first argument, got ${isModule ? `something without tf.${lacks}` : shown(tf)}: ` +
      'import * as tf from "@tensorflow/tfjs" and pass tf.',
  );
}

/** @throws Error for what is no tensor of TensorFlow.js */
export function checkTensor(name: string, value: unknown): void {
  const { shape, dataSync } = (value ?? {}) as { readonly shape?: unknown; readonly dataSync?: unknown };
  if (Array.isArray(shape) && typeof dataSync === "function") return;
  throw new Error(`${name} must be a tensor of TensorFlow.js, got ${shown(value)}.`);
}
