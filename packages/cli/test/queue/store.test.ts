import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashOfBytes } from "../../src/output/content-hash.ts";
import { unpack } from "../../src/queue/pack/unpack.ts";
import { writePack } from "../../src/queue/pack/write-pack.ts";
import {
  checkContent,
  copyContent,
  putContent,
  readContent,
  WrongContent,
} from "../../src/queue/store/contents.ts";
import { openFolderStore } from "../../src/queue/store/folder-store.ts";
import { OwnDiskTrouble } from "../../src/queue/store/own-disk-trouble.ts";
import { sealed, unsealed } from "../../src/queue/store/sealed.ts";
import { StoreAway } from "../../src/queue/store/store-away.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) => content && new TextDecoder().decode(content);

describe("a store in a folder", () => {
  it("keeps the first of what is put, whole, and leaves nothing else", async () => {
    const folder = await scratchFolder();
    const store = await openFolderStore(folder);
    const puts = await Promise.all(
      ["a", "b", "c"].map((one) => store.put("runs/x/result", bytes(one.repeat(1e5)))),
    );
    expect(puts.filter(Boolean)).toHaveLength(1);
    expect(text(await store.read("runs/x/result"))).toMatch(/^(a+|b+|c+)$/);
    expect(await readdir(join(folder, "runs/x"))).toEqual(["result"]);
    expect(await store.list("runs/x")).toEqual(["result"]);
    expect([await store.read("runs/y"), await store.size("runs/y"), await store.list("runs/z")]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    await store.remove("runs");
    expect(await store.list("runs")).toEqual([]);
  });

  it("is one for all who open it, wherever it is mounted", async () => {
    const folder = await scratchFolder();
    const opened = await Promise.all(Array.from({ length: 20 }, () => openFolderStore(folder)));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect((await openFolderStore(await scratchFolder())).id).not.toBe(opened[0].id);
  });

  it("that is gone, or empty because nothing is mounted there, is away, and not without objects", async () => {
    const folder = await scratchFolder();
    const store = await openFolderStore(join(folder)).then(async (one) => {
      await one.put("x", bytes("1"));
      return one;
    });
    await rename(folder, `${folder}-elsewhere`);
    await mkdir(folder);
    for (const look of [
      () => store.read("x"),
      () => store.size("x"),
      () => store.list("y"),
      () => store.copyTo("x", join(folder, "copy")),
    ])
      await expect(look()).rejects.toThrow(/the store \S+ is out of reach \(its folder is gone\)/);
    await rename(folder, `${folder}-empty`);
    await rename(`${folder}-elsewhere`, folder);
    expect(text(await store.read("x"))).toBe("1");
    await expect(store.read("x/y")).rejects.toThrow(StoreAway);
  });

  it("begins in an empty folder that is there, and nowhere else", async () => {
    const folder = await scratchFolder({ "data.csv": "1" });
    await expect(openFolderStore(join(folder, "none"))).rejects.toThrow(
      /--store \S+none: there is no such folder; make it, or mount/,
    );
    await expect(openFolderStore(folder)).rejects.toThrow(
      /is neither empty nor a store of segloss; choose an empty one/,
    );
    const damaged = await scratchFolder({ "segloss-store.json": "{}" });
    await expect(openFolderStore(damaged)).rejects.toThrow(/its segloss-store\.json is damaged/);
  });
});

describe("content", () => {
  it("is found by its hash, and refused where it is another, too large or not there", async () => {
    const folder = await scratchFolder();
    const store = await openFolderStore(folder);
    const hash = await putContent(store, bytes("pixels"));
    expect(hash).toBe(hashOfBytes(bytes("pixels")));
    expect(text(await readContent(store, hash, 10))).toBe("pixels");
    await expect(readContent(store, hash, 5)).rejects.toThrow(/has 6 bytes; expected at most 5/);
    await expect(readContent(store, "0".repeat(64), 5)).rejects.toThrow(/data\/00\/0+ is not in the store/);
    await expect(readContent(store, "../../etc", 5)).rejects.toThrow(/expected a SHA-256/);
    await writeFile(join(folder, "data", hash.slice(0, 2), hash), "pixelz");
    await expect(readContent(store, hash, 10)).rejects.toThrow(/holds other bytes than its name says/);
    const copy = join(folder, "copy");
    await expect(copyContent(store, hash, copy)).rejects.toThrow(WrongContent);
    expect(await readdir(folder)).not.toContain("copy");
    expect(await checkContent(store, hash, copy)).toBe(false);
    await putContent(store, bytes("pixels"));
    expect(await checkContent(store, hash, copy)).toBe(true);
    await expect(copyContent(store, hash, join(folder, "no", "copy"))).rejects.toThrow(OwnDiskTrouble);
  });

  it("of a seal that does not fit is nothing", () => {
    const whole = sealed({ value: [1, Number.NaN] });
    expect(unsealed(whole)).toEqual({ value: [1, Number.NaN] });
    for (const at of [0, 40, 64, 70, whole.length - 1]) {
      const damaged = whole.slice();
      damaged[at] ^= 1;
      expect(unsealed(damaged)).toBeUndefined();
    }
    expect(unsealed(whole.subarray(0, -1))).toBeUndefined();
    expect(unsealed(new Uint8Array())).toBeUndefined();
  });
});

describe("a pack", () => {
  it("gives its files back, below its folder", async () => {
    const folder = await scratchFolder({ a: "one", b: "", c: "three" });
    const files = ["a", "b", "c"].map((name, k) => ({
      name: `p00000${k}/${name}`,
      size: [3, 0, 5][k],
      source: join(folder, name),
    }));
    const bytesWritten = await writePack(join(folder, "pack"), files);
    expect(bytesWritten).toBe((await readFile(join(folder, "pack"))).length);
    unpack(join(folder, "pack"), join(folder, "out"));
    const names = ["p000000/a", "p000001/b", "p000002/c"];
    expect(await Promise.all(names.map((name) => readFile(join(folder, "out", name), "utf8")))).toEqual([
      "one",
      "",
      "three",
    ]);
    await expect(writePack(join(folder, "pack"), [{ ...files[0], size: 4 }])).rejects.toThrow(
      /was changed while it was read/,
    );
  });

  it("that is none, lies about sizes, or names files elsewhere is refused", async () => {
    const folder = await scratchFolder();
    const cases: [string, RegExp][] = [
      ["", /expected a line of JSON/],
      ["no JSON\n", /expected a line of JSON/],
      ['[{"name":"p000000/a","size":5}]\nabc', /expected 37 bytes, got 35/],
      ['[{"name":"../a","size":3}]\nabc', /expected names of files below it/],
      ['[{"name":"p000000/a","size":-3}]\nabc', /expected names of files below it/],
    ];
    for (const [content, says] of cases) {
      await writeFile(join(folder, "pack"), content);
      expect(() => unpack(join(folder, "pack"), join(folder, "out"))).toThrow(says);
    }
  });
});
