import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  access,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { dataError } from "../../data/data-error.ts";
import type { ObjectContent, ObjectStore } from "./object-store.ts";
import { OwnDiskTrouble } from "./own-disk-trouble.ts";
import { StoreAway } from "./store-away.ts";

/** Stands in the folder: one that is empty because nothing is mounted there lacks it. */
const MARKER = "segloss-store.json";

/** File systems that cannot make a second name for a file say one of these. */
const NO_LINKS: readonly string[] = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"];

/**
 * A store in a folder that all machines have mounted.
 * @throws DataError where the folder is not there, or no store and not empty
 */
export async function openFolderStore(folder: string): Promise<ObjectStore> {
  const id = (await idOf(folder)) ?? (await begin(folder));
  return {
    ...{ id, place: folder },
    put: (key, content) => reached(() => put(pathOf(key), content)),
    size: (key) => reached(() => absentAs(undefined, async () => (await stat(pathOf(key))).size)),
    read: (key) => reached(() => absentAs(undefined, () => readFile(pathOf(key)))),
    copyTo: (key, file) =>
      reached(() => absentAs(undefined, () => access(pathOf(key)).then(() => copied(pathOf(key), file)))),
    list: (prefix) =>
      reached(() =>
        absentAs([], async () =>
          (await readdir(pathOf(prefix))).filter((name) => !name.startsWith(".")).sort(),
        ),
      ),
    remove: (key) => reached(() => rm(pathOf(key), { recursive: true, force: true })),
  };

  function pathOf(key: string): string {
    return join(folder, ...key.split("/"));
  }

  /** What fails because the whole folder is gone, or because it takes no more, is no matter of the object. */
  async function reached<T>(run: () => Promise<T>): Promise<T> {
    try {
      const result = await run();
      if (isNothing(result)) await present();
      return result;
    } catch (cause) {
      throw cause instanceof StoreAway || !isSystemError(cause) ? cause : new StoreAway(folder, cause);
    }
  }

  /** An absent object in a folder that is no store of ours any more is not absent. */
  async function present(): Promise<void> {
    await access(join(folder, MARKER)).catch((cause) => {
      throw new StoreAway(folder, cause);
    });
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function isSystemError(cause: unknown): boolean {
  return typeof (cause as NodeJS.ErrnoException).syscall === "string";
}

async function absentAs<T, U>(absent: U, run: () => Promise<T>): Promise<T | U> {
  try {
    return await run();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return absent;
    throw cause;
  }
}

/**
 * Written under another name, so that no one sees half of it, then given its own name unless that is taken. Nothing is flushed to the disk: what a power cut takes is
 * not what its hash or its seal says, and is made again.
 */
async function put(path: string, content: ObjectContent): Promise<boolean> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  await mkdir(dirname(path), { recursive: true });
  try {
    if ("file" in content) await copyFile(content.file, temporary);
    else await writeFile(temporary, content);
    return await named(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function named(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (!NO_LINKS.includes(code)) throw cause;
  }
  // The moment between the two is harmless: two that put the same name have done the same work.
  if (await absentAs(false, () => access(path).then(() => true))) return false;
  await rename(temporary, path);
  return true;
}

async function copied(path: string, to: string): Promise<string> {
  const hash = createHash("sha256");
  const file = await onOwnDisk(to, () => open(to, "w"));
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk);
      await onOwnDisk(to, () => file.writeFile(chunk));
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

/** What fails at the file that is copied to says nothing about the store. */
async function onOwnDisk<T>(path: string, run: () => Promise<T>): Promise<T> {
  return run().catch((cause) => {
    throw new OwnDiskTrouble(path, cause);
  });
}

async function idOf(folder: string): Promise<string | undefined> {
  const text = await absentAs(undefined, () => readFile(join(folder, MARKER), "utf8")).catch((cause) => {
    throw dataError(
      `--store ${folder}: it cannot be read (${cause.code}); choose a folder that all machines share`,
      cause,
    );
  });
  if (text === undefined) return undefined;
  const id = /"id":"([0-9a-f]{8})"/.exec(text)?.[1];
  if (id === undefined)
    throw dataError(
      `--store ${folder}: its ${MARKER} is damaged; remove the folder and begin with an empty one`,
    );
  return id;
}

/** A store begins in an empty folder that is there: one that is made here by a typing error, or below a mount that failed, would be shared with nobody. */
async function begin(folder: string): Promise<string> {
  const names = await readdir(folder).catch((cause) => {
    throw dataError(
      `--store ${folder}: there is no such folder; make it, or mount the one that all machines share`,
      cause,
    );
  });
  // Another process has just begun it.
  if (names.includes(MARKER)) return (await idOf(folder))!;
  if (names.some((name) => !name.startsWith(".")))
    throw dataError(
      `--store ${folder}: the folder is neither empty nor a store of segloss; choose an empty one that all machines share`,
    );
  const id = randomBytes(4).toString("hex");
  await put(join(folder, MARKER), new TextEncoder().encode(`${JSON.stringify({ version: 1, id })}\n`)).catch(
    (cause) => {
      throw dataError(
        `--store ${folder}: it cannot be written (${cause.code}); give write permission, or choose another`,
        cause,
      );
    },
  );
  // Another process may have been first.
  return (await idOf(folder))!;
}
