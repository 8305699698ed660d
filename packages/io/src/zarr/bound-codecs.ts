import { inflate } from "../inflate/inflate.ts";
import { unpackZstd } from "../inflate/unpack-zstd.ts";
import { zstdContentSize } from "../inflate/zstd-content-size.ts";
import { crc32c } from "./crc32c.ts";

type Decode = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

interface Codec {
  readonly kind?: string;
  decode: Decode;
}

interface CodecEntry {
  fromConfig(configuration: unknown, chunk: ChunkMetadata): Codec;
}

interface ChunkMetadata {
  readonly dataType: string;
  readonly shape: readonly number[];
}

/** zarrita's list of codecs. */
export interface CodecRegistry {
  get(name: string): (() => CodecEntry | Promise<CodecEntry>) | undefined;
  set(name: string, load: () => CodecEntry | Promise<CodecEntry>): unknown;
}

/** Unpacks at most so many bytes; the codec's own way where its header says that it does. */
type Bounded = (bytes: Uint8Array, most: number, own: Decode) => Uint8Array | Promise<Uint8Array>;

const gzip: Bounded = (bytes, most) => inflate(bytes, "gzip", most);
const zlib: Bounded = (bytes, most) => inflate(bytes, "zlib", most);
const zstd: Bounded = (bytes, most, own) => {
  const size = zstdContentSize(bytes);
  if (size === undefined) return unpackZstd(bytes, most);
  check(size, most);
  return own(bytes);
};
/** The header says both sizes (c-blosc, README_CHUNK_FORMAT.rst), and the codec reads as far, be there so many bytes or not. */
const blosc: Bounded = (bytes, most, own) => {
  if (wordAt(bytes, 12) > bytes.length) throw new Error(CUT_SHORT);
  check(wordAt(bytes, 4), most);
  return own(bytes);
};
/** The first word of numcodecs' lz4 is the size. */
const lz4: Bounded = (bytes, most, own) => {
  check(wordAt(bytes, 0), most);
  return own(bytes);
};

/** zarrita takes the checksum off without a look at it. */
const checksum: Bounded = (bytes, _, own) => {
  const end = bytes.length - 4;
  if (crc32c(bytes.subarray(0, Math.max(0, end))) !== wordAt(bytes, end))
    throw new Error("its bytes do not agree with their checksum");
  return own(bytes);
};

const CUT_SHORT = "its compressed data are damaged or cut short";

function wordAt(bytes: Uint8Array, at: number): number {
  if (at < 0 || bytes.length < at + 4) throw new Error(CUT_SHORT);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

const BOUNDED: readonly (readonly [name: string, Bounded])[] = [
  ["gzip", gzip],
  ["zlib", zlib],
  ["zstd", zstd],
  ["blosc", blosc],
  ["lz4", lz4],
  ["crc32c", checksum],
];

/** What is around or behind the values of a chunk: checksums, or what another codec packed that did not get smaller. */
const SLACK = 2 ** 16;

/** Makes the codecs of zarrita unpack no more than a chunk holds, and look at checksums: it has no bound of its own. */
export function boundCodecs(registry: CodecRegistry): void {
  for (const [name, bounded] of BOUNDED)
    for (const key of [name, `numcodecs.${name}`]) {
      const load = registry.get(key);
      if (load) registry.set(key, async () => boundEntry(await load(), bounded));
    }
}

function boundEntry(entry: CodecEntry, bounded: Bounded): CodecEntry {
  return {
    fromConfig(configuration, chunk) {
      const codec = entry.fromConfig(configuration, chunk);
      const bytes = bytesOfType(chunk.dataType) * chunk.shape.reduce((product, size) => product * size, 1);
      const own: Decode = codec.decode.bind(codec);
      return Object.assign(Object.create(codec) as Codec, {
        decode: (packed: Uint8Array) => bounded(packed, bytes + SLACK, own),
      });
    },
  };
}

function bytesOfType(type: string): number {
  return Number(/\d+$/.exec(type)?.[0] ?? 8) / 8;
}

function check(size: number, most: number): void {
  if (size > most)
    throw new Error(`its compressed data go on beyond the ${most} bytes that its header allows`);
}
