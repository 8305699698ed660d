import { type ApplyNode, CLASS, variesOver } from "../../formula/expression.ts";
import type { Builder } from "../builder.ts";
import { lower } from "../lower/lower.ts";
import { type Lowering, operandOf } from "../lower/lowering.ts";
import type { SumOutput } from "../program.ts";
import type { Value } from "../value.ts";
import { type SumParts, sumParts } from "./sum-parts.ts";

/** What a sweep adds up for a sum; `flat` gets the slots of sums that are the same for every class. */
export function sumOutputs(node: ApplyNode, slot: number, to: Lowering, flat: Set<number>): SumOutput[] {
  const value = lower(node.args[0], operandOf(to));
  // Where the value has a class axis, too: (2 y - 1)^2 is 1 for both labels, and then for every class.
  const perClass = variesOver(node, CLASS) && variesIn(value);
  if (variesOver(node, CLASS) && !perClass) flat.add(slot);
  const { plain, logarithm } = partsOfOneKind(value, to.build);
  const outputs: SumOutput[] = [];
  if (plain) outputs.push({ value: plain, logarithmic: false, slot, perClass });
  if (logarithm) outputs.push({ value: logarithm, logarithmic: true, slot, perClass });
  return outputs;
}

const variesIn = (value: Value): boolean => (value.axes & CLASS) !== 0;

/** The parts of a sum, unless one tells the classes apart and the other does not. */
function partsOfOneKind(value: Value, build: Builder): SumParts {
  const parts = sumParts(value, build);
  const kinds = [parts.plain, parts.logarithm].flatMap((part) => (part ? [variesIn(part)] : []));
  return new Set(kinds).size > 1 ? { plain: value, logarithm: null } : parts;
}
