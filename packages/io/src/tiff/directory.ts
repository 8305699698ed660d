import type { Unpack } from "../inflate/inflate.ts";
import { fieldValues, typeBytes } from "./tag-values.ts";
import { type TagName, tagName } from "./tags.ts";

/** Reads the bytes from `start` to `end` (exclusive) of the file. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** How numbers stand in the file: byte order, and whether offsets have 4 bytes or, in BigTIFF, 8. */
export interface FileLayout {
  readonly littleEndian: boolean;
  readonly big: boolean;
  /** Length of the file in bytes. */
  readonly size: number;
  readonly read: ReadBytes;
  readonly unpack: Unpack;
  /** Bytes of tags that may still be read: more than the file has means directories over each other. */
  budget: number;
}

/** The fields of one page that matter, by name. */
export interface Directory {
  numbers(name: TagName): readonly number[] | undefined;
  number(name: TagName, otherwise: number): number;
  text(name: TagName): string | undefined;
  /** Where the next directory begins; 0 after the last. */
  readonly next: number;
}

interface Field {
  readonly name: TagName;
  readonly type: number;
  readonly count: number;
  /** Where the values stand. */
  readonly at: number;
}

/** Reads the directory that begins at `at`. */
export async function readDirectory(file: FileLayout, at: number): Promise<Directory> {
  const [countBytes, entryBytes, offsetBytes] = file.big ? [8, 20, 8] : [2, 12, 4];
  const head = view(await within(file, at, countBytes));
  const count = file.big ? bigNumber(head, 0, file) : head.getUint16(0, file.littleEndian);
  const body = view(await within(file, at + countBytes, count * entryBytes));
  const start = at + countBytes;
  const fields = Array.from({ length: count }, (_, i) => field(file, body, i * entryBytes, start)).flat();
  const values = new Map<TagName, number[] | string>();
  for (const one of fields) {
    const bytes = await within(file, one.at, one.count * typeBytes(one.type)!);
    values.set(one.name, fieldValues(bytes, one.type, file.littleEndian));
  }
  return { ...access(values), next: await nextDirectory(file, start + count * entryBytes, offsetBytes) };
}

function access(values: ReadonlyMap<TagName, number[] | string>): Omit<Directory, "next"> {
  const numbers = (name: TagName) => {
    const found = values.get(name);
    return typeof found === "object" && found.length > 0 ? found : undefined;
  };
  return {
    numbers,
    number: (name, otherwise) => numbers(name)?.[0] ?? otherwise,
    text: (name) => {
      const found = values.get(name);
      return typeof found === "string" ? found : undefined;
    },
  };
}

/** The field of an entry, or nothing where it does not matter or has an unknown type. */
function field(file: FileLayout, body: DataView, at: number, start: number): Field[] {
  const name = tagName(body.getUint16(at, file.littleEndian));
  const type = body.getUint16(at + 2, file.littleEndian);
  const size = typeBytes(type);
  if (!name || size === undefined) return [];
  const count = offset(file, body, at + 4);
  const valueAt = at + (file.big ? 12 : 8);
  const inline = count * size <= (file.big ? 8 : 4);
  return [{ name, type, count, at: inline ? start + valueAt : offset(file, body, valueAt) }];
}

function offset(file: FileLayout, body: DataView, at: number): number {
  return file.big ? bigNumber(body, at, file) : body.getUint32(at, file.littleEndian);
}

function bigNumber(body: DataView, at: number, { littleEndian }: FileLayout): number {
  return Number(body.getBigUint64(at, littleEndian));
}

/** Some writers leave the last offset out at the end of the file. */
async function nextDirectory(file: FileLayout, at: number, bytes: number): Promise<number> {
  if (at + bytes > file.size) return 0;
  return offset(file, view(await within(file, at, bytes)), 0);
}

/** Bytes that must lie in the file, and count as read. */
async function within(file: FileLayout, at: number, length: number): Promise<Uint8Array> {
  if (!(at + length <= file.size)) throw new Error("it is cut short: a tag points beyond its end");
  file.budget -= length;
  if (file.budget < 0) throw new Error("its pages lie over each other");
  const bytes = await file.read(at, at + length);
  if (bytes.length < length) throw new Error("it is cut short: a tag points beyond its end");
  return bytes;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
