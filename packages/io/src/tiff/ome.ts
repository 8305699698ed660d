import { notSupported } from "../reader-error.ts";
import type { Directory } from "./directory.ts";
import { lengthUnit } from "./length-unit.ts";
import type { Stack } from "./stack.ts";

/**
 * What OME-XML in the first page says of the first image.
 *
 * @param pages that the file holds: a set of several files has one description
 */
export function omeStack(directory: Directory, samples: number, pages: number): Stack | undefined {
  const text = directory.text("description");
  if (!text || !/<(\w+:)?OME[\s>]/.test(text.slice(0, 4096))) return undefined;
  const pixels = element(text, "Pixels");
  if (!pixels) return undefined;
  const attributes = attributesOf(pixels.head);
  const size = (axis: string) => Math.max(1, Math.floor(Number(attributes.get(`Size${axis}`) ?? 1)) || 1);
  // Channels that stand side by side in a pixel have one page together.
  const channels = Math.max(1, Math.round(size("C") / samples));
  const sizes = { Z: size("Z"), C: channels, T: size("T") };
  if (sizes.Z * sizes.C * sizes.T > pages)
    throw notSupported(
      `its OME-XML tells of ${sizes.Z * sizes.C * sizes.T} planes, and it holds ${pages}; save the stack to one file`,
    );
  const order = (attributes.get("DimensionOrder") ?? "XYZCT").slice(2);
  return {
    ...{ times: sizes.T, slices: sizes.Z, channels },
    pageOf: pagesOf(pixels.body, order, sizes),
    ...spacingOf(attributes),
  };
}

type Sizes = Readonly<Record<"Z" | "C" | "T", number>>;

/** Pages by place: as the TiffData elements list them, else one after the other in the order of the axes. */
function pagesOf(body: string, order: string, sizes: Sizes): NonNullable<Stack["pageOf"]> {
  const plane = (t: number, z: number, c: number) => {
    const at = { T: t, Z: z, C: c };
    let [index, step] = [0, 1];
    for (const axis of order as Iterable<"Z" | "C" | "T">) {
      index += at[axis] * step;
      step *= sizes[axis];
    }
    return index;
  };
  const listed = listedPages(body, plane, sizes.Z * sizes.C * sizes.T);
  return (t, z, c) => (listed ? listed.get(plane(t, z, c)) : plane(t, z, c));
}

function listedPages(
  body: string,
  plane: (t: number, z: number, c: number) => number,
  planes: number,
): Map<number, number> | undefined {
  const found = new Map<number, number>();
  for (const [, head] of body.matchAll(/<(?:\w+:)?TiffData\b([^>]*)>/g)) {
    const attributes = attributesOf(head);
    const number = (name: string) => Math.floor(Number(attributes.get(name) ?? 0)) || 0;
    const first = plane(number("FirstT"), number("FirstZ"), number("FirstC"));
    const listsOne = attributes.has("IFD");
    const count = attributes.has("PlaneCount") ? number("PlaneCount") : listsOne ? 1 : planes;
    for (let k = 0; k < Math.min(count, planes - first); k++) found.set(first + k, number("IFD") + k);
  }
  return found.size > 0 ? found : undefined;
}

function spacingOf(attributes: ReadonlyMap<string, string>): Partial<Stack> {
  const axes = ["Z", "Y", "X"].map((axis) => {
    const size = Number(attributes.get(`PhysicalSize${axis}`));
    if (!(size > 0) || !Number.isFinite(size)) return undefined;
    const unit = lengthUnit(attributes.get(`PhysicalSize${axis}Unit`) ?? "\u00b5m");
    return unit && { ...unit, size: size * unit.factor };
  });
  const [z, y, x] = axes;
  if (!x && !y) return {};
  const { unit } = (x ?? y)!;
  const across = sizeIn(unit, x ?? y!);
  return { spacing: [z ? sizeIn(unit, z) : 1, y ? sizeIn(unit, y) : across, across], unit };
}

const METRES = { m: 1, mm: 1e-3, um: 1e-6, nm: 1e-9, s: 1 } as const;

function sizeIn(unit: keyof typeof METRES, axis: { unit: keyof typeof METRES; size: number }): number {
  return axis.unit === unit ? axis.size : (axis.size * METRES[axis.unit]) / METRES[unit];
}

function element(text: string, name: string): { head: string; body: string } | undefined {
  const open = new RegExp(`<(?:\\w+:)?${name}\\b([^>]*)>`).exec(text);
  if (!open) return undefined;
  const rest = text.slice(open.index + open[0].length);
  const end = rest.search(new RegExp(`</(?:\\w+:)?${name}>`));
  return { head: open[1], body: end < 0 ? "" : rest.slice(0, end) };
}

/** Attributes of an element; nobody writes more than so many characters of them. */
const LONGEST = 4096;

function attributesOf(head: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, , value] of head.slice(0, LONGEST).matchAll(/([\w:]+)\s*=\s*(["'])(.*?)\2/g))
    found.set(name, plain(value));
  return found;
}

const ENTITIES: Readonly<Record<string, string>> = { "&#181;": "\u00b5", "&#xB5;": "\u00b5", "&amp;": "&" };

function plain(value: string): string {
  return value.replace(/&[^;]{1,8};/g, (entity) => ENTITIES[entity] ?? entity);
}
