/** Bytes under construction. */
export type Bytes = number[];

/** Appends an unsigned integer below 2^32, seven bits a byte (LEB128). */
export function pushUnsigned(to: Bytes, n: number): void {
  let rest = n >>> 0;
  while (rest > 127) {
    to.push((rest & 127) | 128);
    rest >>>= 7;
  }
  to.push(rest);
}

/** Appends a signed 32-bit integer (LEB128). */
export function pushSigned(to: Bytes, n: number): void {
  let rest = n | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    to.push(done ? low : low | 128);
    if (done) return;
  }
}

/** Appends the bytes of numbers as their typed array has them: little endian on every host of WebAssembly SIMD. */
export function pushNumbers(to: Bytes, numbers: Float32Array | Float64Array | Int32Array): void {
  for (const byte of new Uint8Array(numbers.buffer)) to.push(byte);
}

/** Appends the length in bytes, then the characters of an ASCII name. */
export function pushText(to: Bytes, name: string): void {
  pushUnsigned(to, name.length);
  for (let i = 0; i < name.length; i++) to.push(name.charCodeAt(i));
}

/** The parts one after the other. */
export function joined(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
