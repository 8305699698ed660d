import type { LinkName } from "../links/index.ts";
import type { Loss } from "../losses/loss.ts";
import type { Plan } from "../plan/plan.ts";
import type { Layout } from "../plan/setting.ts";

export type FloatArray = Float32Array | Float64Array;
export type IndexArray = Uint8Array | Uint16Array | Int32Array;

/** What a loss is compiled for. */
export interface CompileOptions {
  /** Shape of the logits: [batch, ...space, channels], or [batch, channels, ...space] with channels first. */
  readonly shape: readonly number[];
  /** Default "channels-last". */
  readonly layout?: Layout;
  /** Default: sigmoid for one channel, softmax for several. */
  readonly link?: LinkName;
  /** "indices" (default): class indices [batch, ...space]; "soft": values in [0,1] of the logits' shape. */
  readonly targets?: "indices" | "soft";
  /** Whether each call brings pixel weights [batch, ...space]. Default false. */
  readonly weights?: boolean;
  /** Label or labels of pixels that are left out of every sum. */
  readonly ignore?: number | readonly number[];
  /** Whether each call brings a mask [batch, ...space], 0 for pixels to leave out. Default false. */
  readonly mask?: boolean;
  /**
   * Constants of the loss's formulas (`loss.terms[0].parameters`) that each call brings as `parameters`, so that nothing is compiled
   * again when they change: `live: ["alpha", "beta"]`. They are those of all terms that have a constant of the name, one number
   * each. Default: none.
   */
  readonly live?: readonly string[];
}

/** The data of one call. Arrays stay the caller's. */
export interface StepInputs {
  /** Network outputs, of the compiled shape. */
  readonly logits: FloatArray;
  readonly targets: IndexArray | FloatArray;
  /** Pixel weights >= 0, [batch, ...space]. */
  readonly weights?: FloatArray;
  /** 0 for pixels to leave out, [batch, ...space]. */
  readonly mask?: Uint8Array;
  /** Object labels for the distance to the nearest cells, [batch, ...space], 0 for none. */
  readonly instances?: IndexArray;
  /** Pixel maps that a formula of the user names, each [batch, ...space]. */
  readonly maps?: Readonly<Record<string, FloatArray>>;
  /**
   * How much of the training is done, 0 to 1, for losses that change with it (`ramp`, `progress` in a formula); others do
   * not look at it.
   */
  readonly progress?: number;
  /** The constants that were compiled as `live`, a finite number each; the range of the option is not looked at. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Where the derivative with respect to the logits is written; of the logits' shape. */
  readonly gradient?: FloatArray;
}

/** A compiled loss: run it many times, then dispose of it. */
export interface Step {
  readonly plan: Plan;
  /**
   * The value of the loss; the gradient is written to `inputs.gradient` when given.
   * @throws Error for data that does not fit, naming the first offending index.
   */
  run(inputs: StepInputs): number;
  dispose(): void;
}

/** Computes losses. Get one from `reference()`. */
export interface Engine {
  readonly name: string;
  compile(loss: Loss, options: CompileOptions): Step;
  dispose(): void;
}

/** A compiled loss on a device that answers later. */
export interface AsyncStep<Inputs = StepInputs> {
  readonly plan: Plan;
  /**
   * The value of the loss, when the device has it; by then the gradient is where `inputs.gradient` says.
   * @throws Error for data that does not fit, naming the first offending index.
   */
  run(inputs: Inputs): Promise<number>;
  dispose(): void;
}

/** Computes losses on a device that answers later. Get one from `webgpu({ device })` of `segloss/webgpu`. */
export interface AsyncEngine<Inputs = StepInputs> {
  readonly name: string;
  compile(loss: Loss, options: CompileOptions): Promise<AsyncStep<Inputs>>;
  dispose(): void;
}
