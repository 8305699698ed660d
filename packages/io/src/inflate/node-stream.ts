import { type NodeZlib, nodeZlib, type Packing } from "./node-zlib.ts";

/** Values of zlib for how much of the bytes is to be unpacked. */
const FLUSH = { start: 2, all: 4 } as const;

const MAKE = { zlib: "createInflate", gzip: "createGunzip", deflate: "createInflateRaw" } as const;

/** The handle of a stream: the function that unpacks at once is no documented one, though pngjs and others have long called it. */
interface Handle {
  writeSync(
    flush: number,
    ...bytesAndPlace: [
      from: Uint8Array,
      at: number,
      length: number,
      into: Uint8Array,
      at: number,
      room: number,
    ]
  ): void;
  reset(): void;
  onerror: () => void;
}

interface Stream {
  readonly _handle: Handle;
  /** After a call the bytes that are left of the room, and of the input. */
  readonly _writeState: Uint32Array;
}

/**
 * Unpacks as much as there is room for and gives the number of bytes.
 *
 * @throws Error for damaged bytes, and where `part` is "all" for bytes that end early
 */
export type UnpackInto = (bytes: Uint8Array, into: Uint8Array, part: keyof typeof FLUSH) => number;

/**
 * Unpacks with one stream of Node's zlib again and again, into memory of the caller's: new memory for each image takes three times
 * as long as unpacking it. undefined in other hosts, and where a trial shows that the stream does not do what it did.
 */
export function nodeStream(packing: Packing): UnpackInto | undefined {
  const zlib = nodeZlib();
  if (!zlib) return undefined;
  try {
    const unpack = unpackInto(zlib, packing);
    return works(unpack, packing) ? unpack : undefined;
  } catch {
    return undefined;
  }
}

function unpackInto(zlib: NodeZlib, packing: Packing): UnpackInto {
  const { _handle: handle, _writeState: state } = zlib[MAKE[packing]]({ chunkSize: 64 }) as Stream;
  let failed = false;
  handle.onerror = () => {
    failed = true;
  };
  return (bytes, into, part) => {
    failed = false;
    handle.writeSync(FLUSH[part], bytes, 0, bytes.length, into, 0, into.length);
    const length = into.length - state[0];
    handle.reset();
    if (failed) throw new Error("damaged");
    return length;
  };
}

/** The letters `abab`, packed without compression, and what stands around them. */
const LETTERS = [0x61, 0x62, 0x61, 0x62];
const BLOCK = [0x01, 0x04, 0x00, 0xfb, 0xff, ...LETTERS];
const TRIALS: Readonly<Record<Packing, readonly number[]>> = {
  deflate: BLOCK,
  zlib: [0x78, 0x01, ...BLOCK, 0x03, 0xd2, 0x01, 0x87],
  gzip: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, ...BLOCK, 0xa6, 0x0a, 0xd7, 0x36, 4, 0, 0, 0],
};

/** Whether the stream unpacks a few bytes twice, and says of fewer that they end early. */
function works(unpack: UnpackInto, packing: Packing): boolean {
  const packed = Uint8Array.from(TRIALS[packing]);
  for (let round = 0; round < 2; round++) {
    const into = new Uint8Array(8);
    if (unpack(packed, into, "all") !== LETTERS.length) return false;
    if (!LETTERS.every((letter, k) => into[k] === letter)) return false;
    if (!fails(() => unpack(packed.subarray(0, 6), into, "all"))) return false;
  }
  return true;
}

function fails(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}
