import { allOptions, LOSSES, type Loss, optionRange, printLoss, type Term } from "segloss";

/** A number of a loss that a slider moves. */
export interface LossOption {
  /** Name of the option or of the parameter of a formula. */
  readonly name: string;
  readonly doc: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** The loss with another value, as text. */
  with(value: number): string;
}

/** What can be moved: the numbers of its terms. Those that only smooth come last. */
export function lossOptions(loss: Loss): LossOption[] {
  const found = loss.terms.flatMap((term, i) => {
    const replaced = (other: Term): string =>
      printLoss({ terms: loss.terms.map((each, k) => (k === i ? other : each)) });
    return term.name === "formula" ? parametersOf(term, replaced) : optionsOfTerm(term, replaced);
  });
  const isLate = ({ name }: LossOption): number => Number(name.startsWith("smooth"));
  return found.sort((a, b) => isLate(a) - isLate(b));
}

function optionsOfTerm(term: Term, replaced: (other: Term) => string): LossOption[] {
  const factory = LOSSES.find(({ definition }) => definition.name === term.name);
  if (!factory) return [];
  const make = factory as unknown as (options: object) => Loss;
  const specs = allOptions(factory.definition);
  return Object.entries(factory.definition.options).flatMap(([name, { doc }]) => {
    const range = optionRange(specs[name]);
    const value = term.options[name] ?? specs[name].default;
    if (!range || typeof value !== "number") return [];
    const withValue = (next: number): string => {
      const [made] = make({ ...term.options, [name]: rounded(next, range.step) }).terms;
      return replaced({ ...made, weight: term.weight, ...(term.ramp && { ramp: term.ramp }) });
    };
    // Somebody may have written a value beyond what is usual.
    const [low, high] = [Math.min(range.low, value), Math.max(range.high, value)];
    return [{ name, doc, value, low, high, step: range.step, with: withValue }];
  });
}

function parametersOf(term: Term, replaced: (other: Term) => string): LossOption[] {
  return Object.entries(term.parameters).flatMap(([name, value]) => {
    if (typeof value !== "number") return [];
    const high = Math.max(1, 2 * Math.abs(value));
    const low = value < 0 ? -high : 0;
    const step = (high - low) / 100;
    const withValue = (next: number): string =>
      replaced({ ...term, parameters: { ...term.parameters, [name]: rounded(next, step) } });
    return [{ name, doc: name, value, low, high, step, with: withValue }];
  });
}

/** A tenth of the step is as far as anybody looks. */
function rounded(value: number, step: number): number {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  return Number(value.toFixed(Math.min(12, digits)));
}
