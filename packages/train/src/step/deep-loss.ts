import { supervisionWeights } from "segloss";
import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";
import type { GraphLoss, LossTensors } from "./loss.ts";

/** What a loss reads, with the logits of every output of a network, the finest first. */
export interface DeepTensors extends Omit<LossTensors, "logits"> {
  readonly logits: readonly Value[];
}

/**
 * The weighted sum of a loss over the outputs of a network. Targets and maps are those of the finest; the others see the
 * pixels in which their centres lie, as segloss' `downsample` has it.
 */
export function lowerDeep(
  g: Graph,
  loss: GraphLoss,
  { logits, targets, maps }: DeepTensors,
  outputWeights?: readonly number[],
): { readonly value: Value; readonly gradients: readonly Value[] } {
  const weights = supervisionWeights(outputWeights, logits.length);
  const untrained = weights.indexOf(0);
  if (untrained >= 0)
    throw new RangeError(
      `Output ${untrained} has weight 0, so its layer would not be trained: make the network with fewer outputs.`,
    );
  const parts = logits.map((own, k) => {
    const atSize = (map: Value): Value => strided(g, map, own.shape);
    const sized = Object.entries(maps).map(([name, map]) => [name, atSize(map)] as const);
    const lowered = loss.lower(g, {
      logits: own,
      targets: atSize(targets),
      maps: Object.fromEntries(sized),
    });
    return { value: times(g, lowered.value, weights[k]), gradient: times(g, lowered.gradient, weights[k]) };
  });
  return {
    value: parts.map(({ value }) => value).reduce((a, b) => g.emit("Add", [a, b], a.shape)),
    gradients: parts.map(({ gradient }) => gradient),
  };
}

function times(g: Graph, a: Value, factor: number): Value {
  return factor === 1 ? a : g.emit("Mul", [a, g.constant(factor)], a.shape);
}

/** Every f-th pixel of a map from the one at f/2, where f is how many times larger it is; numbers stay as they are. */
function strided(g: Graph, map: Value, [, , h, w]: readonly number[]): Value {
  if (map.shape.length === 0 || (map.shape[2] === h && map.shape[3] === w)) return map;
  const [n, c, height, width] = map.shape;
  const steps = [height / h, width / w];
  const bounds = [g.integers(steps.map((f) => Math.floor(f / 2))), g.integers([height, width])];
  return g.emit("Slice", [map, ...bounds, g.integers([2, 3]), g.integers(steps)], [n, c, h, w]);
}
