/** Writes the protobuf wire format: fields in the order of the calls, into one growing buffer. */
export interface ProtobufWriter {
  integer(field: number, value: number | bigint): void;
  float(field: number, value: number): void;
  text(field: number, value: string): void;
  bytes(field: number, value: Uint8Array): void;
  /** An embedded message, filled by `write`. */
  message(field: number, write: (inner: ProtobufWriter) => void): void;
  /** A copy of what was written so far. */
  finish(): Uint8Array;
}

const wireVarint = 0;
const wireLengthDelimited = 2;
const wireFixed32 = 5;

/** A new, empty writer. Format: https://protobuf.dev/programming-guides/encoding/ */
export function protobufWriter(): ProtobufWriter {
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(256);
  let length = 0;

  function reserve(extra: number): void {
    if (length + extra <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + extra));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }

  function varint(value: number | bigint): void {
    reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) buffer[length++] = Number(rest & 127n) | 128;
    buffer[length++] = Number(rest);
  }

  const tag = (field: number, wire: number) => varint((field << 3) | wire);

  function bytes(field: number, value: Uint8Array): void {
    tag(field, wireLengthDelimited);
    varint(value.length);
    reserve(value.length);
    buffer.set(value, length);
    length += value.length;
  }

  return {
    bytes,
    integer(field, value) {
      tag(field, wireVarint);
      varint(value);
    },
    float(field, value) {
      tag(field, wireFixed32);
      reserve(4);
      new DataView(buffer.buffer).setFloat32(length, value, true);
      length += 4;
    },
    text: (field, value) => bytes(field, encoder.encode(value)),
    message(field, write) {
      const inner = protobufWriter();
      write(inner);
      bytes(field, inner.finish());
    },
    finish: () => buffer.slice(0, length),
  };
}
