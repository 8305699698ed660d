import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import type { IndexArray, StepInputs } from "../../engine.ts";
import { readIndices } from "../../read-indices.ts";
import type { GpuDevice } from "../gpu-types.ts";
import { ELEMENT_BYTES, type GpuArray } from "./gpu-array.ts";
import { readBuffer } from "./read-buffer.ts";
import type { RunInputs } from "./run-inputs.ts";
import { USAGE } from "./usage.ts";

/**
 * All inputs of a run as arrays, those in buffers copied to the host: for what is computed there, and to say what is wrong with
 * them.
 * @throws Error for a buffer that cannot be copied, naming it and `purpose`
 */
export async function hostInputs(
  { gpu, host }: RunInputs,
  plan: Plan,
  device: GpuDevice,
  purpose: string,
): Promise<StepInputs> {
  const { setting } = plan;
  const pixels = setting.batch * pixelsPerImage(setting);
  const values = pixels * setting.channels;
  const read = async (name: string, array: Required<GpuArray>, length: number): Promise<ArrayBuffer> => {
    if ((array.buffer.usage & USAGE.copySource) === 0)
      throw new Error(
        `${name} must be a buffer that can be copied, ${purpose}: create it with GPUBufferUsage.COPY_SRC.`,
      );
    return readBuffer(device, array.buffer, array.offset, length * ELEMENT_BYTES[array.type]);
  };
  const { logits, targets, weights, mask, instances, maps } = gpu;
  const soft = setting.targets === "soft";
  const read32 = async (name: string, array: Required<GpuArray>, length: number) =>
    new Float32Array(await read(name, array, length));
  const made: Record<string, unknown> = { ...host, maps: { ...host.maps } };
  if (logits) made.logits = await read32("logits", logits, values);
  if (targets && soft) made.targets = await read32("targets", targets, values);
  if (targets && !soft)
    made.targets = labelsOf(await read("targets", targets, pixels), targets.type, setting);
  if (weights) made.weights = await read32("weights", weights, pixels);
  if (mask)
    made.mask = Uint8Array.from(labelsOf(await read("mask", mask, pixels), mask.type, setting), (x) =>
      x ? 1 : 0,
    );
  if (instances) made.instances = new Int32Array(await read("instances", instances, pixels));
  for (const [name, map] of Object.entries(maps))
    (made.maps as Record<string, unknown>)[name] = await read32(`maps.${name}`, map, pixels);
  return made as unknown as StepInputs;
}

function labelsOf(bytes: ArrayBuffer, type: GpuArray["type"], { ignore }: Setting): IndexArray {
  if (type === "uint8") return new Uint8Array(bytes);
  if (type === "uint16") return new Uint16Array(bytes);
  if (type === "int64") return readIndices("targets", new BigInt64Array(bytes), ignore);
  return new Int32Array(bytes);
}
