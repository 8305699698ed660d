import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { COUNT, choice } from "../door/kinds.ts";
import { defaultLink, LINKS, type LinkName } from "../links/index.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpec } from "../losses/option.ts";
import { makePlan } from "../plan/plan.ts";
import type { Setting } from "../plan/setting.ts";
import { PRESETS, type Preset } from "../presets/index.ts";
import { fingerprint } from "./fingerprint.ts";
import type { TargetName } from "./target.ts";

/** Libraries of presets whose losses can be called beside the code of a target. */
const LIBRARIES: Readonly<Record<TargetName, readonly string[]>> = {
  pytorch: ["torch", "monai", "smp", "kornia", "fvcore"],
  jax: ["optax"],
  keras: ["keras"],
  tfjs: ["tfjs"],
};

/** Where the presets' names are in the libraries. */
const MODULES: Readonly<Record<string, string>> = {
  torch: "torch.nn",
  monai: "monai.losses",
  smp: "segmentation_models_pytorch.losses",
  kornia: "kornia.losses",
  fvcore: "fvcore.nn",
  optax: "optax.losses",
  keras: "keras.losses",
  tfjs: "tf.losses",
};

/** For which code, and what goes into it. */
export interface EqualCallsOptions {
  readonly as: TargetName;
  readonly link?: LinkName;
  readonly channels?: number;
  readonly targets?: Setting["targets"];
}

type Options = Readonly<Record<string, OptionValue>>;

const OPTIONS: Readonly<Record<keyof EqualCallsOptions, Kind>> = {
  as: required(choice(...Object.keys(LIBRARIES))),
  link: choice(...LINKS.map(({ name }) => name)),
  channels: COUNT,
  targets: choice("indices", "soft"),
};

/**
 * Calls of the target's own libraries that are the same loss, such as `monai.losses.TverskyLoss(sigmoid=True, alpha=0.3,
 * beta=0.7)`: presets whose formula, compiled with these options, is the loss's own, or whose values are, for the kind of targets
 * (default: class indices). What differs in a constant is not found.
 */
export function equalCalls(loss: Loss, options: EqualCallsOptions): string[] {
  checkedLoss(loss);
  checkOptions("equalCalls", options, OPTIONS);
  const { as, link, channels, targets = "indices" } = options;
  const own = link ?? linkOf(loss);
  const count = channels ?? (own === "softmax" ? 3 : 1);
  const setting = settingOf(own ?? defaultLink(count), count, targets);
  const isWanted = equality(loss, setting);
  const libraries = PRESETS.filter(({ name }) => LIBRARIES[as].includes(name));
  return libraries.flatMap(({ name, losses }) =>
    Object.values(losses).flatMap((preset) => {
      const isClass = /^[A-Z]/.test(shortName(preset.definition.name));
      if (!isClass && !Object.hasOwn(FUNCTIONS, name)) return [];
      const options = optionsThatFit(preset, loss, setting, isWanted);
      return options ? [printCall(name, preset, options)] : [];
    }),
  );
}

function settingOf(link: LinkName, channels: number, targets: Setting["targets"]): Setting {
  return {
    ...{ batch: 1, space: [1, 1], channels, layout: "channels-last", link, targets },
    ...{ weighted: true, ignore: [], masked: false },
  } as Setting;
}

/** What a loss is in a setting: its values by region. */
function keyOf(loss: Loss, setting: Setting): string {
  return makePlan(loss, setting)
    .scopes.map(({ over, value }) => `${over} ${value.key}`)
    .join("; ");
}

/** Whether another loss has the same formula, or at least the same values for such targets. */
function equality(loss: Loss, setting: Setting): (other: Loss) => boolean {
  const formula = keyOf(loss, setting);
  // No preset reads maps of the user.
  const values = makePlan(loss, setting).maps.length === 0 ? fingerprint(loss, setting) : undefined;
  return (other) => keyOf(other, setting) === formula || fingerprint(other, setting) === values;
}

function optionsThatFit(
  preset: Preset,
  loss: Loss,
  setting: Setting,
  isWanted: (other: Loss) => boolean,
): Options | undefined {
  return candidates(preset, loss, setting.link).find((options) => {
    try {
      return isWanted(preset(options));
    } catch {
      // Options that do not go together, or another link: not this call.
      return false;
    }
  });
}

/** Options that say the link, alone and with the loss's constants, and with one more switch thrown. */
function candidates({ definition: { options } }: Preset, loss: Loss, link: LinkName): Options[] {
  const has = ([name]: readonly [string, OptionValue]): boolean => Object.hasOwn(options, name);
  const activation = Object.fromEntries(ACTIVATIONS[link].filter(has));
  const constants = Object.fromEntries(constantsOf(loss).filter(has));
  const starts = [activation, { ...activation, ...constants }];
  const switches = Object.entries(options).filter(([name, spec]) => isSwitch(name, spec));
  return starts.flatMap((start) => [
    start,
    ...switches.map(([name, spec]) => ({ ...start, [name]: !spec.default })),
  ]);
}

const ACTIVATIONS: Readonly<Record<LinkName, readonly (readonly [string, OptionValue])[]>> = {
  sigmoid: [
    ["sigmoid", true],
    ["from_logits", true],
    ["mode", "binary"],
  ],
  softmax: [
    ["softmax", true],
    ["use_softmax", true],
    ["from_logits", true],
    ["mode", "multiclass"],
  ],
  none: [["from_logits", false]],
};

function isSwitch(name: string, { kind }: OptionSpec): boolean {
  const links = Object.values(ACTIVATIONS).flatMap((list) => list.map(([option]) => option));
  return kind === "boolean" && !links.includes(name) && name !== "defects";
}

/** The loss's constants under the names that libraries have for them. */
function constantsOf({ terms }: Loss): (readonly [string, OptionValue])[] {
  if (terms.length !== 1) return [];
  return Object.entries({ ...terms[0].parameters, ...terms[0].options }).flatMap(([name, value]) =>
    [name, ...(NAMES[name] ?? [])].map((other) => [other, value] as const),
  );
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  smooth: ["smooth_nr", "smooth_dr", "eps"],
  labelSmoothing: ["label_smoothing"],
  classWeights: ["weight", "class_weights"],
};

/** Classes are made with options; functions get the data as well, and what they leave is averaged. */
const FUNCTIONS: Readonly<Record<string, { readonly data: string; readonly after: string }>> = {
  optax: { data: "logits, labels", after: ".mean()" },
  tfjs: { data: "labels, logits", after: "" },
};

/** Arguments without a default in their libraries. */
const REQUIRED: readonly string[] = ["mode"];

function printCall(library: string, { definition }: Preset, options: Options): string {
  const given = Object.entries(options).filter(
    ([name, value]) => REQUIRED.includes(name) || value !== definition.options[name]?.default,
  );
  const list = given.map(([name, value]) => `${name}=${pythonValue(value)}`);
  const { data = "", after = "" } = FUNCTIONS[library] ?? {};
  const all = [...(data === "" ? [] : [data]), ...list].join(", ");
  return `${MODULES[library]}.${shortName(definition.name)}(${all})${after}`;
}

function shortName(name: string): string {
  return name.replace(/^[^.]*\./, "");
}

function pythonValue(value: OptionValue): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) return "None";
  return typeof value === "string" ? `"${value}"` : JSON.stringify(value);
}
