import { checkSpelling } from "../../../door/check-spelling.ts";
import { shown } from "../../../door/shown.ts";
import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import type { FloatArray, IndexArray, StepInputs } from "../../engine.ts";
import { readInputs } from "../../read-inputs.ts";
import { STEP_INPUTS } from "../../step-inputs.ts";
import { checkShapes } from "../../wasm/runtime/inputs.ts";
import type { GpuBuffer } from "../gpu-types.ts";
import { ELEMENT_BYTES, type GpuArray, type GpuElement, readGpuArray } from "./gpu-array.ts";
import { USAGE } from "./usage.ts";

/** Numbers in a buffer of the engine's device: the buffer itself where they begin with it and are of the usual type. */
export type GpuNumbers = GpuBuffer | GpuArray;

/** The data of one call: arrays, or buffers of the engine's device, which are read and written where they lie. */
export interface WebGpuInputs {
  /** Network outputs, of the compiled shape. */
  readonly logits: FloatArray | GpuNumbers;
  /** Class indices ("int32" in a buffer, or "uint8", "uint16", "uint32", "int64") or soft targets ("float32"). */
  readonly targets: IndexArray | FloatArray | GpuNumbers;
  /** Pixel weights >= 0, [batch, ...space]. */
  readonly weights?: FloatArray | GpuNumbers;
  /** 0 for pixels to leave out, [batch, ...space]; in a buffer "int32", "uint32" or "uint8". */
  readonly mask?: Uint8Array | GpuNumbers;
  /** Object labels for the distance to the nearest cells, [batch, ...space], 0 for none; in a buffer "int32" or "uint32". */
  readonly instances?: IndexArray | GpuNumbers;
  /** Pixel maps that a formula of the user names, each [batch, ...space]. */
  readonly maps?: Readonly<Record<string, FloatArray | GpuNumbers>>;
  /** How much of the training is done, 0 to 1, for losses that change with it. */
  readonly progress?: number;
  /** The constants that were compiled as `live`. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Where the derivative with respect to the logits is written; a buffer is not one of the others. */
  readonly gradient?: FloatArray | GpuNumbers;
}

type Given = Required<GpuArray>;
type BufferedName = "logits" | "targets" | "weights" | "mask" | "instances" | "gradient";

/** The inputs of a run: what lies in buffers, and the rest as the other engines read it. */
export interface RunInputs {
  readonly gpu: {
    readonly logits?: Given;
    readonly targets?: Given;
    readonly weights?: Given;
    readonly mask?: Given;
    readonly instances?: Given;
    readonly gradient?: Given;
    readonly maps: Readonly<Record<string, Given>>;
  };
  /** Arrays; those that lie in buffers are missing. */
  readonly host: Partial<StepInputs>;
}

const FLOATS: readonly GpuElement[] = ["float32"];
const LABELS: readonly GpuElement[] = ["int32", "uint8", "uint16", "uint32", "int64"];
const MASKS: readonly GpuElement[] = ["int32", "uint32", "uint8"];
const OBJECTS: readonly GpuElement[] = ["int32", "uint32"];

/** @throws Error for what is neither an array nor a buffer, and for buffers that are too small or cannot be bound */
export function readRunInputs(given: WebGpuInputs, plan: Plan): RunInputs {
  if (typeof given !== "object" || given === null)
    throw new Error(`Expected logits and targets, got ${shown(given)}: run({ logits, targets }).`);
  checkSpelling("run", given, STEP_INPUTS);
  const { setting } = plan;
  const pixels = setting.batch * pixelsPerImage(setting);
  const values = pixels * setting.channels;
  const soft = setting.targets === "soft";
  const rules: readonly (readonly [BufferedName, readonly GpuElement[], number])[] = [
    ["logits", FLOATS, values],
    soft ? ["targets", FLOATS, values] : ["targets", LABELS, pixels],
    ["weights", FLOATS, pixels],
    ["mask", MASKS, pixels],
    ["instances", OBJECTS, pixels],
    ["gradient", FLOATS, values],
  ];
  const gpu: { [K in BufferedName]?: Given } = {};
  const host: Record<string, unknown> = { ...given };
  for (const [name, kinds, length] of rules) {
    const array = readGpuArray(name, given[name], kinds);
    if (array === null) continue;
    checkBuffer(name, array, length);
    gpu[name] = array;
    delete host[name];
  }
  const maps: Record<string, Given> = {};
  const hostMaps: Record<string, unknown> = { ...given.maps };
  for (const [name, map] of Object.entries(given.maps ?? {})) {
    const array = readGpuArray(`maps.${name}`, map, FLOATS);
    if (array === null) continue;
    checkBuffer(`maps.${name}`, array, pixels);
    checkCopied(`maps.${name}`, array);
    maps[name] = array;
    delete hostMaps[name];
  }
  if (given.maps) host.maps = hostMaps;
  if (gpu.instances) checkCopied("instances", gpu.instances);
  checkPresence(gpu, plan);
  checkOverlap(gpu);
  return { gpu: { ...gpu, maps }, host: readHost(host, gpu, maps, plan) };
}

