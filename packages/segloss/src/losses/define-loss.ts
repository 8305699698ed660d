import { check } from "../door/check.ts";
import { checkNames } from "../door/check-options.ts";
import { RECORD } from "../door/kinds.ts";
import { KERNELS, type TermKernels } from "./kernels.ts";
import type { ClassSelection, FieldSettings, Loss, OptionValue, Term, TermLink } from "./loss.ts";
import { type OptionRule, type OptionSpecs, readLossOptions } from "./option.ts";
import { REGION_RULES, type RegionOption } from "./region-rules.ts";

/** Options that every loss takes. */
export interface RegionOptions {
  /** Sums run over each image, then images are averaged; or over the whole batch. */
  readonly over?: "image" | "batch";
  /** Classes that count: all, those with a true pixel in the region, or a list of indices. */
  readonly classes?: ClassSelection;
  /** Whether class 0 counts. Default true. */
  readonly background?: boolean;
  /** One weight per class. */
  readonly classWeights?: readonly number[];
  /** Whether sums run over all classes together. Default false. */
  readonly pooled?: boolean;
  /** Whether means divide by the sum of the weights instead of the number of valid pixels. Default false. */
  readonly normalize?: boolean;
  /** Value of 0/0 between sums. */
  readonly empty?: number;
  /** Link that the loss is meant for; default: that of the call. */
  readonly link?: TermLink;
}

/** What the options of a loss turn into. */
export interface TermParts {
  readonly formula: Term["formula"];
  readonly parameters?: Term["parameters"];
  readonly maps?: readonly string[];
  readonly fields?: FieldSettings;
  /** What the formula needs: `RANKS` for lovasz and hardest, `SKELETONS` for skeleton, `FIELDS` for fields. */
  readonly kernels?: readonly TermKernels[];
}

/** A worked example: one batch of one channel or more, and the value that it gives. */
export interface LossExample {
  readonly options?: Readonly<Record<string, OptionValue>>;
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly targets: readonly number[];
  readonly value: number;
}

/** Everything that is said about a loss in one place: the factory, the command line and the docs read it. */
export interface LossDefinition {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Meaning of the letters of the formula beyond p, y, z. */
  readonly legend: Readonly<Record<string, string>>;
  readonly options: OptionSpecs;
  /** Region of the loss's paper. */
  readonly over: "image" | "batch";
  readonly classes: "all" | "present";
  /** Value of 0/0 between sums; default 1, a perfect score. */
  readonly empty?: number;
  build(options: Readonly<Record<string, OptionValue>>): TermParts;
  /** What a mask without any foreground gives. */
  readonly emptyMask: string;
  /** Identities and limits. */
  readonly special: readonly string[];
  readonly reference: string;
  /** When it helps and when it does not. */
  readonly use: string;
  /** Who else has it and how theirs differs, besides what the presets say of themselves. */
  readonly elsewhere?: readonly string[];
  /** What the seed article says and where this differs. */
  readonly seed?: string;
  readonly example: LossExample;
}

/** Makes a loss from options; carries its definition. */
export interface LossFactory<O> {
  (options?: O & RegionOptions): Loss;
  readonly definition: LossDefinition;
}

/** Turns a definition into a factory. */
export function defineLoss<O>(definition: LossDefinition): LossFactory<O> {
  const specs = withRegion<OptionRule>(definition, REGION_RULES);
  const make = (given: object = {}): Loss => {
    check(`${definition.name}: options`, given, RECORD);
    checkNames(definition.name, Object.keys(given), specs);
    const chosen = ownOptions(given);
    const options = readLossOptions(definition.name, chosen, specs);
    return { terms: [makeTerm(definition, chosen, options)] };
  };
  return Object.assign(make, { definition });
}

/** The loss's own options followed by those of every loss, which have defaults of its own. */
export function withRegion<S extends OptionRule>(
  {
    options,
    over,
    classes,
    empty = 1,
  }: Omit<LossDefinition, "options"> & { readonly options: Readonly<Record<string, S>> },
  region: Readonly<Record<RegionOption, S>>,
): Readonly<Record<string, S>> {
  return {
    ...options,
    ...region,
    over: { ...region.over, default: over },
    classes: { ...region.classes, default: classes },
    empty: { ...region.empty, default: empty },
  };
}

function makeTerm(
  definition: LossDefinition,
  given: Readonly<Record<string, OptionValue>>,
  options: Readonly<Record<string, OptionValue>>,
): Term {
  const parts = definition.build(options);
  return {
    weight: 1,
    name: definition.name,
    options: withoutNone(given),
    formula: parts.formula,
    parameters: parts.parameters ?? {},
    maps: parts.maps ?? [],
    fields: parts.fields ?? null,
    over: options.over as Term["over"],
    classes: (typeof options.classes === "number" ? [options.classes] : options.classes) as Term["classes"],
    background: options.background as boolean,
    classWeights: options.classWeights as Term["classWeights"],
    pooled: options.pooled as boolean,
    normalize: options.normalize as boolean,
    empty: options.empty as number,
    ...(options.link !== null && { link: options.link as TermLink }),
    ...(parts.kernels && { [KERNELS]: parts.kernels }),
  };
}

/** The options that are given, None (null) among them, with lists of their own. */
export function ownOptions(given: object): Record<string, OptionValue> {
  return withOwnLists(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  ) as Record<string, OptionValue>;
}

/** The options that are set: None is the default wherever a loss of ours takes it. */
export function withoutNone(options: Readonly<Record<string, OptionValue>>): Record<string, OptionValue> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
}

/** Copies the lists: a loss does not change when the caller's list does. */
export function withOwnLists(given: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  );
}
