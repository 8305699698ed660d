import { expect, it } from "vitest";
import type { DecodeOptions } from "../src/formats/format.ts";
import { formatOf } from "../src/formats/index.ts";
import { reusedInflate } from "../src/inflate/reused-inflate.ts";
import { bytesSource } from "../src/source.ts";
import { PICTURES } from "./fixtures/pictures.ts";
import { VOLUMES } from "./fixtures/volumes.ts";

const FILES = [
  ...PICTURES.map(({ name, bytes }) => [name, bytes] as const),
  ...Object.entries(VOLUMES),
].filter(([name]) => formatOf(name));

/** One memory for the samples of all files, with something in it. */
function oneMemory(): (bytes: number) => ArrayBuffer {
  let memory = new ArrayBuffer(0);
  return (bytes) => {
    if (memory.byteLength < bytes) memory = new ArrayBuffer(bytes);
    new Uint8Array(memory).fill(0xa5);
    return memory;
  };
}

async function read(name: string, bytes: Uint8Array, options: DecodeOptions = {}) {
  const format = await formatOf(name)!.load();
  return format.decode(bytesSource(name, bytes, VOLUMES), options).catch((error: Error) => error.message);
}

it("files read into the memory of those before are what they are in memory of their own", async () => {
  const options = { unpack: reusedInflate(), memory: oneMemory() };
  for (const [name, bytes] of [...FILES, ...FILES.toReversed()])
    expect(await read(name, bytes, options), name).toEqual(await read(name, bytes));
});
