import { type Kind, TEXT } from "segloss/door";
import type { Device } from "../graph/device.ts";

/**
 * Providers of ONNX Runtime with which nobody has trained here: their names are passed on as they are, graphs are those for
 * GPUs, and the first step is compared with the CPU's as with every provider.
 */
export type UntriedProvider =
  | "coreml"
  | "cuda"
  | "dml"
  | "openvino"
  | "qnn"
  | "tensorrt"
  | "webnn"
  | "xnnpack"
  | (string & {});

export const PROVIDER: Kind = {
  expected: 'the name of a provider of ONNX Runtime, such as "webgpu"',
  fits: (value) => TEXT.fits(value) && value !== "",
};

/** What graphs are written for. */
export function deviceOf(provider: string): Device {
  return provider === "cpu" || provider === "wasm" ? "cpu" : "gpu";
}

/**
 * How a session names its provider. WebGPU without a word lays images out with the channels last, where ONNX Runtime 1.30
 * convolves 6, 9, 15, ... channels wrongly and brings masks to the CPU to turn them.
 */
export function providerOptions(provider: string, device?: object): unknown {
  if (provider !== "webgpu") return provider;
  return { name: provider, preferredLayout: "NCHW", ...(device && { device }) };
}

/** Where each result is to be; undefined where everything comes to the CPU. */
export function outputLocations(kept: readonly string[] | undefined): Record<string, string> | undefined {
  return kept && Object.fromEntries(kept.map((name) => [name, "gpu-buffer"]));
}
