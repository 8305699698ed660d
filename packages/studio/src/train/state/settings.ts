import { choice, lossTexts, type Property, whole } from "../../address/property.ts";

/** Everything that a link takes along. */
export interface Settings {
  /** Simulated nuclei, files that somebody gives, or what `segloss studio DATA` serves. */
  readonly data: "nuclei" | "files" | "served";
  /** Images that are simulated. */
  readonly images: number;
  /** As text that `parseLoss` reads, or a text with a mistake that somebody is at. */
  readonly losses: readonly string[];
  /** Channels of the network at full resolution, and its resolutions. */
  readonly width: number;
  readonly depth: number;
  /** Width and height of a crop in pixels, and crops of a batch. */
  readonly size: number;
  readonly batch: number;
  readonly steps: number;
  /** Highest learning rate. */
  readonly rate: number;
  readonly seed: number;
  /** Trainings of each loss, with other weights and crops each. */
  readonly seeds: number;
  readonly on: "cpu" | "webgpu";
}

export const LEAST_LOSSES = 2;
export const MOST_LOSSES = 4;

export const USUAL: Settings = {
  ...{ data: "nuclei", images: 40, losses: ["crossEntropy", "dice"] },
  ...{ width: 8, depth: 3, size: 64, batch: 8, steps: 300, rate: 0.003, seed: 1, seeds: 1, on: "cpu" },
};

function positive(key: string, most: number): Property<number> {
  return {
    key,
    print: (value) => [String(value)],
    parse: ([text]) => {
      const value = Number(text);
      return value > 0 && value <= most ? value : undefined;
    },
  };
}

/** One line for each part; those of numbers are the limits of their fields, too. */
const PROPERTIES: { readonly [K in keyof Settings]: Property<Settings[K]> } = {
  data: choice("d", "nuclei", "files", "served"),
  images: whole("n", 6, 200),
  losses: lossTexts("l", MOST_LOSSES),
  width: whole("w", 2, 64),
  depth: whole("h", 2, 5),
  size: whole("c", 16, 256),
  batch: whole("b", 1, 64),
  steps: whole("t", 10, 20000),
  rate: positive("r", 1),
  seed: whole("s", 0, 9999),
  seeds: whole("k", 1, 5),
  on: choice("on", "cpu", "webgpu"),
};

/** The settings as what stands behind the # of an address: what is usual is left out. */
export function printSettings(settings: Settings): string {
  const query = new URLSearchParams();
  for (const name of names())
    if (JSON.stringify(settings[name]) !== JSON.stringify(USUAL[name]))
      for (const text of printed(name, settings)) query.append(PROPERTIES[name].key, text);
  return query.toString();
}

/** Reads an address. What it does not say, or says wrongly, is as usual. */
export function parseSettings(hash: string): Settings {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const given = names()
    .map((name) => [name, PROPERTIES[name].parse(query.getAll(PROPERTIES[name].key))] as const)
    .filter(([, value]) => value !== undefined);
  return { ...USUAL, ...(Object.fromEntries(given) as Partial<Settings>) };
}

/** A number that somebody typed; undefined where the setting may not be that. */
export function typedNumber(name: keyof Settings, text: string): number | undefined {
  const value = PROPERTIES[name].parse([text.trim()]);
  return typeof value === "number" ? value : undefined;
}

function names(): (keyof Settings)[] {
  return Object.keys(PROPERTIES) as (keyof Settings)[];
}

function printed<K extends keyof Settings>(name: K, settings: Settings): readonly string[] {
  return PROPERTIES[name].print(settings[name]);
}
