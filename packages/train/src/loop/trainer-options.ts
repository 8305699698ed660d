import type { LinkName, Loss } from "segloss";
import type { Block } from "../graph/blocks/block.ts";
import type { Network } from "../networks/network.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { TrainingSnapshot } from "../snapshot/training-snapshot.ts";
import type { Normalization } from "../step/images.ts";
import type { TrainingLoss } from "../step/loss.ts";
import type { TargetKind } from "../step/targets.ts";
import type { ImageShape } from "./predictor.ts";

export interface TrainerOptions {
  readonly runtime: Runtime;
  readonly network: Network;
  /**
   * A loss of segloss or its text, made for the classes, targets and link of this training; or what `graphLoss` or `splitLoss` gives,
   * which have their own.
   */
  readonly loss: TrainingLoss | Loss | string;
  /**
   * What makes probabilities of the logits, for a loss of segloss. Default: the loss's own, or sigmoid for one logit and softmax for several;
   * "sigmoid" lets a pixel have several labels, whose targets are "values".
   */
  readonly link?: LinkName;
  /** Images, height and width of every batch. */
  readonly batchShape: ImageShape;
  /** Default: `adam()`. */
  readonly optimizer?: Optimizer;
  /**
   * Factors of the outputs of a network that has several (deep supervision), the finest first, divided by their sum. Default
   * 1, 1/2, 1/4, ...
   */
  readonly outputWeights?: readonly number[];
  /** Threads a step may use. With 1, equal seeds and batches give equal bits. Default 1. */
  readonly threads?: number;
  /** Of the initial parameters. Default 1. */
  readonly seed?: number;
  /** Parameters to start from instead: those of `parameters()` or of `readModel`. */
  readonly parameters?: Readonly<Record<string, Float32Array>>;
  /**
   * Where a training of the same network and optimizer stood: goes on from there, with the very same numbers where all other
   * options, the batches, the runtime and the kind of processor are the same and there is one thread. Not together with `parameters`.
   */
  readonly snapshot?: TrainingSnapshot;
  /** What batches bring as targets. Default "indices". */
  readonly targets?: TargetKind;
  /** Scale of the raw images, made part of every graph. Default: images are taken as they are. */
  readonly normalization?: Normalization;
  /**
   * Channels side by side in the blocks that the step is computed in, as a plan or a snapshot says it; 1 is the plain order.
   * Default: the snapshot's, otherwise what the runtime finds fastest on this processor.
   */
  readonly block?: Block;
  /** Least and most value of the images, which a saved model tells those who use it. Default: it says nothing. */
  readonly inputRange?: readonly [least: number, most: number];
  /** Names for a saved model, one a logit. Default "class 0" and so on. */
  readonly classNames?: readonly string[];
}
