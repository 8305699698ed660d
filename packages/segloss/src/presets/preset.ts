import { check } from "../door/check.ts";
import { checkNames } from "../door/check-options.ts";
import { RECORD } from "../door/kinds.ts";
import { withLink } from "../losses/combine.ts";
import { ownOptions } from "../losses/define-loss.ts";
import type { Loss, OptionValue, TermLink } from "../losses/loss.ts";
import { type OptionSpecs, readLossOptions } from "../losses/option.ts";

type Options = Readonly<Record<string, OptionValue>>;

/** One loss of another library, under its own name and option names. */
export interface PresetDefinition {
  /** `library.Class` or `library.function`. */
  readonly name: string;
  readonly summary: string;
  /** The library's options with its defaults. */
  readonly options: OptionSpecs;
  /** Options of the library that cannot be had here. */
  readonly refused?: Readonly<Record<string, Refusal>>;
  /** Options of the library that do not change the number, whatever they are, and what they do. */
  readonly withoutEffect?: Readonly<Record<string, string>>;
  /** What `defects: true` reproduces; without it the right value comes. */
  readonly defects?: string;
  /** Where the numbers differ, and when. */
  readonly note?: string;
  build(options: Options): { readonly loss: Loss; readonly link: TermLink };
}

/** An option that cannot be had here. */
export interface Refusal {
  /** The reason, and what to do instead. */
  readonly why: string;
  /** Values that change nothing, the library's default among them, so that a call may spell it out. */
  readonly harmless: readonly OptionValue[];
}

/** Makes our loss from the library's options; carries its definition. */
export interface Preset {
  (options?: Readonly<Record<string, unknown>>): Loss;
  readonly definition: PresetDefinition;
}

/** A library whose losses we have under its names. */
export interface PresetLibrary {
  /** What stands before the dot. */
  readonly name: string;
  readonly title: string;
  /** Which version or commit the numbers were compared with. */
  readonly version: string;
  readonly losses: Readonly<Record<string, Preset>>;
}

/**
 * The losses of a library by name.
 * @throws Error, when one is made, for an option that the library or this preset does not have, naming it
 */
export function presetsOf(
  library: string,
  definitions: readonly PresetDefinition[],
): Readonly<Record<string, Preset>> {
  return Object.fromEntries(definitions.map((definition) => [definition.name, preset(library, definition)]));
}

function preset(library: string, definition: PresetDefinition): Preset {
  const name = `${library}.${definition.name}`;
  const specs: OptionSpecs = definition.defects
    ? { ...definition.options, defects: { kind: "boolean", default: false, doc: definition.defects } }
    : definition.options;
  const make = (given: object = {}): Loss => {
    check(`${name}: options`, given, RECORD);
    const others = { ...definition.refused, ...definition.withoutEffect, defects: "" };
    checkNames(
      name,
      Object.keys(given).filter((key) => !Object.hasOwn(others, key)),
      specs,
    );
    const pythonic = Object.fromEntries(
      Object.entries(ownOptions(given)).map(([k, v]) => [k, fromPython(v)]),
    );
    const chosen = withoutHarmless(name, definition, pythonic);
    const { loss, link } = definition.build(readLossOptions(name, chosen, specs));
    return withLink(loss, link);
  };
  return Object.assign(make, { definition: { ...definition, name, options: specs } });
}

/** True, False and None may be written as in Python. */
function fromPython(value: OptionValue): OptionValue {
  if (value === "True" || value === "False") return value === "True";
  return value === "None" ? null : value;
}

/** The options that count; those that are refused may have the values that change nothing. */
function withoutHarmless(name: string, definition: PresetDefinition, given: Options): Options {
  const { refused = {}, withoutEffect = {}, defects } = definition;
  if (Object.hasOwn(given, "defects") && !defects)
    throw new Error(`${name} has no known defects to reproduce: leave defects out.`);
  const counts = ([option, value]: [string, OptionValue]): boolean => {
    // One that has a kind none the less is still of that kind.
    if (Object.hasOwn(withoutEffect, option)) return Object.hasOwn(definition.options, option);
    if (!Object.hasOwn(refused, option)) return true;
    if (refused[option].harmless.some((known) => same(known, value))) return false;
    throw new Error(`${name}: ${option} is not supported here: ${refused[option].why}.`);
  };
  return Object.fromEntries(Object.entries(given).filter(counts));
}

function same(a: OptionValue, b: OptionValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
