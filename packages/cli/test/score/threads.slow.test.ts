import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { writeNifti } from "../../../io/test/formats/nifti-writer.ts";
import { writeTiff } from "../../../io/test/formats/tiff-writer.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const main = join(root, "packages/cli/bin/segloss.js");

beforeAll(() => {
  const { status, stderr } = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm run build: ${stderr}`);
});

/** Blobs of two classes; another phase moves them. */
function mask(width: number, height: number, phase: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const height0 = Math.sin((x + phase) / 7) + Math.cos((y - phase) / 9);
    return height0 > 1 ? 2 : height0 > 0.2 ? 1 : 0;
  });
}

/** Name and bytes of a label map as a file, by format in turn. */
function fileOf(
  k: number,
  name: string,
  labels: Uint8Array,
  width: number,
  height: number,
): [string, Uint8Array] {
  const volume = { dims: [width, height, 1], type: [2, 8] as const, voxels: labels, spacing: [1, 1, 1] };
  switch (k % 5) {
    case 0:
      return [`${name}.png`, encode({ data: labels, width, height, channels: 1, depth: 8 })];
    case 1:
      return [`${name}.npy`, encodeNpy({ data: labels, shape: [height, width] })];
    case 2:
      return [`${name}.tif`, writeTiff([{ width, height, bits: 8, bytes: labels, deflate: true }])];
    case 3:
      return [`${name}.nii`, writeNifti(volume)];
    default:
      return [`${name}.nii.gz`, gzipSync(writeNifti(volume))];
  }
}

function write(folder: string, [name, bytes]: [string, Uint8Array]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
}

/** Files from which on the command starts its threads before it knows how long the work takes. */
const MANY = 300;

/** So many pairs, and as many small ones as it takes to be many. */
async function folders(pairs: number): Promise<string> {
  const folder = await scratchFolder();
  for (let k = 0; k < pairs; k++) {
    const [width, height] = [40 + 13 * (k % 7), 30 + 11 * (k % 5)];
    // The formats of a pair differ.
    write(join(folder, "p"), fileOf(k, `a${k}`, mask(width, height, (k % 4) / 2), width, height));
    write(join(folder, "t"), fileOf(k + (k % 3), `a${k}`, mask(width, height, 0), width, height));
  }
  const small = fileOf(0, "b", Uint8Array.of(0, 1, 2, 0), 2, 2);
  for (const side of ["p", "t"].map((name) => join(folder, name))) {
    write(side, small);
    for (let k = pairs + 1; k < MANY; k++) linkSync(join(side, small[0]), join(side, `b${k}.png`));
  }
  return folder;
}

function score(folder: string, ...options: string[]): SpawnSyncReturns<string> {
  const args = [
    main,
    "score",
    join(folder, "p"),
    join(folder, "t"),
    "--metrics",
    "dice,iou,hd95,pq,kappa",
    ...options,
  ];
  return spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 26, timeout: 120_000 });
}

describe("threads", () => {
  it("give the same result, whatever their number, of folders of mixed formats and sizes", async () => {
    const folder = await folders(90);
    const one = score(folder, "--json", "--workers", "1");
    expect({ code: one.status, said: one.stderr }).toEqual({ code: 0, said: "" });
    expect(JSON.parse(one.stdout)).toMatchObject({ images: MANY, labels: [0, 1, 2] });
    for (const workers of ["2", "5"]) {
      const several = score(folder, "--json", "--workers", workers);
      expect(several.status).toBe(0);
      expect(several.stdout).toBe(one.stdout);
    }
  });

  it("say the same about files that cannot be scored, and score the rest", async () => {
    const folder = await folders(40);
    write(join(folder, "p"), ["a3.nii", Buffer.from("no volume")]);
    write(join(folder, "p"), [
      "a5.png",
      encode({ data: new Uint8Array(4), width: 2, height: 2, channels: 1 }),
    ]);
    write(join(folder, "t"), [
      "lonely.png",
      encode({ data: new Uint8Array(4), width: 2, height: 2, channels: 1 }),
    ]);
    const one = score(folder, "--json", "--workers", "1");
    expect(one.status).toBe(1);
    expect(JSON.parse(one.stdout).images).toBe(MANY - 2);
    expect(one.stderr.trim().split("\n")).toHaveLength(4);
    expect(one.stderr).toMatch(/3 problems above; the rest is scored/);
    const four = score(folder, "--json", "--workers", "4");
    expect([four.status, four.stdout, four.stderr]).toEqual([1, one.stdout, one.stderr]);
  });

  it("end, again and again", async () => {
    const folder = await folders(30);
    for (let run = 0; run < 10; run++) expect(score(folder, "--json", "--workers", "3").status).toBe(0);
  });
});

/** Greatest memory in KiB of scoring a folder, as the process itself reports at its end. */
function memoryOf(folder: string, workers = "2"): number {
  const report = 'process.on("exit", () => console.error("KiB", process.resourceUsage().maxRSS))';
  const args = ["--import", `data:text/javascript,${encodeURIComponent(report)}`, main, "score"];
  const { stderr } = spawnSync(
    process.execPath,
    [...args, join(folder, "p"), join(folder, "t"), "--workers", workers],
    {
      encoding: "utf8",
    },
  );
  return Math.max(...[...stderr.matchAll(/KiB (\d+)/g)].map((found) => Number(found[1])));
}

it("twelve times the files take no more memory, give or take some images", async () => {
  const [few, many] = [await scratchFolder(), await scratchFolder()];
  const [width, height] = [1024, 1024];
  const files = [0, 1, 3].map((k) => fileOf(k, "", mask(width, height, k), width, height));
  for (let k = 0; k < 300; k++) {
    const [extension, bytes] = files[k % files.length];
    for (const side of ["p", "t"]) {
      write(join(many, side), [`${k}${extension}`, bytes]);
      if (k < 25) write(join(few, side), [`${k}${extension}`, bytes]);
    }
  }
  const [ofFew, ofMany] = [memoryOf(few), memoryOf(many)];
  // All pixels of the many are 600 MiB, so that what is kept shows. On a busy host garbage collection comes late: 10 MiB more with a core
  // a thread, 65 to 95 with eight other processes on two cores.
  expect(ofMany - ofFew).toBeLessThan(150 * 1024);
});

it("of thousands of small files some numbers each are kept", async () => {
  const [few, many] = [await scratchFolder(), await scratchFolder()];
  const [width, height] = [16, 16];
  for (const side of ["p", "t"]) {
    for (let k = 0; k < 50; k++) {
      const labels = mask(width, height, k + (side === "p" ? 1 : 0));
      const file = encode({ data: labels, width, height, channels: 1, depth: 8 });
      for (const folder of [few, many]) write(join(folder, side), [`${k}.png`, file]);
    }
    for (let k = 50; k < 8000; k++) linkSync(join(many, side, `${k % 50}.png`), join(many, side, `${k}.png`));
  }
  const [ofFew, ofMany] = [memoryOf(few, "1"), memoryOf(many, "1")];
  // The host lets its room for young objects grow to some 32 MB, whatever the number of files.
  expect(ofMany - ofFew).toBeLessThan(65 * 1024);
});
