import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { checkedLoss } from "../../losses/checked-loss.ts";
import type { Loss } from "../../losses/loss.ts";
import { makePlan } from "../../plan/plan.ts";
import type { AsyncEngine, CompileOptions } from "../engine.ts";
import { readOptions } from "../read-options.ts";
import type { GpuDevice } from "./gpu-types.ts";
import { type DeviceSource, type LiveDevice, liveDevices, requireDevice } from "./runtime/device-state.ts";
import { isDevice } from "./runtime/is-device.ts";
import type { WebGpuInputs } from "./runtime/run-inputs.ts";
import { makeWebGpuStep, type WebGpuStep } from "./runtime/webgpu-step.ts";

export interface WebGpuOptions {
  /**
   * A `GPUDevice`, which stays yours and whose buffers steps read and write; or a function that gives one, which is called
   * again at the first `compile` after a device was lost.
   */
  readonly device: DeviceSource;
}

/** The engine that computes on a GPU. */
export interface WebGpuEngine extends AsyncEngine<WebGpuInputs> {
  /** The device in use; null before an engine that asks for it has been asked to compile. */
  readonly device: GpuDevice | null;
  /**
   * Compiles a loss to kernels for the device.
   * @throws Error for what the other engines refuse, and for a device that is lost; EngineLimit for shapes beyond the limits of the device
   */
  compile(loss: Loss, options: CompileOptions): Promise<WebGpuStep>;
  /**
   * The same at once, for callers that cannot wait: kernels are compiled by the device when they are first dispatched.
   * @throws Error like `compile`; also before the first `compile` of an engine that asks for its device
   */
  compileNow(loss: Loss, options: CompileOptions): WebGpuStep;
}

const DEVICE: Kind = {
  expected:
    "a GPUDevice, as `await (await navigator.gpu.requestAdapter()).requestDevice()` gives it, or a function that gives one",
  fits: (value) => typeof value === "function" || isDevice(value),
};

/**
 * The engine that computes losses on a GPU by WebGPU, in kernels made of the same programs as those of the wasm engine: single
 * precision throughout, sums by trees whose order no device changes. Data and gradient may lie in buffers of the device, and
 * are then neither copied nor read.
 */
export function webgpu(options: WebGpuOptions): WebGpuEngine {
  if (isDevice(options)) throw new Error("webgpu takes options, got the device itself: webgpu({ device }).");
  checkOptions("webgpu", options, { device: DEVICE });
  check("webgpu: device", options.device, DEVICE);
  const devices = liveDevices(options.device);
  let disposed = false;
  const steps = new Set<WebGpuStep>();
  const make = (given: Loss, compileOptions: CompileOptions, live: LiveDevice) => {
    if (disposed) throw new Error("This engine was disposed of: make a new one with webgpu.");
    requireDevice(live, "make an engine with a new device, or with a function that asks for one.");
    const loss = checkedLoss(given);
    const plan = makePlan(loss, readOptions(compileOptions, loss));
    const step: ReturnType<typeof makeWebGpuStep> = makeWebGpuStep(plan, live, () => steps.delete(step));
    steps.add(step);
    return step;
  };
  const compileOn = async (live: LiveDevice, loss: Loss, compileOptions: CompileOptions) => {
    const step = make(loss, compileOptions, live);
    try {
      await step.compiled();
    } catch (error) {
      step.dispose();
      throw error;
    }
    return step;
  };
  return {
    name: "webgpu",
    get device() {
      return devices.device();
    },
    async compile(loss, compileOptions) {
      const live = await devices.current();
      try {
        return await compileOn(live, loss, compileOptions);
      } catch (error) {
        // A device that was lost meanwhile is followed by another one.
        const next = await devices.current();
        if (next === live) throw error;
        return compileOn(next, loss, compileOptions);
      }
    },
    compileNow: (loss, compileOptions) => make(loss, compileOptions, devices.known()),
    dispose() {
      disposed = true;
      for (const step of steps) step.dispose();
      steps.clear();
    },
  };
}
