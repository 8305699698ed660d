import { checkedLoss } from "./checked-loss.ts";
import type { ClassFields, Loss, OptionValue, Ramp, Term } from "./loss.ts";

/** A loss as the text that `parseLoss` reads: `dice(squared=false) + 0.5*focal(gamma=2)`. */
export function printLoss(loss: Loss): string {
  return checkedLoss(loss).terms.map(printTerm).join("").replace(/^ \+ /, "").replace(/^ - /, "-");
}

function printTerm(term: Term): string {
  const size = Math.abs(term.weight);
  const factor = size === 1 ? "" : `${size}*`;
  return `${term.weight < 0 ? " - " : " + "}${factor}${term.ramp ? `${printRamp(term.ramp)}*` : ""}${printCall(term)}`;
}

/** `ramp(0.01, 1)`, with `start` and `end` where they are not those of the training. */
export function printRamp({ from, to, start, end }: Ramp): string {
  const list = [from, to, ...(start === 0 ? [] : [`start=${start}`]), ...(end === 1 ? [] : [`end=${end}`])];
  return `ramp(${list.join(", ")})`;
}

function printCall(term: Term): string {
  const options = Object.entries({ ...term.options, ...(term.name === "formula" ? term.parameters : {}) });
  const list = options.map(([name, value]) => `${name}=${printValue(value)}`);
  if (term.maps.length > 0) list.push(`maps=[${term.maps.join(", ")}]`);
  if (term.name === "formula" && term.fields?.classFields) list.push(...printFields(term.fields));
  if (term.name === "formula") return `formula(${[`"${term.formula}"`, ...list].join(", ")})`;
  return list.length === 0 ? term.name : `${term.name}(${list.join(", ")})`;
}

function printFields({ classFields, above, kernel }: ClassFields): string[] {
  const settings = Object.entries({ above, kernel }).filter(([, value]) => value !== undefined);
  const printed = settings.map(([name, value]) => `${name}=${printValue(value as OptionValue)}`);
  return [`fields=[${classFields.join(", ")}]`, ...printed];
}

function printValue(value: OptionValue): string {
  return typeof value === "string"
    ? `"${value}"`
    : Array.isArray(value)
      ? `[${value.join(", ")}]`
      : String(value);
}
