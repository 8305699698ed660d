import { add } from "../../graph/operators/add.ts";
import type { Layer } from "./layer.ts";

/** What a layer gives, added to what went in, or to what the shortcut makes of that. */
export function residual(layer: Layer, shortcut?: Layer): Layer {
  return {
    parameters: [...layer.parameters, ...(shortcut?.parameters ?? [])],
    apply(tape, x, parameter) {
      const beside = shortcut ? shortcut.apply(tape, x, parameter) : x;
      return tape.apply(add, [layer.apply(tape, x, parameter), beside], undefined);
    },
  };
}
