const MOST_CODES = 4096;
const WIDEST = 12;

/**
 * Unpacks the LZW of GIF: codes from `bits + 1` bits on, least significant first.
 *
 * @param count pixels that are due
 * @throws Error where they end early or the codes make no sense
 */
export function gifIndices(packed: Uint8Array, bits: number, count: number): Uint8Array {
  if (!(bits >= 1 && bits <= 8)) throw new Error("its code size is damaged");
  // A code of 12 bits stands for 4096 pixels at most.
  if (count > (packed.length + 1) * MOST_CODES) throw cutShort();
  const out = new Uint8Array(count);
  const [clear, end] = [1 << bits, (1 << bits) + 1];
  // Each code is a run of the output: the pixels of an earlier code and the one after it.
  const starts = new Int32Array(MOST_CODES);
  const lengths = new Int32Array(MOST_CODES);
  let [codes, width, previous, at, held, left] = [end + 1, bits + 1, -1, 0, 0, 0];
  let [start, run] = [0, 0];
  for (let pos = 0; pos < count; ) {
    for (; left < width; left += 8) {
      if (at >= packed.length) throw cutShort();
      held |= packed[at++] << left;
    }
    const code = held & ((1 << width) - 1);
    held >>>= width;
    left -= width;
    if (code === end) throw cutShort();
    if (code === clear) {
      [codes, width, previous] = [end + 1, bits + 1, -1];
      continue;
    }
    const known = code < clear || code < codes;
    if (!known && (code !== codes || previous < 0)) throw new Error("its codes make no sense");
    const [before, beforeRun] = [start, run];
    start = pos;
    if (code < clear) {
      out[pos++] = code;
      run = 1;
    } else {
      run = known ? lengths[code] : beforeRun + 1;
      const last = Math.min(pos + run, count);
      for (let k = known ? starts[code] : before; pos < last; k++) out[pos++] = out[k];
    }
    if (previous >= 0 && codes < MOST_CODES) {
      starts[codes] = before;
      lengths[codes] = beforeRun + 1;
      codes++;
      if (codes === 1 << width && width < WIDEST) width++;
    }
    previous = code;
  }
  return out;
}

function cutShort(): Error {
  return new Error("it is cut short: pixels are missing");
}
