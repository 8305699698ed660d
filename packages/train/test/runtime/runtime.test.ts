import { emptyTensor, encodeModel, floatTensor, graph, nodeRuntime, webRuntime } from "@segloss/train";
import { describe, expect, it, onTestFinished, vi } from "vitest";

function doubling(): Uint8Array {
  const g = graph();
  const x = g.input("x", [3]);
  g.output("y", g.emit("Add", [x, x], [3]));
  g.output("unwanted", g.emit("Neg", [x], [3]));
  return encodeModel(g);
}

it.each([
  [undefined, "1"],
  ["0", "0"],
])("the telemetry of ONNX Runtime is off unless the environment says something: %s", async (said, then) => {
  vi.stubEnv("ORT_DISABLE_TELEMETRY", said);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const session = await nodeRuntime().session(doubling(), { threads: 1 });
  await session.release();
  expect(process.env.ORT_DISABLE_TELEMETRY).toBe(then);
});

describe.each([nodeRuntime(), webRuntime()])("$name", (runtime) => {
  it("writes the results that are asked for into the caller's arrays, run after run", async () => {
    const session = await runtime.session(doubling(), { threads: 1 });
    const [x, y] = [floatTensor(Float32Array.of(1, 2, 3), [3]), emptyTensor("float32", [3])];
    await session.run({ x }, { y });
    expect([...y.data]).toEqual([2, 4, 6]);
    x.data[0] = 10;
    await session.run({ x }, { y });
    expect([...y.data]).toEqual([20, 4, 6]);
    await session.release();
  });

  it("leaves JavaScript's own arithmetic alone", async () => {
    const tiny = () => Number.parseFloat("1e-300") * 1e-10;
    expect(tiny()).toBe(1e-310);
    const session = await runtime.session(doubling(), { threads: 1 });
    await session.run({ x: emptyTensor("float32", [3]) }, { y: emptyTensor("float32", [3]) });
    expect(tiny()).toBe(1e-310);
    await session.release();
  });

  it("says what is wrong with a model that cannot be loaded", async () => {
    await expect(runtime.session(Uint8Array.of(1, 2, 3), { threads: 1 })).rejects.toThrow();
  });
});

describe("providers", () => {
  it("that ONNX Runtime does not have are refused by name", async () => {
    await expect(nodeRuntime({ provider: "coreml!" }).session(doubling(), { threads: 1 })).rejects.toThrow(
      /^The provider "coreml!" cannot be used: expected a build of ONNX Runtime that has it, and this one does not.*, or leave the provider out, to compute on the CPU\.$/,
    );
  });

  it("WebGPU in a browser needs navigator.gpu, which Node does not bring, and Deno does", async () => {
    vi.stubGlobal("navigator", {});
    onTestFinished(() => void vi.unstubAllGlobals());
    await expect(webRuntime({ provider: "webgpu" }).session(doubling(), { threads: 1 })).rejects.toThrow(
      /^The provider "webgpu" cannot be used: expected a browser with WebGPU, .*; got no navigator\.gpu\. .*on the CPU: webRuntime\(\)\.$/,
    );
  });

  it("a device goes with WebGPU alone", () => {
    const device = { queue: {}, createBuffer() {} };
    expect(() => webRuntime({ device })).toThrow(
      /^webRuntime: a device needs the provider "webgpu"; got "wasm"/,
    );
  });
});
