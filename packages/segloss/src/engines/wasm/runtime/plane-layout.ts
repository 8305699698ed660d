import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import { GIVEN, type PlaneKind } from "../../../program/schedule/planes.ts";
import type { Plane } from "../emit/sweep-shape.ts";

const ROOM = 64;

/** Planes with addresses from 0 on, and the bytes that they take together. */
export function layOutPlanes(
  kinds: readonly PlaneKind[],
  setting: Setting,
  labelBytes: 1 | 2 | 4,
): { planes: Plane[]; bytes: number } {
  let offset = 0;
  const planes = kinds.map((kind) => {
    const plane = { ...shapeOf(kind, setting, labelBytes), address: offset };
    const used = kind.name === "mask" ? setting.masked : kind.name !== GIVEN;
    // Vectors are read whole, a few bytes past the end.
    if (used) offset += Math.ceil((planeBytes(plane, setting, kind.perClass) + ROOM) / 64) * 64;
    return plane;
  });
  return { planes, bytes: offset };
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
