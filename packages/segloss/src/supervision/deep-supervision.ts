import { arrayKind } from "../door/array-kind.ts";
import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { ANY, BOOLEAN, having, LIST, listOf, NUMBERS, RECORD } from "../door/kinds.ts";
import type { CompileOptions, Engine, FloatArray, StepInputs } from "../engines/engine.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import { scale } from "../losses/combine.ts";
import type { Loss } from "../losses/loss.ts";
import { downsampler } from "./downsample.ts";
import { type OutputWeightMode, supervisionWeights } from "./output-weights.ts";

export interface DeepSupervisionOptions extends Omit<CompileOptions, "shape" | "live"> {
  /** Shapes of the logits of each output, those of the targets first: equal but for space, which none has more of. */
  readonly shapes: readonly (readonly number[])[];
  /**
   * Factor of each output, >= 0. Default 1, 1/2, 1/4, ... An output with 0 costs nothing. By name those of MONAI: "same",
   * "exp" (1, 1/2, ..., at least 1/16), "two" (1, then 1/2).
   */
  readonly outputWeights?: readonly number[] | OutputWeightMode;
  /** Whether the factors are divided by their sum. Default true. */
  readonly normalize?: boolean;
}

/** The data of one call, at the resolution of the first output; `logits` and `gradient` are those of the outputs. */
export interface DeepInputs extends Omit<StepInputs, "logits" | "gradient" | "parameters"> {
  readonly logits: readonly FloatArray[];
  /** Where the derivative with respect to each output's logits is written. */
  readonly gradient?: readonly FloatArray[];
}

/** A loss compiled for a network with several outputs. */
export interface DeepStep {
  /** Factors as they are used. */
  readonly outputWeights: readonly number[];
  /** The weighted sum of the loss over the outputs. */
  run(inputs: DeepInputs): number;
  dispose(): void;
}

const OPTIONS: Readonly<Record<keyof DeepSupervisionOptions, Kind>> = {
  shapes: required(listOf(NUMBERS, "a list of shapes, one for each output")),
  // Checked where they are made into factors.
  outputWeights: ANY,
  normalize: BOOLEAN,
  ...{ layout: ANY, link: ANY, targets: ANY, weights: ANY, ignore: ANY, mask: ANY },
};

/**
 * Deep supervision: one loss at every resolution that a network puts out, added with weights. Labels, soft targets, masks,
 * pixel weights, instances and maps are brought to the smaller sizes by `downsample`; distances are in pixels of each size.
 * C.-Y. Lee and others, Deeply-supervised nets, AISTATS 2015; the weights are nnU-Net's, which gives its last output 0.
 * @throws Error for shapes that do not belong together, and weights that are not one number >= 0 each
 */
export function deepSupervision(engine: Engine, loss: Loss, options: DeepSupervisionOptions): DeepStep {
  check("deepSupervision: engine", engine, having("an engine", "compile"));
  checkOptions("deepSupervision", options, OPTIONS);
  const { shapes, outputWeights, normalize = true, ...compile } = options;
  checkShapes(shapes, compile.layout);
  const factors = supervisionWeights(outputWeights, shapes.length, normalize);
  const checked = checkedLoss(loss);
  const outputs = shapes.map((shape, k) => ({
    step: factors[k] === 0 ? null : engine.compile(scale(factors[k], checked), { ...compile, shape }),
    atSize: sizing(shapes[0], shape, compile.layout),
  }));
  return {
    outputWeights: factors,
    run(inputs) {
      check("run: inputs", inputs, RECORD);
      const { logits, gradient, ...shared } = inputs;
      check("logits", logits, LIST);
      if (gradient !== undefined) check("gradient", gradient, LIST);
      checkCount("logits", logits.length, outputs.length);
      if (gradient) checkCount("gradient", gradient.length, outputs.length);
      let value = 0;
      for (const [k, { step, atSize }] of outputs.entries()) {
        const own = { logits: logits[k], ...(gradient && { gradient: gradient[k] }) };
        if (step) value += step.run({ ...atSize(shared), ...own });
        else gradient?.[k].fill(0);
      }
      return value;
    },
    dispose() {
      for (const { step } of outputs) step?.dispose();
    },
  };
}

type Shared = Omit<DeepInputs, "logits" | "gradient">;

/** Brings the inputs of the first output to the size of another. */
function sizing(
  first: readonly number[],
  shape: readonly number[],
  layout: CompileOptions["layout"] = "channels-last",
): (inputs: Shared) => Shared {
  const [from, to] = [spaceOf(first, layout), spaceOf(shape, layout)];
  if (from.every((n, axis) => n === to[axis])) return (inputs) => inputs;
  const size = { batch: shape[0], from, to, layout };
  const perPixel = downsampler(size);
  const perChannel = downsampler({ ...size, channels: channelsOf(shape, layout) });
  return ({ targets, weights, mask, instances, maps, ...rest }) => {
    const soft = arrayKind(targets)?.startsWith("Float") === true;
    const named = Object.entries(maps ?? {}).map(([name, map]) => [name, perPixel(map)] as const);
    return {
      ...rest,
      targets: soft ? perChannel(targets) : perPixel(targets),
      ...(weights && { weights: perPixel(weights) }),
      ...(mask && { mask: perPixel(mask) }),
      ...(instances && { instances: perPixel(instances) }),
      ...(maps && { maps: Object.fromEntries(named) }),
    };
  };
}

function spaceOf(shape: readonly number[], layout: CompileOptions["layout"] = "channels-last"): number[] {
  return layout === "channels-last" ? shape.slice(1, -1) : shape.slice(2);
}

function channelsOf(shape: readonly number[], layout: CompileOptions["layout"]): number {
  return shape[layout === "channels-first" ? 1 : shape.length - 1];
}

function checkShapes(shapes: readonly (readonly number[])[], layout: CompileOptions["layout"]): void {
  if (shapes.length === 0)
    throw new Error("deepSupervision needs the shape of one output or more, got none.");
  const [first] = shapes;
  for (const [k, shape] of shapes.entries()) {
    const alike =
      shape.length === first.length &&
      shape[0] === first[0] &&
      channelsOf(shape, layout) === channelsOf(first, layout);
    const space = spaceOf(first, layout);
    if (alike && spaceOf(shape, layout).every((n, axis) => n <= space[axis])) continue;
    throw new Error(
      `Output ${k} has the shape [${shape.join(", ")}]: expected the batch and channels of [${first.join(", ")}] and no more pixels along any axis. The largest output comes first.`,
    );
  }
}

function checkCount(what: string, got: number, expected: number): void {
  if (got === expected) return;
  throw new Error(`${what} must have one entry for each of the ${expected} outputs, got ${got}.`);
}
