/**
 * Unpacks runs of bytes (TIFF 6.0, section 9). What goes on beyond `length` is left; fewer bytes come back where the data
 * end early.
 */
export function unpackBits(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let pos = 0;
  for (let at = 0; at < bytes.length && pos < length; ) {
    const head = bytes[at++];
    // One by one: runs are short, and the calls that copy or fill take as long as fifty bytes.
    if (head < 128) {
      const end = Math.min(pos + head + 1, length, pos + bytes.length - at);
      while (pos < end) out[pos++] = bytes[at++];
    } else if (head > 128 && at < bytes.length) {
      const end = Math.min(pos + 257 - head, length);
      const value = bytes[at++];
      // What was not written is 0.
      if (value === 0) pos = end;
      while (pos < end) out[pos++] = value;
    }
  }
  return out.subarray(0, pos);
}
