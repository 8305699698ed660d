import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { codeFolder } from "../../src/host/code-folder.ts";
import { loadChunk } from "../../src/host/load-chunk.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

/** What the loader wants to be done when the process ends. */
let atExit: (() => void)[] = [];

beforeEach(() => {
  atExit = [];
  vi.spyOn(process, "once").mockImplementation((event, listener) => {
    if (event === "exit") atExit.push(listener as () => void);
    return process;
  });
});
afterEach(() => vi.restoreAllMocks());

const end = () => {
  for (const listener of atExit) listener();
};

/** A chunk as the bundle has it: CommonJS behind the sum of its content. */
const chunk = (sum: string, text: string) => `/*${sum.padEnd(16, "0")}*/${text}`;

const CHUNKS = {
  "main.js": chunk("a1", 'const { twice } = require("./sums.js"); exports.value = twice(21);'),
  "sums.js": chunk(
    "b2",
    "exports.twice = (x) => 2 * x; exports.folder = require('node:path').basename(__dirname);",
  ),
};

async function folders() {
  const folder = await scratchFolder(CHUNKS);
  return { main: join(folder, "main.js"), kept: join(folder, "kept/list"), folder };
}

/** The same chunks at another place: the host remembers what this process compiled, by its place. */
const elsewhere = async (chunks: Record<string, string> = CHUNKS) =>
  join(await scratchFolder(chunks), "main.js");

const named = (folder: string) => readdirSync(folder).sort();

describe("chunks of the bundled command", () => {
  it("require those beside them, Node's own modules, and each other once", async () => {
    const { main } = await folders();
    expect(loadChunk(main)).toEqual({ value: 42 });
    expect(atExit).toEqual([]);
  });

  it("leave their code when the process ends, which later calls use and write no more", async () => {
    const { main, kept } = await folders();
    expect(loadChunk(main, kept)).toEqual({ value: 42 });
    end();
    const names = named(kept);
    expect(names).toEqual(["main.js-a100000000000000", "sums.js-b200000000000000"]);
    expect(names.every((name) => readFileSync(join(kept, name)).length > 100)).toBe(true);
    atExit = [];
    expect(loadChunk(await elsewhere(), kept)).toEqual({ value: 42 });
    // What was written again would be this text no more.
    for (const name of names) writeFileSync(join(kept, name), "untouched");
    end();
    expect(names.map((name) => readFileSync(join(kept, name), "utf8"))).toEqual(["untouched", "untouched"]);
  });

  it("are compiled again where the code is another's, or damaged", async () => {
    const { main, kept } = await folders();
    loadChunk(main, kept);
    end();
    const place = join(kept, "main.js-a100000000000000");
    writeFileSync(place, "no code");
    atExit = [];
    const other = chunk("c3", "exports.twice = (x) => 9 * x;");
    expect(loadChunk(await elsewhere({ ...CHUNKS, "sums.js": other }), kept)).toEqual({ value: 189 });
    end();
    expect(readFileSync(place, "utf8")).not.toBe("no code");
    expect(named(kept)).toContain("sums.js-c300000000000000");
  });

  it("keep nothing of calls of another kind, nor where nothing can be written", async () => {
    const { main, kept, folder } = await folders();
    loadChunk(main, kept, (chunks) => chunks.includes("list.js"));
    end();
    expect(named(folder)).not.toContain("kept");
    atExit = [];
    writeFileSync(join(folder, "kept"), "a file");
    expect(loadChunk(main, kept)).toEqual({ value: 42 });
    expect(end).not.toThrow();
  });

  it("are forgotten a month after they were written", async () => {
    const { main, kept } = await folders();
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, "main.js-0123456789abcdef"), "");
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 31 * 24 * 3600 * 1000);
    loadChunk(main, kept);
    end();
    expect(named(kept)).not.toContain("main.js-0123456789abcdef");
  });
});

describe("chunks that import when they need it", () => {
  it("are given the function that does", async () => {
    const folder = await scratchFolder({
      "main.js": chunk("f6", "exports.join = async () => (await importHere('node:path')).join;"),
    });
    const { join: imported } = loadChunk(join(folder, "main.js")) as { join(): Promise<typeof join> };
    expect((await imported())("a", "b")).toBe(join("a", "b"));
  });
});

describe("chunks that fail", () => {
  it("fail again when they are asked for again", async () => {
    const folder = await scratchFolder({
      "main.js": chunk("d4", "exports.load = () => require('./part.js');"),
      "part.js": chunk("e5", "exports.half = 1; throw new Error('half way');"),
    });
    const { load } = loadChunk(join(folder, "main.js")) as { load(): unknown };
    expect(load).toThrow("half way");
    expect(load).toThrow("half way");
  });
});

describe("where code is kept", () => {
  it("is beside what is downloaded, for each version of Node", () => {
    expect(codeFolder({ SEGLOSS_CACHE: "/kept" })).toBe(
      join("/kept", "code", `${process.version}-${process.arch}`),
    );
  });

  it("is nowhere where Node is told to keep none", () => {
    expect(codeFolder({ SEGLOSS_CACHE: "/kept", NODE_DISABLE_COMPILE_CACHE: "1" })).toBeUndefined();
  });
});
