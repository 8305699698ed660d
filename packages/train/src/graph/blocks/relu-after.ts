import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";
import type { Operation } from "./operation.ts";

/** A Relu that is all that reads a tensor: it is done with what makes the tensor. */
export function reluAfter(l: Lowering, value: Value): Operation | undefined {
  const reader = l.onlyReader(value);
  return reader?.type === "Relu" ? reader : undefined;
}

/** Says what an operation has come to, and the Relu behind it. */
export function setWithRelu(l: Lowering, output: Value, relu: Operation | undefined, maps: Maps): void {
  l.set(relu ? relu.outputs[0] : output, maps);
  if (relu) l.skip(relu);
}
