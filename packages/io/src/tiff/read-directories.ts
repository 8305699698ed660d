import type { Unpack } from "../inflate/inflate.ts";
import type { Source } from "../source.ts";
import { type Directory, type FileLayout, readDirectory } from "./directory.ts";

const LITTLE = 0x4949;
const BIG_ENDIAN = 0x4d4d;
const CLASSIC = 42;
const BIG_TIFF = 43;

/** Values of several pages may lie at one place (a color map, a list of bit depths). */
const SHARED = 4;
/** So that small files with shared values are read, too. */
const AT_LEAST = 2 ** 20;

/** The pages of a TIFF in the order of their chain. */
export interface Directories {
  readonly file: FileLayout;
  readonly chain: readonly Directory[];
}

/** Reads the header and walks the chain of pages, each once, all together no longer than the file. */
export async function readDirectories(source: Source, unpack: Unpack): Promise<Directories> {
  const { size } = source;
  const head = await source.slice(0, Math.min(16, size));
  if (head.length < 8) throw new Error("it is too short for a header");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const order = view.getUint16(0);
  const littleEndian = order === LITTLE;
  const version = view.getUint16(2, littleEndian);
  const big = version === BIG_TIFF;
  if ((order !== LITTLE && order !== BIG_ENDIAN) || (version !== CLASSIC && !big))
    throw new Error("it lacks the TIFF signature");
  if (big && (head.length < 16 || view.getUint16(4, littleEndian) !== 8))
    throw new Error("its BigTIFF header is damaged");
  const read = (start: number, end: number) => source.slice(start, end);
  const file = { littleEndian, big, size, read, unpack, budget: SHARED * size + AT_LEAST };
  const first = big ? Number(view.getBigUint64(8, littleEndian)) : view.getUint32(4, littleEndian);
  return { file, chain: await walk(file, first) };
}

async function walk(file: FileLayout, first: number): Promise<Directory[]> {
  const chain: Directory[] = [];
  const seen = new Set<number>();
  for (let at = first; at !== 0; ) {
    if (seen.has(at)) throw new Error("its list of pages runs in a circle");
    seen.add(at);
    const directory = await readDirectory(file, at);
    chain.push(directory);
    at = directory.next;
  }
  if (chain.length === 0) throw new Error("it holds no page");
  return chain;
}
