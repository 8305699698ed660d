import { rm } from "node:fs/promises";
import { hashOfBytes, hashOfFile } from "../../output/content-hash.ts";
import type { ObjectContent, ObjectStore } from "./object-store.ts";

/** What is under a name of the store is not what the name says. */
export class WrongContent extends Error {}

const HASH = /^[0-9a-f]{64}$/;

/** What serves many runs, such as pixels. What is of one run goes when that does. */
const SHARED = "data";

/**
 * Where content of a hash is.
 * @param under prefix: that of a run, else what runs share
 */
export function contentKey(hash: string, under: string = SHARED): string {
  if (!HASH.test(hash))
    throw new WrongContent(`expected a SHA-256 of 64 hexadecimal digits, got ${JSON.stringify(hash)}`);
  return `${under}/${hash.slice(0, 2)}/${hash}`;
}

/** Puts content under its SHA-256, unless it is there already; of a file that is there `checkContent` says whether it is right. @returns the hash */
export async function putContent(
  store: ObjectStore,
  content: ObjectContent,
  under?: string,
): Promise<string> {
  const hash = "file" in content ? await hashOfFile(content.file) : hashOfBytes(content);
  const key = contentKey(hash, under);
  if ("file" in content) {
    if ((await store.size(key)) === undefined) await store.put(key, content);
    return hash;
  }
  const there = await store.read(key);
  if (there !== undefined && hashOfBytes(there) === hash) return hash;
  if (there !== undefined) await store.remove(key);
  await store.put(key, content);
  return hash;
}

/**
 * Takes away what is under a hash and is not its content, so that it is put again.
 * @returns whether it was right
 */
export async function checkContent(store: ObjectStore, hash: string, scratch: string): Promise<boolean> {
  const found = await store.copyTo(contentKey(hash), scratch).finally(() => rm(scratch, { force: true }));
  if (found !== undefined && found !== hash) await store.remove(contentKey(hash));
  return found === hash;
}

/** @throws WrongContent where it is absent, larger than `most` bytes, or not what its hash says */
export async function readContent(
  store: ObjectStore,
  hash: string,
  most: number,
  under?: string,
): Promise<Uint8Array> {
  const key = contentKey(hash, under);
  const size = await store.size(key);
  if (size !== undefined && size > most)
    throw new WrongContent(`${key} of the store has ${size} bytes; expected at most ${most}`);
  const bytes = size === undefined ? undefined : await store.read(key);
  if (bytes === undefined) throw absent(store, key);
  if (hashOfBytes(bytes) !== hash) throw wrong(store, key);
  return bytes;
}

/** Copies content into a file that is there only when it is whole and right. @throws WrongContent */
export async function copyContent(
  store: ObjectStore,
  hash: string,
  file: string,
  under?: string,
): Promise<void> {
  const key = contentKey(hash, under);
  const found = await store.copyTo(key, file);
  if (found === hash) return;
  await rm(file, { force: true });
  throw found === undefined ? absent(store, key) : wrong(store, key);
}

function absent({ place }: ObjectStore, key: string): WrongContent {
  return new WrongContent(`${key} is not in the store ${place}; segloss compare --attach puts it again`);
}

function wrong({ place }: ObjectStore, key: string): WrongContent {
  return new WrongContent(
    `${key} of the store ${place} holds other bytes than its name says; segloss compare --attach puts it again`,
  );
}
