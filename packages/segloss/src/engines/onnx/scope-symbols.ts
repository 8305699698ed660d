import type { Plan } from "../../plan/plan.ts";
import { leavesOut, pixelsPerImage } from "../../plan/setting.ts";
import { harmlessInput } from "../valid-pixels.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";

/** The graph's tensors that a lowered loss reads. */
export interface LossTensors<V> {
  /** [N, K, ...space] */
  readonly logits: V;
  /** [N, K, ...space]: one-hot, or values in [0, 1]. */
  readonly targets: V;
  /** [N, 1, ...space]: 1 for pixels that count; needed when the plan leaves pixels out. */
  readonly valid?: V;
  /** [N, 1, ...space]: pixel weights; needed when the plan is weighted. */
  readonly weights?: V;
  /** Scalar: how much of the training is done; needed when the plan uses it. */
  readonly progress?: V;
  /** Fields of the plan (`d1`, `d2`) and maps by name, each [N, 1, ...space]; fields of classes [N, K, ...space]. */
  readonly maps: Readonly<Record<string, V>>;
}

/** A target that has a logarithm, as has 1 less it. */
const HARMLESS_TARGET = 0.5;

/**
 * The symbols of the plan as tensors, each made when first asked for.
 * @param fillTargets whether the target of a pixel that is left out has to be one that no formula stumbles over
 */
export function scopeSymbols<V>(
  to: GraphLowering,
  plan: Plan,
  tensors: LossTensors<V>,
  fillTargets: boolean,
): (name: string) => OnnxTensor {
  const { batch, channels, space, link } = plan.setting;
  const perClass = [batch, channels, ...space];
  const map = (value: V | undefined, name: string): OnnxTensor => {
    if (value === undefined) throw new Error(`The graph has no tensor for "${name}", which the loss reads.`);
    return { value, shape: [batch, 1, ...space] };
  };
  const valid = (): OnnxTensor => map(tensors.valid, "valid");
  const logits: OnnxTensor = { value: tensors.logits, shape: perClass };
  const where = (a: OnnxTensor, harmless: number): OnnxTensor =>
    leavesOut(plan.setting) ? to.where(to.isZero(valid()), to.scalar(harmless), a) : a;
  const target = (): OnnxTensor => {
    const given: OnnxTensor = { value: tensors.targets, shape: perClass };
    return fillTargets ? where(given, HARMLESS_TARGET) : given;
  };
  const make: Readonly<Record<string, () => OnnxTensor>> = {
    z: () => where(logits, harmlessInput(link)),
    y: target,
    ysoft: target,
    v: valid,
    w: () => weights(to, plan, tensors, map),
    pixelCount: () => pixelCount(to, plan, logits),
    classCount: () => to.scalar(channels),
    regionCount: () => regionCount(to, logits),
    progress: () => ({ ...map(tensors.progress, "progress"), shape: [] }),
    regionShare: () =>
      leavesOut(plan.setting) ? regionShare(to, valid()) : to.unary("Reciprocal", regionCount(to, logits)),
  };
  const mapTensor = (name: string): OnnxTensor => {
    const ofClasses = plan.classFields.some((field) => field.name === name);
    const tensor = map(tensors.maps[name], name);
    return where(ofClasses ? { ...tensor, shape: perClass } : tensor, 0);
  };
  const done = new Map<string, OnnxTensor>();
  return (name) => {
    const tensor = done.get(name) ?? (Object.hasOwn(make, name) ? make[name]() : mapTensor(name));
    done.set(name, tensor);
    return tensor;
  };
}

function weights<V>(
  to: GraphLowering,
  plan: Plan,
  tensors: LossTensors<V>,
  map: (value: V | undefined, name: string) => OnnxTensor,
): OnnxTensor {
  if (!plan.setting.weighted) return map(tensors.valid, "valid");
  const given = map(tensors.weights, "weights");
  return leavesOut(plan.setting) ? to.binary("Mul", given, map(tensors.valid, "valid")) : given;
}

/** Pixels of a region. */
function pixelCount(to: GraphLowering, { setting }: Plan, logits: OnnxTensor): OnnxTensor {
  if (to.sizes === "fixed")
    return to.scalar(pixelsPerImage(setting) * (to.over === "image" ? 1 : setting.batch));
  const extents = to.emit("Cast", [to.extents(logits, 2)], [setting.space.length], { to: 1 });
  const perImage = to.emit("ReduceProd", [extents], [], { keepdims: 0 });
  return to.over === "image" ? perImage : to.binary("Mul", perImage, batchSize(to, logits));
}

/** Over images there is a region for each. */
function regionCount(to: GraphLowering, logits: OnnxTensor): OnnxTensor {
  if (to.over === "batch") return to.scalar(1);
  return to.sizes === "fixed" ? to.scalar(logits.shape[0]) : batchSize(to, logits);
}

function batchSize(to: GraphLowering, logits: OnnxTensor): OnnxTensor {
  return to.emit("Cast", [to.reshape(to.extents(logits, 0, 1), [])], [], { to: 1 });
}

/** Regions with a valid pixel share the average; the others have none. */
function regionShare(to: GraphLowering, valid: OnnxTensor): OnnxTensor {
  const present = to.isPositive(to.sumPixels(valid));
  if (to.over === "batch") return present;
  const count = to.reduce("ReduceSum", present, [0]);
  return to.binary("Div", present, to.binary("Max", count, to.scalar(1)));
}
