/**
 * Unpacks runs of bytes (TIFF 6.0, section 9). What goes on beyond `length` is left; fewer bytes come back where the data
 * end early.
 */
export function unpackBits(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let pos = 0;
  for (let at = 0; at < bytes.length && pos < length; ) {
    const head = bytes[at++];
    if (head < 128) {
      const run = bytes.subarray(at, at + Math.min(head + 1, length - pos));
      out.set(run, pos);
      pos += run.length;
      at += head + 1;
    } else if (head > 128 && at < bytes.length) {
      const end = Math.min(pos + 257 - head, length);
      out.fill(bytes[at++], pos, end);
      pos = end;
    }
  }
  return out.subarray(0, pos);
}
