import { isJson, type Json } from "../annotations/json-shape.ts";
import { geometryFrom, isUsable, MILLIMETRES, type Unit } from "../geometry/geometry.ts";
import { type Raster, type RasterHead, sizeText } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Source } from "../source.ts";
import { checkInside, type RasterWindows, wholeRaster } from "../windows/raster-windows.ts";
import { json, openZarrArray, type ReadBelow } from "../zarr/zarr-array.ts";
import type { DecodeOptions, Format } from "./format.ts";

/** A folder `.zarr` that is one label image. */
export const omeZarr: Format = {
  name: "OME-Zarr",
  extensions: [".ome.zarr", ".zarr"],
  decode: async (source, options) => readOmeZarr(belowOf(source), options),
  openWindows: (source, options) => openOmeZarr(belowOf(source), options),
};

function belowOf({ below }: Source): ReadBelow {
  if (!below) throw notSupported("it is a file; an OME-Zarr is a folder");
  return below;
}

const UNITS: Readonly<Record<string, Unit>> = {
  ...{ meter: "m", millimeter: "mm", micrometer: "um", nanometer: "nm" },
  ...{ m: "m", mm: "mm", um: "um", µm: "um", nm: "nm" },
};
/** Pixels that a mask read by parts may claim: chunks that hold nothing need no file, so that nothing else bounds them. */
const MOST_PIXELS = 2 ** 34;
/** Values of a chunk that are worth a look whether there is any: of what is not there, any part can be read. */
const LARGE_CHUNK = 2 ** 24;
const ANY_BLOCK = [1, 256, 256] as const;

/**
 * Labels of OME-Zarr 0.4 and 0.5 (Zarr v2 and v3) at full resolution, with spacing, unit and place. A folder of several label images asks
 * for one with the option `array`. Needs the package zarrita.
 *
 * Format: https://ngff.openmicroscopy.org/0.5/
 *
 * @throws Error when there is no label image, several and none is chosen, or one that is not read
 */
export async function readOmeZarr(read: ReadBelow, options: DecodeOptions = {}): Promise<Raster> {
  return wholeRaster(await openOmeZarr(read, options));
}

/** The same, read by boxes. */
async function openOmeZarr(read: ReadBelow, options: DecodeOptions = {}): Promise<RasterWindows> {
  const folder = await labelFolder(read, options.array);
  const [level] = multiscalesOf(await attributesOf(read, folder)) ?? [];
  if (!level) throw notSupported("it holds no OME-Zarr image: expected multiscales in .zattrs or zarr.json");
  const axes = axesOf(level);
  const dataset = (level.datasets as Json[] | undefined)?.[0];
  if (typeof dataset?.path !== "string") throw new Error('its multiscales lack "datasets" with a path');
  const array = await openZarrArray(read, joinPath(folder, dataset.path));
  const head = placed(inAxes(array.shape, axes), axes, scaleOf(level, dataset, axes.length));
  if (head.depth * head.height * head.width > MOST_PIXELS)
    throw notSupported(`it has the size ${sizeText(head)}; expected 1 to 2^31 values at once, 2^34 by parts`);
  const chunk = (name: string) => array.chunks[axes.findIndex((axis) => axis.name === name)] ?? 1;
  // A place along each axis of the array; time and channels have one entry.
  const ofAxes = (zyx: readonly number[], otherwise: number) =>
    axes.map(({ name }) => zyx["zyx".indexOf(name)] ?? otherwise);
  const block = [chunk("z"), chunk("y"), chunk("x")] as const;
  const isLarge = block[0] * block[1] * block[2] > LARGE_CHUNK;
  const isEmpty = isLarge && !(await array.isThere(ofAxes([0, 0, 0], 0), array.shape));
  return {
    ...{ head, alphaAt: -1 },
    block: isEmpty ? ANY_BLOCK : block,
    async readBox(box) {
      checkInside(box, head);
      const [depth, height, width] = box.size;
      const data = await array.read(ofAxes(box.from, 0), ofAxes(box.size, 1));
      return { ...head, depth, height, width, data };
    },
  };
}

/** The folder of the label image: `labels/NAME`, or the folder itself where that is one. */
async function labelFolder(read: ReadBelow, wanted: string | undefined): Promise<string> {
  const names = (await attributesOf(read, "labels"))?.labels;
  if (!Array.isArray(names) || names.length === 0) return "";
  const [first] = names.map(String);
  if (wanted !== undefined && names.includes(wanted)) return `labels/${wanted}`;
  if (wanted === undefined && names.length === 1) return `labels/${first}`;
  const asked = wanted === undefined ? "" : ` and none called ${wanted}`;
  throw notSupported(
    `it holds the labels ${names.join(", ")}${asked}; say which one with --array, such as --array ${first}`,
  );
}

