import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Bytes that are hashed at a time: Node refuses 2 GiB. */
const PIECE = 2 ** 28;

/** SHA-256 of bytes, as hexadecimal digits. */
export function hashOfBytes(bytes: Uint8Array): string {
  const hash = createHash("sha256");
  for (let from = 0; from < bytes.length; from += PIECE) hash.update(bytes.subarray(from, from + PIECE));
  return hash.digest("hex");
}

/** SHA-256 of a file of any size, as hexadecimal digits. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
