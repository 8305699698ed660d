import { arrayKind, check, type Kind } from "segloss/door";
import type { Json } from "../networks/network.ts";
import { crc32 } from "./crc32.ts";
import { MAGIC, PREFIX, type SnapshotHeader, VERSION } from "./snapshot-format.ts";
import type { TrainingSnapshot } from "./training-snapshot.ts";

/** A file read back. */
export interface DecodedSnapshot {
  readonly snapshot: TrainingSnapshot;
  /** What `encodeSnapshot` was given. */
  readonly metadata: Json;
}

const BYTES: Kind = {
  expected: "the bytes that encodeSnapshot gave, a Uint8Array",
  fits: (value) => arrayKind(value) === "Uint8Array",
};

/** The inverse of `encodeSnapshot`. @throws Error when the bytes are no snapshot, damaged, or of a later version */
export function decodeSnapshot(bytes: Uint8Array): DecodedSnapshot {
  check("decodeSnapshot: bytes", bytes, BYTES);
  if (bytes.length < PREFIX || MAGIC.some((byte, at) => bytes[at] !== byte))
    throw new Error(
      `Not a snapshot of a training: it must begin as encodeSnapshot begins it; got ${bytes.length} bytes that do not.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version, length, sum] = [0, 4, 8].map((at) => view.getUint32(MAGIC.length + at, true));
  if (version !== VERSION)
    throw new Error(
      `The snapshot has version ${version}; this build of segloss reads ${VERSION}. Use the build that wrote it.`,
    );
  const text = bytes.subarray(PREFIX, PREFIX + length);
  if (text.length < length || crc32(text) !== sum) throw damaged("its header");
  const header = JSON.parse(new TextDecoder().decode(text)) as SnapshotHeader;
  const payload = bytes.subarray(PREFIX + length);
  const size = 4 * header.length * (1 + header.vectors.length);
  if (payload.length !== size) throw damaged(`${payload.length} bytes of values instead of ${size}`);
  if (crc32(payload) !== header.crc32) throw damaged("its values");
  return { snapshot: unpacked(header, payload), metadata: header.metadata as Json };
}

function damaged(what: string): Error {
  return new Error(
    `The snapshot is damaged or cut short (${what}). Start from an earlier one, or from the beginning.`,
  );
}

function unpacked(header: SnapshotHeader, payload: Uint8Array): TrainingSnapshot {
  const { steps, block = 1, layout, vectors, length } = header;
  // Copied, since the bytes may start anywhere, where no Float32Array may.
  const values = new Float32Array(new Uint8Array(payload).buffer);
  const vector = (index: number) => values.slice(index * length, (index + 1) * length);
  const slots = Object.fromEntries(vectors.map((name, index) => [name, vector(index + 1)]));
  return { steps, block, layout, parameters: vector(0), slots };
}
