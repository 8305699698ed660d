const CLEAR = 256;
const END = 257;
const FIRST = 258;
const MOST_CODES = 4096;
const WIDEST = 12;
/** Bytes that are copied at once faster than one by one. */
const LONG = 48;

/**
 * Unpacks the LZW of TIFF 6.0: codes of 9 to 12 bits, most significant first, that grow one code early.
 *
 * @param length bytes that are due; what goes on longer is left
 * @returns fewer bytes where the data end early
 *
 * Welch, "A technique for high-performance data compression", IEEE Computer 17(6), 1984; TIFF 6.0, section 13.
 */
export function unpackLzw(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  // Each code is a run of the output: the bytes of an earlier code and the one after it.
  const starts = new Int32Array(MOST_CODES + 1);
  const lengths = new Int32Array(MOST_CODES + 1);
  let [codes, width, at, bits, held, previous] = [FIRST, 9, 0, 0, 0, -1];
  let [start, run] = [0, 0];
  for (let pos = 0; pos < length; ) {
    while (bits < width && at < bytes.length) {
      held = ((held << 8) | bytes[at++]) & 0xffffff;
      bits += 8;
    }
    if (bits < width) return out.subarray(0, pos);
    bits -= width;
    const code = (held >>> bits) & ((1 << width) - 1);
    if (code === END) return out.subarray(0, pos);
    if (code === CLEAR) {
      [codes, width, previous] = [FIRST, 9, -1];
      continue;
    }
    const known = code < CLEAR || (code >= FIRST && code < codes);
    if (!known && (code !== codes || previous < 0)) throw new Error("its LZW codes make no sense");
    const [before, beforeRun] = [start, run];
    start = pos;
    if (code < CLEAR) {
      out[pos++] = code;
      run = 1;
    } else {
      const from = known ? starts[code] : before;
      run = known ? lengths[code] : beforeRun + 1;
      const end = Math.min(pos + run, length);
      // Long runs at once, unless they hold their own beginning.
      if (run >= LONG && from + run <= pos) {
        out.copyWithin(pos, from, from + end - pos);
        pos = end;
      }
      for (let k = from; pos < end; k++) out[pos++] = out[k];
    }
    if (previous >= 0 && codes < MOST_CODES) {
      starts[codes] = before;
      lengths[codes] = beforeRun + 1;
      codes++;
    }
    previous = code;
    if (codes + 1 >= 1 << width && width < WIDEST) width++;
  }
  return out;
}

/** Whether the codes stand least significant first, as writers before TIFF 5.0 had it. */
export function isOldLzw(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && (bytes[1] & 1) === 1;
}
