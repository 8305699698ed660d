import { graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import type { OrtModule } from "./ort-session.ts";

interface Gpu {
  requestAdapter(): Promise<object | null>;
}

/** @throws Error where the page has no WebGPU, or WebGPU no adapter */
export async function checkAdapter(): Promise<void> {
  const { gpu } = (globalThis as { navigator?: { gpu?: Gpu } }).navigator ?? {};
  const what = gpu ? ((await gpu.requestAdapter()) ? undefined : "no adapter") : "no navigator.gpu";
  if (what === undefined) return;
  throw new Error(
    `The provider "webgpu" cannot be used: expected a browser with WebGPU, in a page of https or localhost, and a GPU; got ${what}. ` +
      "Try another browser or its settings for WebGPU (Chromium without a GPU: --enable-unsafe-webgpu), or train on the CPU: webRuntime().",
  );
}

function smallest(): Uint8Array {
  const g = graph("gpu");
  const x = g.input("x", [1]);
  g.output("y", g.emit("Add", [x, x], [1]));
  return encodeModel(g);
}

/**
 * Tells the bundle of ONNX Runtime whose WebGPU is written in C++, which is onnxruntime-web/webgpu, from the one written in
 * TypeScript, which other entries hold and which gives wrong values: only the former looks at the device that it is given,
 * and refuses what is none.
 *
 * @throws Error for the wrong one, which an import map, a bundler's alias or an old version can bring in
 */
export async function checkBundle(ort: OrtModule): Promise<void> {
  const executionProviders = [{ name: "webgpu", device: {} }];
  const session = await ort.InferenceSession.create(smallest(), { executionProviders }).catch(
    (error: unknown) => error as Error,
  );
  if (session instanceof Error && /invalid gpu device/i.test(session.message)) return;
  if (session instanceof Error) throw session;
  await session.release();
  throw new Error(
    'The provider "webgpu" was refused: expected the module onnxruntime-web/webgpu of version 1.30 or newer; got a bundle whose WebGPU ' +
      "trains with wrong values and says nothing (losses with softmax are 25 % off). Let onnxruntime-web/webgpu, in the import map, the bundler or the CDN, " +
      "be dist/ort.webgpu.bundle.min.mjs of the package.",
  );
}
