import * as tf from "@tensorflow/tfjs";
import { parseLoss, reference, sourceCode } from "segloss";
import { beforeAll, expect, it } from "vitest";
import { makeFields } from "../../src/engines/make-fields.ts";
import { validPixels } from "../../src/engines/valid-pixels.ts";
import type { SourceCase } from "../golden/source-cases.mjs";
import { sourceData } from "../golden/source-data.mjs";

type Printed = (...args: unknown[]) => tf.Scalar;

/** The function of a printed module. */
function functionOf(code: string, name: string): Printed {
  const body = code.replace(/^import .*$/m, "").replace("export function", "function");
  return new Function("tf", `${body}\nreturn ${name};`)(tf) as Printed;
}

function run(c: SourceCase): { value: number; gradient: Float32Array; data: ReturnType<typeof sourceData> } {
  const data = sourceData(c, { parseLoss, reference, makeFields, validPixels });
  const source = sourceCode(parseLoss(c.loss), {
    as: "tfjs",
    channels: c.channels,
    link: c.link,
    dimensions: c.space.length,
    ...(c.targets && { targets: c.targets }),
    weights: c.weights ?? false,
    mask: c.mask ?? false,
    ...(c.ignore !== undefined && { ignore: c.ignore }),
  });
  const pixels = [data.batch, ...c.space];
  const whole = [...pixels, c.channels];
  const tensor = (list: ArrayLike<number>): tf.Tensor =>
    tf.tensor(Array.from(list), list.length === data.logits.length && c.channels > 1 ? whole : pixels);
  const given: Record<string, ArrayLike<number>> = {
    ...{ yTrue: data.targets, weights: data.weights, mask: data.mask },
    ...data.maps,
    ...data.fields,
  };
  const loss = functionOf(source.code, source.name);
  const call = (z: tf.Tensor): tf.Scalar =>
    loss(
      ...source.arguments.map(({ name }) => {
        if (name === "yPred") return z;
        return name === "progress" ? data.progress : tensor(given[name]);
      }),
    );
  const logits = tf.tensor(Array.from(data.logits), whole);
  const made = tf.tidy(() => tf.valueAndGrad(call)(logits));
  const [value] = made.value.dataSync();
  return { value, gradient: made.grad.dataSync() as Float32Array, data };
}

/** What is printed for TensorFlow.js, run there on the CPU in float32, has the value and gradient of the reference engine. */
export function testInTfjs(cases: readonly SourceCase[]): void {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_, c) => {
    const { value, gradient, data } = run(c);
    expect(Math.abs(value - data.value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(data.value)));
    const scale = Math.max(1e-3, ...Array.from(data.gradient, Math.abs));
    const worst = Math.max(...Array.from(data.gradient, (g, i) => Math.abs(g - gradient[i])));
    expect(worst / scale).toBeLessThan(5e-5);
  });
}
