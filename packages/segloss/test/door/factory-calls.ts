import * as segloss from "segloss";
import type { ValidCall } from "./substitute.ts";

type Factory = (options?: Readonly<Record<string, unknown>>) => segloss.Loss;

/** Every loss and preset, called with the defaults of its options spelled out. */
export function factoryCalls(): readonly ValidCall[] {
  return [
    ...segloss.LOSSES.map((make) =>
      factoryCall(make.definition.name, make as Factory, segloss.allOptions(make.definition)),
    ),
    ...segloss.PRESETS.flatMap(({ losses }) =>
      Object.values(losses).map((make) =>
        factoryCall(make.definition.name, make, supported(make.definition)),
      ),
    ),
  ];
}

/** Without what a preset refuses whatever it is. */
function supported({
  options,
  refused = {},
}: (typeof segloss.PRESETS)[number]["losses"][string]["definition"]): segloss.OptionSpecs {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !Object.hasOwn(refused, name)));
}

/** What the kind of an option takes of the wrong kinds is said by its definition. */
function factoryCall(name: string, make: Factory, specs: segloss.OptionSpecs): ValidCall {
  const defaults = Object.fromEntries(Object.entries(specs).map(([option, spec]) => [option, spec.default]));
  return {
    name,
    run: make as ValidCall["run"],
    // Some losses of MONAI are for logits alone, which their defaults are not.
    args: () => [{ ...defaults, ...(name.startsWith("monai.") && "sigmoid" in specs && { sigmoid: true }) }],
    takes: {
      "0": ["undefined", "object", "object without prototype"],
      ...Object.fromEntries(Object.entries(specs).map(([option, spec]) => [`0.${option}`, taken(spec)])),
    },
  };
}

function taken({ kind, min = -Infinity, max = Infinity }: segloss.OptionSpec): string[] {
  const numbers = { negative: -1, fraction: 0.5, huge: 1e300 };
  const inRange = Object.entries(numbers).flatMap(([name, x]) => (x >= min && x <= max ? [name] : []));
  const own = {
    boolean: ["boolean"],
    text: ["text", "empty text", "long text"],
    choice: [],
    number: inRange,
    numbers: inRange,
    list: [],
  };
  return ["undefined", "null", ...own[kind]];
}
