import { border } from "./border.ts";
import { empty } from "./empty.ts";
import { farError } from "./far-error.ts";
import { onePercent } from "./one-percent.ts";
import type { Scene } from "./scene.ts";
import { soft } from "./soft.ts";
import { threeClasses } from "./three-classes.ts";
import { touchingCells } from "./touching-cells.ts";
import { vessel } from "./vessel.ts";

export type { Scene } from "./scene.ts";

/** Every scene, in the order in which they are told. */
export const SCENES: readonly Scene[] = [
  onePercent,
  vessel,
  touchingCells,
  farError,
  empty,
  border,
  soft,
  threeClasses,
];

/** The scene of this name; the first one for a name that none has. */
export function sceneNamed(name: string): Scene {
  return SCENES.find((scene) => scene.name === name) ?? SCENES[0];
}
