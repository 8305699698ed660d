import { check } from "../../door/check.ts";
import type { Kind } from "../../door/kind.ts";
import { having, RECORD } from "../../door/kinds.ts";
import { type Expression, topological } from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import { expand } from "../../plan/expand.ts";
import type { Plan, Scope } from "../../plan/plan.ts";
import { leavesOut, pixelsPerImage } from "../../plan/setting.ts";
import { harmlessInput } from "../valid-pixels.ts";
import type { OnnxEmitter } from "./emitter.ts";
import { type GraphLowering, graphLowering } from "./graph-lowering.ts";
import type { OnnxTensor } from "./lowering.ts";

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

/** The tensors that a lowered loss produces. */
export interface LoweredLoss<V> {
  /** Scalar, no axes. */
  readonly value: V;
  /** Derivative with respect to the logits, of their shape. */
  readonly gradient: V;
}

const PLAN: Kind = {
  expected: "a plan that makePlan made",
  fits: (value) => {
    const { scopes, setting, definitions } = (value ?? {}) as Partial<Plan>;
    return Array.isArray(scopes) && typeof setting === "object" && definitions instanceof Map;
  },
};

const EMITTER = having("an emitter of ONNX operators", "emit", "emitMany", "constant", "integers");

const TENSORS: Kind = {
  expected: "{ logits, targets, maps }",
  fits: (value) => {
    const { logits, targets, maps } = (value ?? {}) as Partial<LossTensors<unknown>>;
    return logits !== undefined && targets !== undefined && RECORD.fits(maps);
  },
};

/**
 * Writes value and gradient of a loss as ONNX operators, from the same expressions that the reference engine
 * evaluates, through the `onnx` column of the op table. The plan's layout must be "channels-first".
 */
export function lowerPlan<V>(plan: Plan, emitter: OnnxEmitter<V>, tensors: LossTensors<V>): LoweredLoss<V> {
  check("lowerPlan: plan", plan, PLAN);
  check("lowerPlan: emitter", emitter, EMITTER);
  check("lowerPlan: tensors", tensors, TENSORS);
  if (plan.setting.layout !== "channels-first")
    throw new Error("ONNX graphs are channels-first: plan with that layout.");
  const parts = plan.scopes.map((scope) => lowerScope(scope, plan, emitter, tensors));
  const to = graphLowering(emitter, "batch");
  const { batch, channels, space } = plan.setting;
  const values = parts.map((part) => sumAll(to, part.value));
  const gradients = parts.map((part) => to.expand(part.gradient, [batch, channels, ...space]));
  const add = (a: OnnxTensor, b: OnnxTensor): OnnxTensor => to.binary("Add", a, b);
  return { value: values.reduce(add).value as V, gradient: gradients.reduce(add).value as V };
}

/** The sum over the regions, as a scalar. */
function sumAll(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  if (a.shape.length === 0) return a;
  return to.emit("ReduceSum", [a, to.integers(a.shape.map((_, i) => i))], [], { keepdims: 0 });
}

function lowerScope<V>(
  scope: Scope,
  plan: Plan,
  emitter: OnnxEmitter<V>,
  tensors: LossTensors<V>,
): { value: OnnxTensor; gradient: OnnxTensor } {
  const to = graphLowering(emitter, scope.over);
  const roots = [scope.value, scope.gradient].map((root) => expand(root, plan.definitions));
  const symbols = scopeSymbols(to, plan, tensors);
  const done = new Map<string, OnnxTensor>();
  for (const node of topological(roots)) done.set(node.key, lowerNode(to, node, done, symbols));
  const [value, gradient] = roots.map((root) => done.get(root.key) as OnnxTensor);
  // A value without data, such as a constant, still counts once per region.
  const regions = scope.over === "image" ? plan.setting.batch : 1;
  return { value: value.shape.length === 0 ? to.binary("Mul", value, to.scalar(regions)) : value, gradient };
}

