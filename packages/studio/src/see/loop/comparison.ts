import {
  averageTies,
  type CompileOptions,
  gradientByProbability,
  type LossProblem,
  needs,
  preferredEngine,
  type Step,
  type StepInputs,
} from "segloss";
import { PIXELS, type Picture, SIZE } from "../picture/picture.ts";
import { type GradientFacts, gradientFacts } from "./gradient-facts.ts";
import { optionsOf, type ReadLoss, ranksPixels, readLoss } from "./read-loss.ts";

/** What one loss says of a picture. */
export interface Answer extends GradientFacts {
  readonly read: ReadLoss;
  readonly value: number;
  /** By the logits or the probabilities, of the logits' shape; the same array in every run. */
  readonly gradient: Float32Array;
  /** Size of the gradient of each pixel. */
  readonly sizes: Float32Array;
}

/** A loss that cannot run, and why. */
export interface Failure {
  readonly read: ReadLoss;
  readonly problem: LossProblem;
}

/** Losses side by side on one picture. */
export interface Comparison {
  /**
   * Runs them; what was not compiled yet is, and what is no longer asked for is disposed of.
   *
   * @param by what gradients are taken: logits z, or probabilities p
   */
  run(picture: Picture, losses: readonly string[], by?: "z" | "p"): readonly (Answer | Failure)[];
  /** Losses that have been compiled so far. */
  compiled(): number;
  /** The value of one of them on other logits, NaN where it has none. */
  valueAt(loss: string, picture: Picture, logits: Float32Array): number;
  dispose(): void;
}

interface Compiled {
  readonly read: ReadLoss;
  readonly step: Step | null;
  readonly averages: boolean;
  readonly needsCells: boolean;
  readonly gradient: Float32Array;
  readonly sizes: Float32Array;
}

export function isAnswer(found: Answer | Failure): found is Answer {
  return "value" in found;
}

/** Compiles each loss once for the kind of picture: while somebody paints nothing is compiled. */
export function makeComparison(): Comparison {
  const engine = preferredEngine();
  const known = new Map<string, Compiled>();
  let count = 0;
  const compiledFor = (text: string, options: CompileOptions): Compiled => {
    const key = keyOf(text, options);
    const found = known.get(key);
    if (found) return found;
    const made = compile(text, options);
    known.set(key, made);
    count++;
    return made;
  };
  const compile = (text: string, options: CompileOptions): Compiled => {
    const read = readLoss(text, options);
    const values = PIXELS * (options.shape[3] ?? 1);
    const arrays = { gradient: new Float32Array(values), sizes: new Float32Array(PIXELS) };
    if (read.loss === null) return { read, step: null, averages: false, needsCells: false, ...arrays };
    return {
      read,
      step: engine.compile(read.loss, options),
      averages: ranksPixels(read.loss) && read.loss.terms.every(({ fields }) => fields === null),
      needsCells: needs(read.loss).instances,
      ...arrays,
    };
  };
  const forget = (losses: readonly string[], options: CompileOptions): void => {
    const wanted = new Set(losses.map((text) => keyOf(text, options)));
    for (const [key, { step }] of known) {
      if (wanted.has(key)) continue;
      step?.dispose();
      known.delete(key);
    }
  };
  return {
    run: (picture, losses, by = "z") => {
      const options = optionsOf(picture);
      forget(losses, options);
      return losses.map((text) => answer(compiledFor(text, options), picture, by));
    },
    compiled: () => count,
    valueAt: (loss, picture, logits) => {
      const { step, needsCells, gradient } = compiledFor(loss, optionsOf(picture));
      if (!step) return Number.NaN;
      try {
        // With the gradient, whose code is there already.
        return step.run({ ...inputsOf(picture, needsCells), logits, gradient: gradient.slice() });
      } catch {
        return Number.NaN;
      }
    },
    dispose: () => {
      forget([], { shape: [] });
      engine.dispose();
    },
  };
}

function keyOf(text: string, { shape, targets, ignore }: CompileOptions): string {
  return `${shape}/${targets}/${ignore}/${text}`;
}

function inputsOf({ logits, truth, soft, cells }: Picture, needsCells: boolean): StepInputs {
  return { logits, targets: soft ?? truth, progress: 1, ...(needsCells && { instances: cells }) };
}

function answer(compiled: Compiled, picture: Picture, by: "z" | "p"): Answer | Failure {
  const { read, step, gradient, sizes, averages, needsCells } = compiled;
  if (!step) return { read, problem: read.problem as LossProblem };
  const inputs = inputsOf(picture, needsCells);
  try {
    const value = step.run({ ...inputs, gradient });
    const { logits, targets } = inputs;
    const shape = [1, SIZE, SIZE, picture.channels];
    if (averages) averageTies(gradient, { logits, targets, shape });
    if (by === "p") gradientByProbability(gradient, { logits, shape });
    return { read, value, gradient, sizes, ...gradientFacts(gradient, picture, sizes) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { read, problem: { problem, from: 0, to: read.text.length } };
  }
}
