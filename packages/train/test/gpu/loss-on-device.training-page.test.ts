import { encodeModel, graph } from "@segloss/train";
import type * as Ort from "onnxruntime-web/webgpu";
import { parseLoss, reference } from "segloss";
import { type GpuBuffer, type GpuDevice, webgpu } from "segloss/webgpu";
import { expect, it } from "vitest";

/** The part of a page that is used here: the types of tests are those of Node. */
declare const navigator: {
  readonly gpu: { requestAdapter(): Promise<{ requestDevice(): Promise<GpuDevice> } | null> };
};

const SHAPE = [2, 3, 8, 8];
const SIZE = 2 * 3 * 8 * 8;

/** A network of one operator: twice its input. */
function model(): Uint8Array {
  const g = graph("gpu");
  const x = g.input("x", SHAPE);
  g.output("logits", g.emit("Add", [x, x], SHAPE));
  return encodeModel(g);
}

it("ONNX Runtime's logits go into the loss, and its gradient into the next graph, without leaving the GPU", async () => {
  const ort: typeof Ort = await import("onnxruntime-web/webgpu");
  const adapter = await navigator.gpu.requestAdapter();
  const device = (await adapter?.requestDevice()) as GpuDevice;
  const session = await ort.InferenceSession.create(model(), {
    executionProviders: [{ name: "webgpu", device: device as never }],
    preferredOutputLocation: "gpu-buffer",
  });
  const x = Float32Array.from({ length: SIZE }, (_, i) => 1.5 * Math.sin(i * i));
  const targets = Uint8Array.from({ length: SIZE / 3 }, (_, i) => i % 3);
  const { logits } = await session.run({ x: new ort.Tensor("float32", x, SHAPE) });
  expect(logits.location).toBe("gpu-buffer");

  const loss = parseLoss("dice + crossEntropy");
  const options = { shape: SHAPE, layout: "channels-first" } as const;
  const step = await webgpu({ device }).compile(loss, options);
  const gradient = device.createBuffer({ size: 4 * SIZE, usage: 0x80 | 0x04 | 0x08 });
  const value = await step.run({ logits: logits.gpuBuffer as unknown as GpuBuffer, targets, gradient });

  const expected = new Float64Array(SIZE);
  const doubled = x.map((v) => 2 * v);
  const exact = reference().compile(loss, options).run({ logits: doubled, targets, gradient: expected });
  expect(Math.abs(value / exact - 1)).toBeLessThan(1e-6);

  // The gradient as the input of a graph: what a training step cut at the logits goes on with.
  const slope = ort.Tensor.fromGpuBuffer(gradient as never, { dataType: "float32", dims: SHAPE });
  const { logits: twice } = await session.run({ x: slope });
  const read = (await twice.getData()) as Float32Array;
  const off = Math.hypot(...expected.map((g, i) => read[i] / 2 - g));
  expect(off).toBeLessThan(1e-5 * Math.hypot(...expected));
});