function lowerNode(
  to: GraphLowering,
  node: Expression,
  done: ReadonlyMap<string, OnnxTensor>,
  symbols: (name: string) => OnnxTensor,
): OnnxTensor {
  if (node.kind === "number") return to.scalar(node.value);
  if (node.kind === "vector")
    return to.constant(node.values, [
      1,
      node.values.length,
      ...symbols("z")
        .shape.slice(2)
        .map(() => 1),
    ]);
  if (node.kind === "symbol") return symbols(node.name);
  return OPS[node.op].onnx(to, ...node.args.map((arg) => done.get(arg.key) as OnnxTensor));
}

/** The symbols of the plan as tensors, each made when first asked for. */
function scopeSymbols<V>(
  to: GraphLowering,
  plan: Plan,
  tensors: LossTensors<V>,
): (name: string) => OnnxTensor {
  const { batch, channels, space } = plan.setting;
  const map = (value: V | undefined, name: string): OnnxTensor => {
    if (value === undefined) throw new Error(`The graph has no tensor for "${name}", which the loss reads.`);
    return { value, shape: [batch, 1, ...space] };
  };
  const make: Readonly<Record<string, () => OnnxTensor>> = {
    z: () =>
      whereValid(
        to,
        plan,
        { value: tensors.logits, shape: [batch, channels, ...space] },
        tensors.valid,
        harmlessInput(plan.setting.link),
      ),
    y: () => ({ value: tensors.targets, shape: [batch, channels, ...space] }),
    ysoft: () => ({ value: tensors.targets, shape: [batch, channels, ...space] }),
    v: () => map(tensors.valid, "valid"),
    w: () => weightTensor(to, plan, tensors, map),
    pixelCount: () => to.scalar(pixelsPerImage(plan.setting) * (to.over === "image" ? 1 : batch)),
    classCount: () => to.scalar(channels),
    progress: () => ({ ...map(tensors.progress, "progress"), shape: [] }),
    regionShare: () => regionShare(to, map(tensors.valid, "valid")),
  };
  const mapTensor = (name: string): OnnxTensor => {
    const ofClasses = plan.classFields.some((field) => field.name === name);
    const shape = [batch, ofClasses ? channels : 1, ...space];
    return whereValid(to, plan, { ...map(tensors.maps[name], name), shape }, tensors.valid, 0);
  };
  const done = new Map<string, OnnxTensor>();
  return (name) => {
    const tensor = done.get(name) ?? (Object.hasOwn(make, name) ? make[name]() : mapTensor(name));
    done.set(name, tensor);
    return tensor;
  };
}

/** The tensor, with a harmless value at pixels that are left out. */
function whereValid(
  to: GraphLowering,
  plan: Plan,
  a: OnnxTensor,
  valid: unknown,
  harmless: number,
): OnnxTensor {
  if (!leavesOut(plan.setting)) return a;
  const { batch, space } = plan.setting;
  const mask: OnnxTensor = { value: valid, shape: [batch, 1, ...space] };
  return to.where(to.isZero(mask), to.scalar(harmless), a);
}

function weightTensor<V>(
  to: GraphLowering,
  plan: Plan,
  tensors: LossTensors<V>,
  map: (value: V | undefined, name: string) => OnnxTensor,
): OnnxTensor {
  if (!plan.setting.weighted) return map(tensors.valid, "valid");
  const weights = map(tensors.weights, "weights");
  return leavesOut(plan.setting) ? to.binary("Mul", weights, map(tensors.valid, "valid")) : weights;
}

/** Regions with a valid pixel share the average; the others have none. */
function regionShare(to: GraphLowering, valid: OnnxTensor): OnnxTensor {
  const present = to.isPositive(to.sumPixels(valid));
  if (to.over === "batch") return present;
  const count = to.reduce("ReduceSum", present, [0]);
  return to.binary("Div", present, to.binary("Max", count, to.scalar(1)));
}
