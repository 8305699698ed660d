import { checkOptions, having, type Kind, shown, TEXT } from "segloss/door";
import { checkSession } from "./check-session.ts";
import { checkAdapter, checkBundle } from "./check-web-gpu.ts";
import { type OrtModule, type OrtTensor, ortSession } from "./ort-session.ts";
import { deviceOf, outputLocations, PROVIDER, providerOptions, type UntriedProvider } from "./provider.ts";
import { providerError } from "./provider-error.ts";
import type { Runtime, Tensor } from "./runtime.ts";

/** A GPUDevice of the page. */
export interface WebGpuDevice {
  readonly queue: object;
  createBuffer(descriptor: never): unknown;
}

export interface WebRuntimeOptions {
  /** Folder or URL prefix of the .wasm files; default: beside the JavaScript of onnxruntime-web. */
  readonly wasmPaths?: string;
  /**
   * What computes. Default "wasm", the CPU. "webgpu" is the page's GPU, by the module onnxruntime-web/webgpu. Others are
   * passed to ONNX Runtime as they are and untried.
   */
  readonly provider?: "wasm" | "webgpu" | UntriedProvider;
  /** The GPUDevice to compute on, for WebGPU. Default: one that ONNX Runtime asks for. */
  readonly device?: WebGpuDevice;
}

interface WebOrtModule extends OrtModule {
  readonly env: { readonly wasm: { numThreads?: number; wasmPaths?: unknown } };
}

type Load = () => Promise<unknown>;

/** Which module has a provider: that of WebGPU has the CPU as well. */
const modules: Readonly<Record<"wasm" | "webgpu", Load>> = {
  wasm: () => import("onnxruntime-web"),
  webgpu: () => import("onnxruntime-web/webgpu"),
};

async function load(from: Load): Promise<WebOrtModule> {
  try {
    return (await from()) as WebOrtModule;
  } catch (cause) {
    throw new Error("onnxruntime-web could not be loaded. Install it with `npm install onnxruntime-web`.", {
      cause,
    });
  }
}

const GPU_DEVICE: Kind = having("a GPUDevice", "createBuffer");

/**
 * ONNX Runtime compiled to WebAssembly (package onnxruntime-web, an optional peer dependency): in web pages, and in
 * Node where no native code may run. It is started once per process, so the number of threads of the first session
 * holds for all; in a page more than one thread needs cross-origin isolation.
 *
 * @throws Error at the first session, where the browser has no such device, or where the module is not that of WebGPU
 */
export function webRuntime(given: WebRuntimeOptions = {}): Runtime {
  checkOptions("webRuntime", given, { wasmPaths: TEXT, provider: PROVIDER, device: GPU_DEVICE });
  const { provider = "wasm", device } = given;
  if (device && provider !== "webgpu")
    throw new Error(
      `webRuntime: a device needs the provider "webgpu"; got ${shown(provider)}. Leave one of them out.`,
    );
  return provider === "wasm" ? runtimeOf("wasm", given, modules.wasm) : gpuRuntime(provider, given);
}

function gpuRuntime(provider: string, given: WebRuntimeOptions): Runtime {
  const reference = runtimeOf("wasm", given, modules.webgpu);
  const runtime = runtimeOf(provider, given, modules.webgpu);
  return {
    ...{ ...runtime, reference },
    name: `onnxruntime-web with the provider ${provider}`,
    device: deviceOf(provider),
    keeps: provider === "webgpu",
  };
}

function runtimeOf(provider: string, { wasmPaths, device }: WebRuntimeOptions, from: Load): Runtime {
  let checked: Promise<void> | undefined;
  return {
    name: "onnxruntime-web",
    async session(model, options) {
      checkSession(model, options);
      const ort = await load(from);
      ort.env.wasm.numThreads ||= options.threads;
      if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
      if (provider === "webgpu") {
        checked ??= checkGpu(ort, device);
        await checked;
      }
      const kept = provider === "webgpu" ? options.kept : undefined;
      const preferredOutputLocation = outputLocations(kept);
      const session = await ort.InferenceSession.create(model, {
        executionProviders: [providerOptions(provider, device)],
        graphOptimizationLevel: "all",
        ...(preferredOutputLocation && { preferredOutputLocation }),
      }).catch((cause: unknown) => {
        throw providerError(provider, cause);
      });
      return ortSession(ort, session, { placed: "copied", kept, read });
    },
  };
}

async function checkGpu(ort: OrtModule, device: WebGpuDevice | undefined): Promise<void> {
  if (!device) await checkAdapter();
  await checkBundle(ort);
}

/** Copies a tensor of the GPU. */
async function read(tensor: OrtTensor): Promise<Tensor["data"]> {
  return (tensor as OrtTensor & { getData(): Promise<Tensor["data"]> }).getData();
}
