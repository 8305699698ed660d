import { arrayKind } from "../door/array-kind.ts";
import { check } from "../door/check.ts";
import { checkSpelling } from "../door/check-spelling.ts";
import { isPlainObject } from "../door/is-plain-object.ts";
import type { Kind } from "../door/kind.ts";
import { shown } from "../door/shown.ts";
import type { Setting } from "../plan/setting.ts";
import type { FloatArray, StepInputs } from "./engine.ts";
import { readFloats } from "./read-floats.ts";
import { readIndices } from "./read-indices.ts";
import { readMask } from "./read-mask.ts";
import { STEP_INPUTS } from "./step-inputs.ts";

const NUMBER: Kind = { expected: "a number from 0 to 1", fits: (x) => typeof x === "number" };

/**
 * The arrays of a call in the kinds that engines read: what already is of such a kind stays the caller's array. Values
 * are not looked at here but where that is needed to convert them.
 * @throws Error for something that is no array of numbers, and for values that another kind of array cannot hold
 */
export function readInputs(given: StepInputs, setting: Setting): StepInputs {
  if (typeof given !== "object" || given === null)
    throw new Error(`Expected logits and targets, got ${shown(given)}: run({ logits, targets }).`);
  checkSpelling("run", given, STEP_INPUTS);
  if (given.progress !== undefined) check("progress", given.progress, NUMBER);
  return isReady(given) ? given : converted(given, setting);
}

/** Whether every array is of a kind that engines read. */
function isReady({ logits, targets, weights, mask, instances, maps, gradient }: StepInputs): boolean {
  return (
    isFloats(logits) &&
    (isFloats(targets) || isIndices(targets)) &&
    (weights === undefined || isFloats(weights)) &&
    (mask === undefined || mask instanceof Uint8Array) &&
    (instances === undefined || isIndices(instances)) &&
    (gradient === undefined || isFloats(gradient)) &&
    maps === undefined
  );
}

function isFloats(array: unknown): boolean {
  return array instanceof Float32Array || array instanceof Float64Array;
}

function isIndices(array: unknown): boolean {
  return array instanceof Uint8Array || array instanceof Uint16Array || array instanceof Int32Array;
}

function converted(given: StepInputs, setting: Setting): StepInputs {
  const { logits, targets, weights, mask, instances, maps, gradient, ...rest } = given;
  if (!logits || !targets)
    throw new Error(`Expected logits and targets, got no ${logits ? "targets" : "logits"}.`);
  return {
    ...rest,
    logits: readFloats("logits", logits),
    targets: readTargets(targets, setting),
    ...(weights !== undefined && { weights: readFloats("weights", weights, true) }),
    ...(mask !== undefined && { mask: readMask(mask) }),
    ...(instances !== undefined && { instances: readIndices("instances", instances, []) }),
    ...(maps !== undefined && { maps: readMaps(maps) }),
    ...(gradient !== undefined && { gradient: readGradient(gradient) }),
  };
}

/** What was compiled decides about lists of plain numbers. */
function readTargets(targets: unknown, setting: Setting): StepInputs["targets"] {
  const kind = arrayKind(targets);
  const soft = kind === "Array" ? setting.targets === "soft" : kind?.startsWith("Float");
  if (kind === null || soft !== (setting.targets === "soft")) {
    throw new Error(
      `Compiled for targets: "${setting.targets}", got ${kind ?? shown(targets)}: ` +
        "indices are Uint8Array, Uint16Array or Int32Array, soft targets Float32Array or Float64Array.",
    );
  }
  return soft ? readFloats("targets", targets) : readIndices("targets", targets, setting.ignore);
}

function readMaps(maps: unknown): Readonly<Record<string, FloatArray>> {
  if (!isPlainObject(maps))
    throw new Error(`maps must be an object with an array for each map, got ${shown(maps)}.`);
  const entries = Object.entries(maps).filter(([, map]) => map !== undefined);
  return Object.fromEntries(entries.map(([name, map]) => [name, readFloats(`maps.${name}`, map, true)]));
}

/** It is written to, so it cannot be another array. */
function readGradient(gradient: unknown): FloatArray {
  const kind = arrayKind(gradient);
  if (kind?.startsWith("Float")) return gradient as FloatArray;
  throw new Error(
    `gradient must be a Float32Array or Float64Array, got ${shown(gradient)}: whole numbers cannot hold slopes.`,
  );
}