function checkBuffer(name: string, { buffer, offset, type }: Given, length: number): void {
  // Kernels read whole words.
  const bytes = Math.ceil((length * ELEMENT_BYTES[type]) / 4) * 4;
  if (buffer.size - offset < bytes) {
    throw new Error(
      `${name} must have ${length} numbers of ${type}, ${bytes} bytes${offset > 0 ? ` from byte ${offset} on` : ""}; the buffer has ${buffer.size}.`,
    );
  }
  if ((buffer.mapState ?? "unmapped") !== "unmapped")
    throw new Error(
      `${name} must be a buffer that is not mapped, got one that is ${buffer.mapState}: unmap() it first.`,
    );
  if ((buffer.usage & USAGE.storage) === 0)
    throw new Error(`${name} must be a buffer that shaders can bind: create it with GPUBufferUsage.STORAGE.`);
}

/** @throws Error for a buffer that no plane can be filled from */
function checkCopied(name: string, { buffer }: Given): void {
  if ((buffer.usage & USAGE.copySource) === 0)
    throw new Error(`${name} must be a buffer that can be copied: create it with GPUBufferUsage.COPY_SRC.`);
}

function checkPresence(gpu: Readonly<Record<string, Given>>, { setting }: Plan): void {
  if (gpu.weights && !setting.weighted)
    throw new Error("Compiled without weights, got some: compile with weights: true.");
  if (gpu.mask && !setting.masked)
    throw new Error("Compiled without mask, got some: compile with mask: true.");
}

/** What is written may not be read as another buffer in the same pass. */
function checkOverlap({ gradient, ...others }: { [K in BufferedName]?: Given }): void {
  for (const [name, array] of Object.entries(others))
    if (gradient && (array as Given | undefined)?.buffer === gradient.buffer)
      throw new Error(`gradient must be a buffer of its own, got that of ${name}: create another one.`);
}

/** Arrays in the kinds that engines read, their lengths checked; empty ones stand in for those that lie in buffers. */
function readHost(
  host: Readonly<Record<string, unknown>>,
  gpu: Readonly<Record<string, Given>>,
  maps: Readonly<Record<string, Given>>,
  plan: Plan,
): Partial<StepInputs> {
  const { setting } = plan;
  const names = Object.keys(gpu);
  const empty = setting.targets === "soft" ? new Float32Array(0) : new Uint8Array(0);
  const standIns = {
    ...(gpu.logits && { logits: new Float32Array(0) }),
    ...(gpu.targets && { targets: empty }),
  };
  const read = readInputs({ ...host, ...standIns } as unknown as StepInputs, setting);
  if (names.length + Object.keys(maps).length === 0) checkShapes(read, plan);
  else checkLengths(read, names, maps, plan);
  return Object.fromEntries(Object.entries(read).filter(([name]) => !names.includes(name)));
}

/** Lengths of the arrays beside buffers. */
function checkLengths(
  { logits, targets, weights, mask, instances, gradient, maps: given = {} }: StepInputs,
  inBuffers: readonly string[],
  maps: Readonly<Record<string, Given>>,
  { setting, maps: needed }: Plan,
): void {
  const pixels = setting.batch * pixelsPerImage(setting);
  const values = pixels * setting.channels;
  const soft = setting.targets === "soft";
  if (
    !inBuffers.includes("targets") &&
    soft !== (targets instanceof Float32Array || targets instanceof Float64Array)
  )
    throw new Error(`Compiled for targets: "${setting.targets}", got ${targets.constructor.name}.`);
  const ofPixel = (wanted: boolean): number | null => (wanted ? pixels : null);
  const lengths: readonly (readonly [string, { readonly length: number } | undefined, number | null])[] = [
    ["logits", logits, values],
    ["targets", targets, soft ? values : pixels],
    ["weights", weights, ofPixel(setting.weighted)],
    ["mask", mask, ofPixel(setting.masked)],
    ...(gradient ? [["gradient", gradient, values] as const] : []),
    ...(instances ? [["instances", instances, pixels] as const] : []),
    ...needed.filter((name) => !maps[name]).map((name) => [`maps.${name}`, given[name], pixels] as const),
  ];
  for (const [name, array, length] of lengths) {
    if (inBuffers.includes(name) || (array?.length ?? null) === length) continue;
    if (length === null) throw new Error(`Compiled without ${name}, got some: compile with ${name}: true.`);
    if (!array) throw new Error(`Expected ${name} with ${length} values, got none.`);
    throw new Error(`${name} must have ${length} values, got ${array.length}.`);
  }
}
