import { convolution } from "../../graph/operators/convolution.ts";
import type { Layer } from "./layer.ts";

/**
 * The logits of every pixel: a 1x1 convolution that starts at `start`, one number a class, whatever comes in. For that the
 * weights of a class sum to 0 at first, since what normalisation and ReLU give has the same mean in all channels. Networks that
 * start far from how rare a class is spend their first steps pushing all logits the same way, and forget on the way what tells pixels apart
 * (T.-Y. Lin and others, "Focal Loss for Dense Object Detection", ICCV 2017, section 4.1).
 */
export function logitsLayer(name: string, from: number, start: readonly number[]): Layer {
  const parameters = [
    {
      name: `${name}.weight`,
      shape: [start.length, from, 1, 1],
      initial: { fanIn: from, balanced: true },
    },
    { name: `${name}.bias`, shape: [start.length], initial: { values: start } },
  ];
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(convolution, [x, ...parameters.map((entry) => parameter(entry.name))], { stride: 1 }),
  };
}
