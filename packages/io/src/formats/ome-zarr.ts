import { isJson, type Json } from "../annotations/json-shape.ts";
import { geometryFrom, isUsable, MILLIMETRES, type Unit } from "../geometry/geometry.ts";
import { loadPeer } from "../load-peer.ts";
import type { Raster, RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { DecodeOptions, Format } from "./format.ts";

/** The files below a folder by path, `labels/cells/0/.zarray`; undefined where there is none. */
export type ReadBelow = (path: string) => Promise<Uint8Array | undefined>;

/** A folder `.zarr` that is one label image. */
export const omeZarr: Format = {
  name: "OME-Zarr",
  extensions: [".ome.zarr", ".zarr"],
  decode(source, options) {
    if (!source.below) throw notSupported("it is a file; an OME-Zarr is a folder");
    return readOmeZarr((path) => source.below!(path), options);
  },
};

type Zarrita = typeof import("zarrita");

const UNITS: Readonly<Record<string, Unit>> = {
  ...{ meter: "m", millimeter: "mm", micrometer: "um", nanometer: "nm" },
  ...{ m: "m", mm: "mm", um: "um", µm: "um", nm: "nm" },
};
/** Values that a mask in memory may have. */
const MOST_VALUES = 2 ** 31;

/**
 * Labels of OME-Zarr 0.4 and 0.5 (Zarr v2 and v3) at full resolution, with spacing, unit and place. A folder of several label images asks
 * for one with the option `array`. Needs the package zarrita.
 *
 * Format: https://ngff.openmicroscopy.org/0.5/
 *
 * @throws Error when there is no label image, several and none is chosen, or one that is not read
 */
export async function readOmeZarr(read: ReadBelow, options: DecodeOptions = {}): Promise<Raster> {
  const zarr = await loadPeer("zarrita", () => import("zarrita"));
  const folder = await labelFolder(read, options.array);
  const [level] = multiscalesOf(await attributesOf(read, folder)) ?? [];
  if (!level) throw notSupported("it holds no OME-Zarr image: expected multiscales in .zattrs or zarr.json");
  const axes = axesOf(level);
  const dataset = (level.datasets as Json[] | undefined)?.[0];
  if (typeof dataset?.path !== "string") throw new Error('its multiscales lack "datasets" with a path');
  const path = joinPath(folder, dataset.path);
  const metadata = await arrayMetadata(read, path);
  const { data, shape } = await valuesOf(zarr, read, path, metadata);
  return placed(inAxes(data, shape, axes), axes, scaleOf(level, dataset, axes.length));
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

async function arrayMetadata(read: ReadBelow, path: string): Promise<Json> {
  const metadata = (await json(read, `${path}/zarr.json`)) ?? (await json(read, `${path}/.zarray`));
  if (!metadata) throw new Error(`its array ${path} is missing`);
  refuseShardsFromStart(metadata);
  const { shape } = metadata;
  const count = Array.isArray(shape)
    ? shape.reduce((product: number, size) => product * Number(size), 1)
    : Number.NaN;
  if (!(count >= 1 && count <= MOST_VALUES))
    throw new Error(`its array ${path} has the shape ${String(shape)}; expected 1 to 2^31 values`);
  return metadata;
}

/** zarrita 0.7.5 looks for the index of a shard at its end wherever it is, and finds empty labels there. */
function refuseShardsFromStart(metadata: Json): void {
  const codecs = Array.isArray(metadata.codecs) ? metadata.codecs.filter(isJson) : [];
  for (const { configuration } of codecs)
    if (isJson(configuration)) {
      if (configuration.index_location === "start")
        throw notSupported(
          'its shards have their index at the start, which is not supported; write them with index_location "end"',
        );
      refuseShardsFromStart(configuration);
    }
}

async function valuesOf(
  zarr: Zarrita,
  read: ReadBelow,
  path: string,
  metadata: Json,
): Promise<{ data: RasterData; shape: readonly number[] }> {
  const store = { get: (key: string) => read(key.replace(/^\//, "")) };
  const array = await zarr.open(zarr.root(store).resolve(`/${path}`), { kind: "array" });
  if (!/^u?int(8|16|32|64)$|^bool$|^float(32|64)$/.test(array.dtype))
    throw notSupported(`its type ${array.dtype} is no label; expected integers`);
  refuseFill(metadata.fill_value, array.dtype);
  const { data, shape, stride } = (await zarr.get(array as never, null)) as {
    readonly data: ArrayLike<number | bigint | boolean>;
    readonly shape: readonly number[];
    readonly stride: readonly number[];
  };
  return { data: cOrdered(data, shape, stride), shape };
}

/** Fill values that zarrita 0.7.5 turns into another number are known only by their text. */
function refuseFill(fill: unknown, dtype: string): void {
  const hex = typeof fill === "string" && /^0x/i.test(fill);
  const large =
    typeof fill === "number" && Math.abs(fill) > Number.MAX_SAFE_INTEGER && !dtype.startsWith("float");
  if (hex || large)
    throw notSupported(`its fill value ${String(fill)} is not supported; expected a whole number below 2^53`);
}

/** Values in C order, whatever order the chunks had; 64-bit integers as 32-bit ones where they fit. */
function cOrdered(
  data: ArrayLike<number | bigint | boolean>,
  shape: readonly number[],
  stride: readonly number[],
): RasterData {
  const count = shape.reduce((product, size) => product * size, 1);
  const result =
    data instanceof Float32Array || data instanceof Float64Array
      ? new Float64Array(count)
      : new Int32Array(count);
  const index = shape.map(() => 0);
  for (let to = 0; to < count; to++) {
    const from = index.reduce((sum, at, axis) => sum + at * stride[axis], 0);
    const value = Number(data[from]);
    result[to] = value;
    if (result[to] !== value)
      throw notSupported(`value ${String(data[from])} is too large for a label; expected less than 2^31`);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}

/** Depth, height and width by the names of the axes; time and channels must have one entry. */
function inAxes(data: RasterData, shape: readonly number[], axes: readonly Axis[]): Raster {
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
  return { data, width: size("x"), height: size("y"), depth: size("z"), channels: 1, bitDepth: 32 };
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

function placed(raster: Raster, axes: readonly Axis[], { scale, translation }: Scale): Raster {
  const at = (name: string) => axes.findIndex((axis) => axis.name === name);
  const of = (list: readonly number[], name: string, otherwise: number) => list[at(name)] ?? otherwise;
  const unit = axes[at("x")]?.unit;
  if (axes.some(({ name, unit: own }) => "zyx".includes(name) && own !== unit)) return raster;
  const [x, y, z] = ["x", "y", "z"].map((name) => of(scale, name, 1));
  const spaced: Raster = { ...raster, spacing: [z, y, x], ...(unit && { unit }) };
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

async function json(read: ReadBelow, path: string): Promise<Json | undefined> {
  const bytes = await read(path);
  if (!bytes) return undefined;
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isJson(content) ? content : undefined;
  } catch (cause) {
    throw new Error(`${path} in it is no whole JSON`, { cause });
  }
}

function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
