import { pixelsPerImage, type Setting } from "../../plan/setting.ts";
import type { Plane } from "./codegen/sweep-shape.ts";

/** What a plane holds: values per pixel and class, or per pixel. */
interface PlaneKind {
  readonly name: string;
  readonly perClass: boolean;
  /**
   * Planes of the engine's own keep each class of the whole batch together; the caller's have his layout; fields of
   * classes always have the classes of a pixel side by side.
   */
  readonly order: "own" | "caller" | "classes-last";
}

/** The planes of a step by name; more are added as the need shows, addresses are given at the end. */
export interface PlaneTable {
  /** Index of a plane. */
  indexOf(name: string): number;
  /** Adds a plane of the engine's own. */
  addOwn(name: string, perClass: boolean): number;
  /** Planes with addresses from 0 on, and the bytes that they take together. */
  layOut(labelBytes: 1 | 2 | 4): { planes: Plane[]; bytes: number };
}

/** The gradient buffer, under the name by which later sweeps read what the first has left there. */
export const SAVED = "saved";
/** No memory of its own: where a program puts rows whose place its caller gives. */
export const GIVEN = "given";
const ROOM = 64;

export function planeTable(
  setting: Setting,
  perPixel: readonly string[],
  classFields: readonly string[],
): PlaneTable {
  const kinds: PlaneKind[] = [
    { name: "z", perClass: true, order: "caller" },
    { name: SAVED, perClass: true, order: "caller" },
    setting.targets === "soft"
      ? { name: "ysoft", perClass: true, order: "caller" }
      : { name: "label", perClass: false, order: "caller" },
    { name: "mask", perClass: false, order: "caller" },
    { name: GIVEN, perClass: false, order: "own" },
    ...perPixel.map((name) => ({ name, perClass: false, order: "caller" }) as const),
    ...classFields.map((name) => ({ name, perClass: true, order: "classes-last" }) as const),
  ];
  return {
    indexOf: (name) => {
      const index = kinds.findIndex((kind) => kind.name === name);
      if (index < 0) throw new Error(`The wasm engine does not know the pixel symbol ${name}.`);
      return index;
    },
    addOwn: (name, perClass) => {
      const known = kinds.findIndex((kind) => kind.name === name);
      return known >= 0 ? known : kinds.push({ name, perClass, order: "own" }) - 1;
    },
    layOut: (labelBytes) => {
      let offset = 0;
      const planes = kinds.map((kind) => {
        const plane = { ...shapeOf(kind, setting, labelBytes), address: offset };
        const used = kind.name === "mask" ? setting.masked : kind.name !== GIVEN;
        // Vectors are read whole, a few bytes past the end.
        if (used) offset += Math.ceil((planeBytes(plane, setting, kind.perClass) + ROOM) / 64) * 64;
        return plane;
      });
      return { planes, bytes: offset };
    },
  };
}

function planeBytes(plane: Plane, setting: Setting, perClass: boolean): number {
  return setting.batch * pixelsPerImage(setting) * plane.elementBytes * (perClass ? setting.channels : 1);
}

function shapeOf(kind: PlaneKind, setting: Setting, labelBytes: 1 | 2 | 4): Plane {
  const { channels, batch, layout } = setting;
  const pixels = pixelsPerImage(setting);
  const elementBytes = kind.name === "label" ? labelBytes : kind.name === "mask" ? 1 : 4;
  const base = { name: kind.name, address: 0, elementBytes } as const;
  if (!kind.perClass || channels === 1) {
    const imageBytes = pixels * elementBytes;
    return { ...base, imageBytes, pixelBytes: elementBytes, classBytes: 0, interleaved: false };
  }
  if (kind.order === "own") {
    return {
      ...base,
      imageBytes: pixels * 4,
      pixelBytes: 4,
      classBytes: batch * pixels * 4,
      interleaved: false,
    };
  }
  const imageBytes = pixels * channels * 4;
  if (layout === "channels-first" && kind.order === "caller") {
    return { ...base, imageBytes, pixelBytes: 4, classBytes: pixels * 4, interleaved: false };
  }
  return { ...base, imageBytes, pixelBytes: 4 * channels, classBytes: 0, interleaved: true };
}
