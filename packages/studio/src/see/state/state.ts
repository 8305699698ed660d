import { choice, lossTexts, type Property, whole } from "../../address/property.ts";
import type { Edit } from "../paint/edit.ts";
import { parseEdits, printEdits } from "../paint/edits-text.ts";
import { SCENES, sceneNamed } from "../scenes/index.ts";

/** Everything that a link takes along. */
export interface State {
  readonly scene: string;
  /** The variation of the scene, 1 to 9999. */
  readonly seed: number;
  /** One to four, as text that `parseLoss` reads, or a text with a mistake that somebody is at. */
  readonly losses: readonly string[];
  /** Whether each map has a scale of its own, or all the same. */
  readonly scale: "own" | "common";
  /** What the maps show. */
  readonly view: View;
  /** The loss whose curve, formula and code are shown. */
  readonly focus: number;
  /** Class whose gradient is shown, of several. */
  readonly label: number;
  /** By what slopes are taken: logits, or probabilities. */
  readonly by: "z" | "p";
  /** Name of the image of the served data that is the picture; empty: none. */
  readonly image: string;
  readonly edits: readonly Edit[];
}

export type View = "gradient" | "leaders";

export const MOST_LOSSES = 4;
const LONGEST_NAME = 300;

/** One line for each part. */
const PROPERTIES: { readonly [K in keyof State]: Property<State[K]> } = {
  scene: choice("s", ...SCENES.map(({ name }) => name)),
  seed: whole("seed", 1, 9999),
  losses: lossTexts("l", MOST_LOSSES),
  scale: choice("scale", "own", "common"),
  view: choice("v", "gradient", "leaders"),
  focus: whole("f", 0, MOST_LOSSES - 1),
  label: whole("c", 0, 2),
  by: choice("by", "z", "p"),
  image: { key: "d", print: (name) => [name], parse: ([name]) => name?.slice(0, LONGEST_NAME) },
  edits: { key: "e", print: (edits) => [printEdits(edits)], parse: ([text]) => parseEdits(text ?? "") },
};

/** What a scene begins with. */
export function stateOf(scene: string): State {
  const { name, losses, focus = 0 } = sceneNamed(scene);
  const shown = { scale: "own", view: "gradient", label: 2, by: "z" } as const;
  return { scene: name, seed: 1, losses, ...shown, focus, image: "", edits: [] };
}

/** The state as what stands behind the # of an address: what is as the scene has it is left out. */
export function printState(state: State): string {
  const usual = stateOf(state.scene);
  const query = new URLSearchParams({ [PROPERTIES.scene.key]: state.scene });
  for (const name of names()) {
    if (name !== "scene" && JSON.stringify(state[name]) !== JSON.stringify(usual[name]))
      for (const text of printed(name, state)) query.append(PROPERTIES[name].key, text);
  }
  return query.toString();
}

/** Reads an address. What it does not say, or says wrongly, is as the scene has it. */
export function parseState(hash: string, scene: string): State {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const usual = stateOf(PROPERTIES.scene.parse(query.getAll(PROPERTIES.scene.key)) ?? scene);
  const given = names()
    .filter((name) => query.has(PROPERTIES[name].key))
    .map((name) => [name, PROPERTIES[name].parse(query.getAll(PROPERTIES[name].key))] as const)
    .filter(([, value]) => value !== undefined);
  return { ...usual, ...(Object.fromEntries(given) as Partial<State>) };
}

function names(): (keyof State)[] {
  return Object.keys(PROPERTIES) as (keyof State)[];
}

function printed<K extends keyof State>(name: K, state: State): readonly string[] {
  return PROPERTIES[name].print(state[name]);
}
