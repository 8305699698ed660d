import type { Setting } from "../../../plan/setting.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";

/** Buffers of a sweep, in the order of their bindings after the parameters. */
export const BUFFERS = [
  "logits",
  "targets",
  "weights",
  "mask",
  "gradient",
  "own",
  "numbers",
  "findings",
] as const;

export type BufferName = (typeof BUFFERS)[number];

/** Something that has a value for each pixel, or for each pixel and class. */
export interface Plane {
  readonly name: string;
  readonly perClass: boolean;
  readonly buffer: "logits" | "targets" | "weights" | "gradient" | "own";
  /** Of the engine's own: how many planes of an image stand before it. */
  readonly offset: number;
  /** Of the engine's own: whether the classes of a pixel stand side by side; else each class has a plane. */
  readonly interleaved: boolean;
}

/** The planes of a step by name. */
export interface PlaneTable {
  readonly list: readonly Plane[];
  indexOf(name: string): number;
  /** Adds one of the engine's own, or finds it. */
  add(name: string, perClass: boolean, interleaved?: boolean): number;
  /** Numbers that the planes of an image take in the engine's own buffer: a multiple of 64, where windows may begin. */
  stride(): number;
}

export function planeTable(setting: Setting): PlaneTable {
  const pixels = pixelsPerImage(setting);
  const list: Plane[] = [
    { name: "z", perClass: setting.channels > 1, buffer: "logits", offset: 0, interleaved: false },
    { name: "gradient", perClass: setting.channels > 1, buffer: "gradient", offset: 0, interleaved: false },
    { name: "ysoft", perClass: setting.channels > 1, buffer: "targets", offset: 0, interleaved: false },
    { name: "weights", perClass: false, buffer: "weights", offset: 0, interleaved: false },
  ];
  let used = 0;
  const find = (name: string): number => list.findIndex((plane) => plane.name === name);
  return {
    list,
    indexOf: (name) => {
      const index = find(name);
      if (index < 0) throw new Error(`The WebGPU engine does not know the pixel symbol ${name}.`);
      return index;
    },
    add: (name, classes, interleaved = false) => {
      const known = find(name);
      if (known >= 0) return known;
      const perClass = classes && setting.channels > 1;
      const offset = used;
      used += perClass ? setting.channels : 1;
      return list.push({ name, perClass, buffer: "own", offset, interleaved }) - 1;
    },
    stride: () => Math.ceil((used * pixels) / 64) * 64,
  };
}
