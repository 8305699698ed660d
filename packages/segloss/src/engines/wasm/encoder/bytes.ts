/** Bytes of an unsigned integer below 2^32, seven bits each (LEB128). */
export function unsigned(n: number): number[] {
  const bytes: number[] = [];
  let rest = n >>> 0;
  do {
    const low = rest & 127;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 128);
  } while (rest !== 0);
  return bytes;
}

/** Bytes of a signed 32-bit integer (LEB128). */
export function signed(n: number): number[] {
  const bytes: number[] = [];
  let rest = n | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    bytes.push(done ? low : low | 128);
    if (done) return bytes;
  }
}

/** IEEE single, little endian. */
export function float32(x: number): number[] {
  return [...new Uint8Array(Float32Array.of(x).buffer)];
}

/** IEEE double, little endian. */
export function float64(x: number): number[] {
  return [...new Uint8Array(Float64Array.of(x).buffer)];
}

/** Length in bytes, then the characters of an ASCII name. */
export function text(name: string): number[] {
  return [...unsigned(name.length), ...[...name].map((char) => char.charCodeAt(0))];
}
