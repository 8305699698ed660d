import { type Cut, cut } from "../graph/cut.ts";
import { differentiate } from "../graph/differentiate.ts";
import { type Graph, graph } from "../graph/graph.ts";
import { type Tape, tape } from "../graph/tape.ts";
import type { Value } from "../graph/value.ts";
import type { Network } from "../networks/network.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { inputImages, type Normalization } from "./images.ts";
import type { GraphLoss } from "./loss.ts";
import { byName, packVector, parameterCount, unpackParameters } from "./parameters.ts";
import { type TargetKind, targetInput } from "./targets.ts";

export interface StepOptions {
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** Images, height, width. */
  readonly batchShape: readonly [number, number, number];
  readonly normalization?: Normalization | undefined;
  /** Adds the output "gradient", the derivatives of all parameters in one vector. Default false. */
  readonly exposeGradient?: boolean;
}

/** A graph with the network's forward part in it. */
interface Forward {
  readonly g: Graph;
  readonly tape: Tape;
  readonly vector: Value;
  readonly parameters: readonly Value[];
  readonly logits: Value;
}

function forward({ network, batchShape: [n, h, w], normalization }: StepOptions): Forward {
  const g = graph();
  const recorded = tape(g);
  const vector = g.input("parameters", [parameterCount(network.parameters)]);
  const images = inputImages(g, [n, network.inputChannels, h, w], normalization);
  const parameters = unpackParameters(g, vector, network.parameters);
  const logits = network.forward(recorded, images, byName(network.parameters, parameters));
  return { g, tape: recorded, vector, parameters, logits };
}

/** Appends the way back from the derivative at the logits, and the update. */
function backward(
  { g, tape: recorded, vector, parameters, logits }: Forward,
  gradient: Value,
  options: StepOptions,
): void {
  const { optimizer } = options;
  const derivatives = packVector(g, differentiate(recorded, logits, gradient, parameters));
  const slots = optimizer.slots.map((name) => g.input(name, vector.shape));
  const scalars = optimizer.scalarsAt(1).map((_, index) => g.input(`scalar_${index}`, []));
  const next = optimizer.update(g, { parameters: vector, gradient: derivatives, slots, scalars });
  g.output("next_parameters", next.parameters);
  optimizer.slots.forEach((name, index) => {
    g.output(`next_${name}`, next.slots[index]);
  });
  if (options.exposeGradient) g.output("gradient", derivatives);
}

/**
 * One whole training step as one graph. Inputs: "images" [N, C, H, W], "targets", the loss's maps, "parameters", the
 * optimizer's slots by name, "scalar_0" and so on. Outputs: "loss", "next_parameters", "next_" and each slot's name.
 */
export function trainingStep(options: StepOptions, loss: GraphLoss, targets: TargetKind): Graph {
  const made = forward(options);
  const { g, logits } = made;
  const [n, , h, w] = logits.shape;
  const maps = loss.inputs.map(({ name, channels }) => [name, g.input(name, [n, channels, h, w])] as const);
  const tensors = {
    logits,
    targets: targetInput(g, targets, logits.shape),
    maps: Object.fromEntries(maps),
  };
  const { value, gradient } = loss.lower(g, tensors);
  g.output("loss", value);
  backward(made, gradient, options);
  return g;
}

/**
 * The same step in two halves, for a loss outside the graph. The first returns "logits" and what the second reads; the
 * second takes that and "logits_gradient" [N, K, H, W].
 */
export function splitTrainingStep(options: StepOptions): Cut {
  const made = forward(options);
  const { g, logits } = made;
  const nodeCount = g.nodes.length;
  g.output("logits", logits);
  backward(made, g.input("logits_gradient", logits.shape), options);
  return cut(g, nodeCount, ["logits"]);
}