/** OME's attributes of a group: 0.5 has them under "ome" in zarr.json, 0.4 in .zattrs. */
async function attributesOf(read: ReadBelow, folder: string): Promise<Json | undefined> {
  const third = await json(read, joinPath(folder, "zarr.json"));
  if (third) {
    const attributes = isJson(third.attributes) ? third.attributes : {};
    return isJson(attributes.ome) ? attributes.ome : attributes;
  }
  return json(read, joinPath(folder, ".zattrs"));
}

function multiscalesOf(attributes: Json | undefined): Json[] | undefined {
  const { multiscales } = attributes ?? {};
  return Array.isArray(multiscales) ? multiscales.filter(isJson) : undefined;
}

interface Axis {
  readonly name: string;
  readonly unit?: Unit;
}

function axesOf({ axes }: Json): Axis[] {
  if (!Array.isArray(axes)) throw notSupported("its multiscales lack axes (OME-Zarr before 0.4 is not read)");
  return axes.map((axis) => {
    const { name, unit } = isJson(axis) ? axis : { name: axis, unit: undefined };
    const known = UNITS[String(unit)];
    return { name: String(name), ...(known && { unit: known }) };
  });
}

/** Depth, height and width by the names of the axes; time and channels must have one entry. */
function inAxes(shape: readonly number[], axes: readonly Axis[]): RasterHead {
  const size = (name: string) => shape[axes.findIndex((axis) => axis.name === name)] ?? 1;
  const others = axes.filter(({ name }) => !"zyx".includes(name) && size(name) > 1);
  if (others.length > 0)
    throw notSupported(
      `it has ${others.map(({ name }) => `${size(name)} entries along ${name}`).join(" and ")}; expected one label image of z, y, x`,
    );
  const order = axes
    .filter(({ name }) => "zyx".includes(name))
    .map(({ name }) => name)
    .join("");
  if (!/^z?yx$/.test(order))
    throw notSupported(
      `its axes are ${axes.map(({ name }) => name).join("")}; expected y and x last, in this order`,
    );
  return { width: size("x"), height: size("y"), depth: size("z"), channels: 1, bitDepth: 32 };
}

interface Scale {
  readonly scale: readonly number[];
  readonly translation: readonly number[];
}

/** The transformation of the level, then the one of all levels. */
function scaleOf(level: Json, dataset: Json, axes: number): Scale {
  const [own, all] = [dataset, level].map(({ coordinateTransformations: list }) => {
    const entries = Array.isArray(list) ? list.filter(isJson) : [];
    const of = (type: string, otherwise: number) => {
      const values = entries.find((entry) => entry.type === type)?.[type];
      return Array.isArray(values) && values.length === axes
        ? values.map(Number)
        : new Array<number>(axes).fill(otherwise);
    };
    return { scale: of("scale", 1), translation: of("translation", 0) };
  });
  return {
    scale: own.scale.map((value, k) => value * all.scale[k]),
    translation: own.translation.map((value, k) => value * all.scale[k] + all.translation[k]),
  };
}

function placed(head: RasterHead, axes: readonly Axis[], { scale, translation }: Scale): RasterHead {
  const at = (name: string) => axes.findIndex((axis) => axis.name === name);
  const of = (list: readonly number[], name: string, otherwise: number) => list[at(name)] ?? otherwise;
  const unit = axes[at("x")]?.unit;
  if (axes.some(({ name, unit: own }) => "zyx".includes(name) && own !== unit)) return head;
  const [x, y, z] = ["x", "y", "z"].map((name) => of(scale, name, 1));
  const spaced: RasterHead = { ...head, spacing: [z, y, x], ...(unit && { unit }) };
  const mm = unit && unit !== "s" ? MILLIMETRES[unit] : 1;
  const [ox, oy, oz] = ["x", "y", "z"].map((name) => mm * of(translation, name, 0));
  const geometry = {
    ...geometryFrom(
      [
        [x * mm, 0, 0],
        [0, y * mm, 0],
        [0, 0, z * mm],
      ],
      [ox, oy, oz],
    ),
    world: "image" as const,
  };
  return isUsable(geometry) ? { ...spaced, geometry } : spaced;
}

function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
