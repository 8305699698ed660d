/** Bytes under construction. Functions write tens of thousands of them: few calls for each instruction. */
export class ByteWriter {
  length = 0;
  #room: Uint8Array<ArrayBuffer>;

  /** @param room bytes that are expected */
  constructor(room = 256) {
    this.#room = new Uint8Array(room);
  }

  byte(n: number): void {
    if (this.length === this.#room.length) this.#grow(1);
    this.#room[this.length++] = n;
  }

  /** A few bytes, such as an opcode. */
  all(bytes: readonly number[]): void {
    if (this.length + bytes.length > this.#room.length) this.#grow(bytes.length);
    const room = this.#room;
    for (let i = 0; i < bytes.length; i++) room[this.length++] = bytes[i];
  }

  /** An unsigned integer below 2^32, seven bits a byte (LEB128). */
  unsigned(n: number): void {
    let rest = n >>> 0;
    for (; rest > 127; rest >>>= 7) this.byte((rest & 127) | 128);
    this.byte(rest);
  }

  /** A byte, then an unsigned integer: most instructions are. */
  pair(byte: number, n: number): void {
    if (this.length + 6 > this.#room.length) this.#grow(6);
    const room = this.#room;
    room[this.length++] = byte;
    let rest = n >>> 0;
    for (; rest > 127; rest >>>= 7) room[this.length++] = (rest & 127) | 128;
    room[this.length++] = rest;
  }

  /** A signed 32-bit integer (LEB128). */
  signed(n: number): void {
    let rest = n | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 127) | 128);
      rest >>= 7;
    }
    this.byte(rest & 127);
  }

  /** Numbers as their typed array has them: little endian on every host of WebAssembly SIMD. */
  numbers(numbers: Float32Array | Float64Array | Int32Array): void {
    this.append(new Uint8Array(numbers.buffer));
  }

  /** The length in bytes, then the characters of an ASCII name. */
  text(name: string): void {
    this.unsigned(name.length);
    for (let i = 0; i < name.length; i++) this.byte(name.charCodeAt(i));
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.#room.length) this.#grow(bytes.length);
    this.#room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What has been written, valid until more is. */
  bytes(from = 0, to: number = this.length): Uint8Array<ArrayBuffer> {
    return this.#room.subarray(from, to);
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(this.length + more, 2 * this.#room.length));
    larger.set(this.bytes());
    this.#room = larger;
  }
}
