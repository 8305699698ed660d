import { check } from "segloss/door";
import { BYTES } from "../runtime/kinds.ts";

/** What is read back of an .onnx file without running it. */
export interface ModelContent {
  readonly metadata: Readonly<Record<string, string>>;
  /** Stored float32 tensors by name. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** A field of a protobuf message: a number, or the bytes of a string or message. */
interface Field {
  readonly number: number;
  readonly integer: number;
  readonly bytes: Uint8Array;
}

const nothing = new Uint8Array();

function readVarint(bytes: Uint8Array, start: number): readonly [value: number, next: number] {
  let value = 0;
  let scale = 1;
  for (let at = start; at < bytes.length && at < start + 10; at++) {
    value += (bytes[at] & 127) * scale;
    scale *= 128;
    if (bytes[at] < 128) return [value, at + 1];
  }
  throw new RangeError("a number runs past the end");
}

/** Bytes that a field of fixed width takes, by wire type. */
const fixedWidth: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

function* fields(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const [tag, afterTag] = readVarint(bytes, at);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) {
      const [integer, next] = readVarint(bytes, afterTag);
      yield { number, integer, bytes: nothing };
      at = next;
      continue;
    }
    const [length, start] = wire === 2 ? readVarint(bytes, afterTag) : [fixedWidth[wire], afterTag];
    if (length === undefined || start + length > bytes.length)
      throw new RangeError("a field runs past the end");
    yield { number, integer: 0, bytes: bytes.subarray(start, start + length) };
    at = start + length;
  }
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const fieldOf = (bytes: Uint8Array, number: number) =>
  [...fields(bytes)].find((field) => field.number === number);

function floats(bytes: Uint8Array): Float32Array {
  // The bytes start anywhere in the file; a Float32Array must start at a multiple of four. `slice` of a Node Buffer
  // would not copy.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function readInitializers(graphBytes: Uint8Array): Record<string, Float32Array> {
  const found: Record<string, Float32Array> = {};
  for (const { number, bytes } of fields(graphBytes)) {
    if (number !== 5 || fieldOf(bytes, 2)?.integer !== 1) continue;
    found[text(fieldOf(bytes, 8)?.bytes ?? nothing)] = floats(fieldOf(bytes, 9)?.bytes ?? nothing);
  }
  return found;
}

function read(model: Uint8Array): ModelContent {
  const metadata: Record<string, string> = {};
  let parameters: Record<string, Float32Array> = {};
  for (const { number, bytes } of fields(model)) {
    if (number === 7) parameters = readInitializers(bytes);
    if (number === 14)
      metadata[text(fieldOf(bytes, 1)?.bytes ?? nothing)] = text(fieldOf(bytes, 2)?.bytes ?? nothing);
  }
  return { metadata, parameters };
}

/** Metadata and stored tensors of an .onnx file. Throws when the bytes are not one. */
export function readModel(model: Uint8Array): ModelContent {
  check("readModel: model", model, BYTES);
  try {
    return read(model);
  } catch (cause) {
    throw new Error(
      `Not an .onnx file, or one cut short: ${cause instanceof Error ? cause.message : cause}. Save the model again.`,
      { cause },
    );
  }
}
