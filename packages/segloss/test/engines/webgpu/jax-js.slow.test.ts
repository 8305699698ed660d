import { dice, reference } from "segloss";
import { type GpuDevice, webgpu } from "segloss/webgpu";
import { expect, it } from "vitest";
import { softwareGlobals } from "./software-device.ts";

it("takes the logits of jax-js where they lie, and gives the slope that its vjp goes on with", async () => {
  // jax-js looks for WebGPU when it is loaded.
  await softwareGlobals();
  const { defaultDevice, getWebGPUDevice, init, numpy: np, vjp } = await import("@jax-js/jax");
  await init("webgpu");
  defaultDevice("webgpu");
  const shape = [1, 8, 8, 1];
  const x = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
  const targets = Uint8Array.from({ length: 64 }, (_, i) => (i % 3 === 0 ? 1 : 0));

  const engine = webgpu({ device: getWebGPUDevice() as unknown as GpuDevice });
  const step = await engine.compile(dice(), { shape });
  const network = (weight: ReturnType<typeof np.array>) => np.array(x).mul(weight).reshape(shape);
  const [z, back] = vjp(network, [np.array([2])]);
  const gradient = new Float32Array(64);
  const value = await step.run({ logits: await z.ref.gpuBuffer(), targets, gradient });
  const [slope] = back(np.array(gradient).reshape(shape)) as unknown as [{ data(): Promise<Float32Array> }];

  const expected = new Float64Array(64);
  const logits = x.map((value) => 2 * value);
  const exact = reference().compile(dice(), { shape }).run({ logits, targets, gradient: expected });
  const exactSlope = expected.reduce((sum, g, i) => sum + g * x[i], 0);
  expect(Math.abs(value / exact - 1)).toBeLessThan(1e-6);
  expect(Math.abs((await slope.data())[0] / exactSlope - 1)).toBeLessThan(1e-5);
  step.dispose();
});
