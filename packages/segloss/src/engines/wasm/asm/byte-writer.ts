/** Bytes under construction. */
export interface ByteWriter {
  readonly length: number;
  byte(n: number): void;
  /** An unsigned integer below 2^32, seven bits a byte (LEB128). */
  unsigned(n: number): void;
  /** A signed 32-bit integer (LEB128). */
  signed(n: number): void;
  /** Numbers as their typed array has them: little endian on every host of WebAssembly SIMD. */
  numbers(numbers: Float32Array | Float64Array | Int32Array): void;
  /** The length in bytes, then the characters of an ASCII name. */
  text(name: string): void;
  append(bytes: Uint8Array): void;
  /** What has been written, valid until more is. */
  bytes(from?: number, to?: number): Uint8Array<ArrayBuffer>;
}

/** @param room bytes that are expected */
export function byteWriter(room = 256): ByteWriter {
  return new Writer(room);
}

/** A class, since functions under construction write hundreds of thousands of bytes: its methods are shared. */
class Writer implements ByteWriter {
  length = 0;
  #room: Uint8Array<ArrayBuffer>;

  constructor(room: number) {
    this.#room = new Uint8Array(room);
  }

  byte(n: number): void {
    if (this.length === this.#room.length) this.#reserve(1);
    this.#room[this.length++] = n;
  }

  unsigned(n: number): void {
    let rest = n >>> 0;
    while (rest > 127) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  signed(n: number): void {
    let rest = n | 0;
    for (;;) {
      const low = rest & 127;
      rest >>= 7;
      const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
      this.byte(done ? low : low | 128);
      if (done) return;
    }
  }

  numbers(numbers: Float32Array | Float64Array | Int32Array): void {
    this.append(new Uint8Array(numbers.buffer));
  }

  text(name: string): void {
    this.unsigned(name.length);
    for (let i = 0; i < name.length; i++) this.byte(name.charCodeAt(i));
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#room.set(bytes, this.length);
    this.length += bytes.length;
  }

  bytes(from = 0, to = this.length): Uint8Array<ArrayBuffer> {
    return this.#room.subarray(from, to);
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#room.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#room.length));
    larger.set(this.bytes());
    this.#room = larger;
  }
}
