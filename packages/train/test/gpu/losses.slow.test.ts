import {
  emptyTensor,
  floatTensor,
  lossModel,
  modelInputs,
  nodeRuntime,
  type Runtime,
  type Tensors,
} from "@segloss/train";
import { LOSSES, parseLoss } from "segloss";
import { expect, it } from "vitest";
import { distance } from "./cases.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";

useSoftwareAdapter();

const names = LOSSES.map(({ definition }) => definition.name);
const models = (process.env.SEGLOSS_FULL ? names : ["softClDice", "topKCrossEntropy"]).flatMap((name) =>
  [1, 3].map((classes) => [name, classes] as const),
);

const SPACE = [12, 10];

/** Values as each input has them: logits, one-hot targets, ones for pixels that count, distances and weights. */
function valuesOf(name: string, shape: readonly number[]): Float32Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const pixels = SPACE[0] * SPACE[1];
  const of: Readonly<Record<string, (at: number) => number>> = {
    logits: (at) => 3 * Math.sin(at * at),
    targets: (at) => {
      const [pixel, plane] = [at % pixels, Math.floor(at / pixels)];
      const label = Math.floor((pixel + 31 * Math.floor(plane / shape[1])) / 17) % Math.max(2, shape[1]);
      return label === (shape[1] === 1 ? 1 : plane % shape[1]) ? 1 : 0;
    },
    valid: (at) => (at % 11 === 5 ? 0 : 1),
    progress: () => 0.25,
  };
  return Float32Array.from({ length: size }, (_, at) => (of[name] ?? ((k) => 1 + (k % 7)))(at));
}

async function run(runtime: Runtime, model: Uint8Array, inputs: Tensors, shape: readonly number[]) {
  const session = await runtime.session(model, { threads: 1 });
  const [value, gradient] = [emptyTensor("float32", []), emptyTensor("float32", shape)];
  await session.run(inputs, { value, gradient });
  await session.release();
  return { value: Number(value.data[0]), gradient: [...(gradient.data as Float32Array)] };
}

it.each(models)("%s with %i logits a pixel is on WebGPU what it is on the CPU", async (name, classes) => {
  const shape = [2, classes, ...SPACE];
  const [loss, options] = [parseLoss(name), { classes }];
  const inputs = modelInputs(loss, shape, options).map(
    ({ name, shape }) => [name, floatTensor(valuesOf(name, shape as number[]), shape as number[])] as const,
  );
  const model = lossModel(loss, shape, options);
  const feeds = Object.fromEntries(inputs);
  const expected = await run(nodeRuntime(), model, feeds, shape);
  const came = await run(nodeRuntime({ provider: "webgpu" }), model, feeds, shape);
  expect(Math.abs(came.value / expected.value - 1)).toBeLessThan(1e-5);
  expect(distance(came.gradient, expected.gradient)).toBeLessThan(1e-4);
});
