/** How bytes were packed: a PNG's or TIFF's zlib, a gzip file (of any number of members), or bare deflate. */
export type Packing = "zlib" | "gzip" | "deflate";

type Unpack = (bytes: Uint8Array, options: object) => Uint8Array;
type MakeStream = (options: object) => unknown;

/** What of Node's zlib is used. Its own types would bring Node's into browsers. */
export interface NodeZlib {
  readonly inflateSync: Unpack;
  readonly gunzipSync: Unpack;
  readonly inflateRawSync: Unpack;
  readonly createInflate: MakeStream;
  readonly createGunzip: MakeStream;
  readonly createInflateRaw: MakeStream;
}

/** undefined in other hosts. */
export function nodeZlib(): NodeZlib | undefined {
  const host = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  return host.process?.getBuiltinModule?.("node:zlib") as NodeZlib | undefined;
}
