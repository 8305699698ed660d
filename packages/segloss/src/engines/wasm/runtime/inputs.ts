import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import { GIVEN, isPerClass } from "../../../program/schedule/planes.ts";
import { checkInputs } from "../../check-inputs.ts";
import type { FloatArray, IndexArray, StepInputs } from "../../engine.ts";
import type { Plane } from "../emit/sweep-shape.ts";

/** Views of a step's planes, by name: float32 but for labels and mask. */
export type PlaneViews = Readonly<Record<string, Float32Array | Uint8Array | Uint16Array | Int32Array>>;

/** Views of the planes that the caller fills. */
export function planeViews(buffer: ArrayBuffer, planes: readonly Plane[], plan: Plan): PlaneViews {
  const { setting } = plan;
  const pixels = setting.batch * pixelsPerImage(setting);
  const views: Record<string, PlaneViews[string]> = {};
  for (const { name, address, elementBytes } of planes) {
    const perClass = isPerClass(name, plan);
    const length = pixels * (perClass ? setting.channels : 1);
    if (name === GIVEN) continue;
    if (name === "mask") views[name] = new Uint8Array(buffer, address, setting.masked ? length : 0);
    else if (name !== "label") views[name] = new Float32Array(buffer, address, length);
    else if (elementBytes === 1) views[name] = new Uint8Array(buffer, address, length);
    else if (elementBytes === 2) views[name] = new Uint16Array(buffer, address, length);
    else views[name] = new Int32Array(buffer, address, length);
  }
  return views;
}

/** Width of the labels of a call; 1 for soft targets. */
export function labelWidth(targets: IndexArray | FloatArray): 1 | 2 | 4 {
  if (targets instanceof Uint16Array) return 2;
  return targets instanceof Int32Array ? 4 : 1;
}

/** Throws what `checkInputs` says when lengths or kinds do not fit; values are looked at by the sweeps. */
export function checkShapes(inputs: StepInputs, plan: Plan): void {
  const { setting, maps } = plan;
  const pixels = setting.batch * pixelsPerImage(setting);
  const values = pixels * setting.channels;
  const { logits, targets, weights, mask, gradient, instances } = inputs;
  const soft = targets instanceof Float32Array || targets instanceof Float64Array;
  const fits =
    logits.length === values &&
    soft === (setting.targets === "soft") &&
    targets.length === (soft ? values : pixels) &&
    (gradient === undefined || gradient.length === values) &&
    (weights?.length ?? -1) === (setting.weighted ? pixels : -1) &&
    (mask?.length ?? -1) === (setting.masked ? pixels : -1) &&
    (instances === undefined || instances.length === pixels) &&
    maps.every((name) => inputs.maps?.[name]?.length === pixels);
  if (!fits) checkInputs(inputs, setting, maps);
}

/** Labels of another width move the step: its arrays would be read, or written, where they no longer are. */
export function refuseOwn(
  inputs: StepInputs,
  buffer: ArrayBufferLike,
  own: { readonly address: number; readonly bytes: number },
): void {
  for (const name of ["logits", "gradient", "targets", "weights", "mask"] as const) {
    const array = inputs[name];
    if (array?.buffer !== buffer) continue;
    if (array.byteOffset < own.address || array.byteOffset >= own.address + own.bytes) continue;
    throw new Error(
      `${name} is an array that arrays() gave before, and targets are a ${inputs.targets.constructor.name}, for which the ` +
        "step takes other memory. Write the labels into arrays().targets, or run once with arrays of your own and " +
        "ask for arrays() again.",
    );
  }
}

/** Copies the inputs to their planes; arrays that are views of them are there already. */
export function copyInputs(inputs: StepInputs, plan: Plan, views: PlaneViews): void {
  refuseLost(inputs, plan);
  copyTo(views.z, inputs.logits);
  copyTo(plan.setting.targets === "soft" ? views.ysoft : views.label, inputs.targets);
  if (inputs.weights) copyTo(views.weights, inputs.weights);
  if (inputs.mask) copyTo(views.mask, inputs.mask);
  for (const name of plan.maps) copyTo(views[name], inputs.maps?.[name] as FloatArray);
}

const SMALLEST = 2 ** -126;

/** Weights and maps in double precision that single precision would take for 0; too large ones trip a guard. */
function refuseLost({ weights, maps }: StepInputs, plan: Plan): void {
  if (weights) refuseTiny("weights", weights);
  for (const name of plan.maps) refuseTiny(`maps.${name}`, maps?.[name] as FloatArray);
}

function refuseTiny(name: string, values: FloatArray): void {
  if (!(values instanceof Float64Array)) return;
  const at = values.findIndex((x) => x !== 0 && Math.abs(x) < SMALLEST);
  if (at >= 0) throw outOfSingle(name, values[at], at);
}

/** Refuses what is finite in double precision alone: the inputs have passed all other checks. */
export function refuseHuge({ logits, weights, maps }: StepInputs, plan: Plan): void {
  const named = plan.maps.map((name) => [`maps.${name}`, maps?.[name] as FloatArray] as const);
  for (const [name, values] of [["logits", logits], ["weights", weights], ...named] as const) {
    if (!(values instanceof Float64Array)) continue;
    const at = values.findIndex((x) => !Number.isFinite(Math.fround(x)));
    if (at >= 0) throw outOfSingle(name, values[at], at);
  }
}

function outOfSingle(name: string, value: number, at: number): Error {
  return engineLimit(
    `${name} are computed in single precision here, which cannot hold ${value} at index ${at}: rescale them, or use the ` +
      "reference engine.",
  );
}

function copyTo(view: PlaneViews[string], from: ArrayLike<number>): void {
  if (!isSame(from, view)) view.set(from);
}

/** Whether an array is the view itself or another one of the same bytes. */
export function isSame(array: ArrayLike<number>, view: PlaneViews[string]): boolean {
  if (array === view) return true;
  const { buffer, byteOffset } = array as Float32Array;
  return buffer === view.buffer && byteOffset === view.byteOffset && array.constructor === view.constructor;
}
