import { groupNormalization } from "../../graph/operators/group-normalization.ts";
import type { Layer } from "./layer.ts";

/** Group normalisation in groups of about eight channels. */
export function normalizationLayer(name: string, channels: number): Layer {
  const parameters = [
    { name: `${name}.scale`, shape: [channels], initial: { constant: 1 } },
    { name: `${name}.shift`, shape: [channels], initial: { constant: 0 } },
  ];
  const attributes = { groups: groupCount(channels), epsilon: 1e-5 };
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(groupNormalization, [x, ...parameters.map((entry) => parameter(entry.name))], attributes),
  };
}

/** The number of groups that makes groups of about eight channels and divides them evenly. */
function groupCount(channels: number): number {
  const wanted = Math.max(1, Math.round(channels / 8));
  return Array.from({ length: wanted }, (_, index) => wanted - index).find(
    (count) => channels % count === 0,
  )!;
}
