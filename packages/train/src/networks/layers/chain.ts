import type { Layer } from "./layer.ts";

/** One layer after another. */
export function chain(...layers: readonly Layer[]): Layer {
  return {
    parameters: layers.flatMap((layer) => layer.parameters),
    apply: (tape, x, parameter, seen) =>
      layers.reduce((value, layer) => layer.apply(tape, value, parameter, seen), x),
  };
}
