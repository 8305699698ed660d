import { check } from "segloss/door";
import { VALUES } from "./graph-kind.ts";
import type { Call, Tape } from "./tape.ts";
import { TAPE } from "./tape-kind.ts";
import type { Value } from "./value.ts";

/** Names of the values that depend on one of `sources`. */
function dependents(calls: readonly Call[], sources: readonly Value[]): Set<string> {
  const names = new Set(sources.map((value) => value.name));
  for (const { inputs, output } of calls) {
    if (inputs.some((value) => names.has(value.name))) names.add(output.name);
  }
  return names;
}

/**
 * Reverse-mode differentiation: appends the nodes that carry `seeds`, the derivatives of a scalar with respect to the
 * `outputs`, back to every value of `sources`, and returns the derivatives in the order of `sources`.
 */
export function differentiate(
  tape: Tape,
  outputs: readonly Value[],
  seeds: readonly Value[],
  sources: readonly Value[],
): Value[] {
  check("differentiate: tape", tape, TAPE);
  for (const [name, values] of Object.entries({ outputs, seeds, sources }))
    check(`differentiate: ${name}`, values, VALUES);
  if (seeds.length !== outputs.length)
    throw new RangeError(
      `differentiate needs a seed for each of the ${outputs.length} outputs; got ${seeds.length}.`,
    );
  const { graph, calls } = tape;
  const reached = dependents(calls, sources);
  const gradients = new Map(outputs.map(({ name }, k) => [name, seeds[k]]));

  function accumulate(value: Value, gradient: Value): void {
    const sofar = gradients.get(value.name);
    gradients.set(value.name, sofar ? graph.emit("Add", [sofar, gradient], value.shape) : gradient);
  }

  for (const call of [...calls].reverse()) {
    const gradient = gradients.get(call.output.name);
    if (gradient === undefined || !reached.has(call.output.name)) continue;
    const wanted = call.inputs.map((value) => reached.has(value.name));
    const parts = call.operator.backward(graph, { ...call, gradient, wanted });
    parts.forEach((part, index) => {
      if (part && wanted[index]) accumulate(call.inputs[index], part);
    });
  }

  return sources.map((value) => {
    const gradient = gradients.get(value.name);
    if (gradient) return gradient;
    throw new Error(
      `"${value.name}" has no influence on ${outputs.map(({ name }) => `"${name}"`).join(", ")}, so it cannot be trained; remove it.`,
    );
  });
}
