import { once } from "../once.ts";
import { nodeStream, type UnpackInto } from "./node-stream.ts";
import type { Packing } from "./node-zlib.ts";

/** Made when they are first asked for and kept: nothing of one call is left for the next. */
const STREAMS: Readonly<Record<Packing, () => UnpackInto | undefined>> = {
  zlib: once(() => nodeStream("zlib")),
  gzip: once(() => nodeStream("gzip")),
  deflate: once(() => nodeStream("deflate")),
};

/** The stream of this thread; undefined where the host has none. */
export function streamOf(packing: Packing): UnpackInto | undefined {
  return STREAMS[packing]();
}
