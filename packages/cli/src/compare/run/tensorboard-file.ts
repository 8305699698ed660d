import { appendFileSync, mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { crc32c } from "@segloss/io";

/** Writes curves that TensorBoard shows. */
export interface TensorboardFile {
  scalars(step: number, values: Readonly<Record<string, number>>): void;
}

const VERSION_FIELD = 3;
const SUMMARY_FIELD = 5;
const LENGTH_DELIMITED = 2;

/**
 * A new event file in a folder. Records are those of TensorFlow's record format around messages of its event.proto (fields wall_time 1, step 2, file_version 3,
 * summary 5; in it value 1 with tag 1 and simple_value 2).
 */
export function tensorboardFile(folder: string, now: () => number = Date.now): TensorboardFile {
  mkdirSync(folder, { recursive: true });
  const seconds = Math.floor(now() / 1000);
  const path = join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`);
  append(delimited(VERSION_FIELD, Buffer.from("brain.Event:2")), 0);
  return {
    scalars(step, values) {
      const summary = Object.entries(values).map(([tag, value]) =>
        delimited(1, Buffer.concat([delimited(1, Buffer.from(tag)), floatField(2, value)])),
      );
      append(delimited(SUMMARY_FIELD, Buffer.concat(summary)), step);
    },
  };

  function append(content: Buffer, step: number): void {
    const time = Buffer.alloc(9);
    time[0] = 0x09;
    time.writeDoubleLE(now() / 1000, 1);
    appendFileSync(path, record(Buffer.concat([time, Buffer.from([0x10]), varint(step), content])));
  }
}

/** Length, its checksum, data, its checksum. */
function record(data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, masked(length), data, masked(data)]);
}

/** The checksum rotated by 15 bits plus a constant, so that a checksum of checksums is not one itself. */
function masked(data: Buffer): Buffer {
  const sum = crc32c(data);
  const result = Buffer.alloc(4);
  result.writeUInt32LE((((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0);
  return result;
}

function delimited(field: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | LENGTH_DELIMITED]), varint(content.length), content]);
}

function floatField(field: number, value: number): Buffer {
  const result = Buffer.alloc(5);
  result[0] = (field << 3) | 5;
  result.writeFloatLE(value, 1);
  return result;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
