import type { Json } from "../networks/network.ts";
import { checkMetadata } from "./check-metadata.ts";
import { crc32 } from "./crc32.ts";
import { MAGIC, PREFIX, type SnapshotHeader, VERSION } from "./snapshot-format.ts";
import { checkSnapshot, type TrainingSnapshot } from "./training-snapshot.ts";

/**
 * A snapshot as the bytes of a file: a header in JSON with version, names and shapes, then the vectors, both with
 * checksums (CRC-32).
 *
 * @param metadata JSON data of the caller's, kept in the header
 */
export function encodeSnapshot(snapshot: TrainingSnapshot, metadata: Json = null): Uint8Array {
  checkSnapshot("encodeSnapshot: snapshot", snapshot);
  checkMetadata("encodeSnapshot: metadata", metadata);
  const { steps, block, layout, parameters, slots } = snapshot;
  const payload = littleEndian([parameters, ...Object.values(slots)]);
  const header = paddedText({
    ...{ steps, block, layout, metadata },
    vectors: Object.keys(slots),
    length: parameters.length,
    crc32: crc32(payload),
  });
  const bytes = new Uint8Array(PREFIX + header.length + payload.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  [VERSION, header.length, crc32(header)].forEach((value, at) => {
    view.setUint32(MAGIC.length + 4 * at, value, true);
  });
  bytes.set(header, PREFIX);
  bytes.set(payload, PREFIX + header.length);
  return bytes;
}

function paddedText(header: SnapshotHeader): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(32);
  padded.set(bytes);
  return padded;
}

/** Every processor that runs JavaScript today is little-endian, so the bytes are those of the arrays. */
function littleEndian(vectors: readonly Float32Array[]): Uint8Array {
  const all = new Uint8Array(vectors.reduce((total, { byteLength }) => total + byteLength, 0));
  let at = 0;
  for (const vector of vectors) {
    all.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), at);
    at += vector.byteLength;
  }
  return all;
}
