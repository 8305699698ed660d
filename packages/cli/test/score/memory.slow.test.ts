import { spawnSync } from "node:child_process";
import { link, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "fast-png";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../src/data/index.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const main = join(root, "packages/cli/bin/segloss.js");

beforeAll(() => {
  const { status, stderr } = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm run build: ${stderr}`);
});

/** Greatest memory in KiB of scoring on one thread, as the process itself reports at its end. */
function memoryOf(predicted: string, truth: string): number {
  const report = 'process.on("exit", () => console.error("KiB", process.resourceUsage().maxRSS))';
  const args = ["--import", `data:text/javascript,${encodeURIComponent(report)}`, main, "score"];
  const { stderr } = spawnSync(
    process.execPath,
    [...args, predicted, truth, "--metrics", "dice", "--workers", "1"],
    {
      encoding: "utf8",
    },
  );
  return Number(/KiB (\d+)/.exec(stderr)![1]);
}

/** So many pairs, of a hundred different ones. */
async function pairs(count: number): Promise<string> {
  const folder = await scratchFolder();
  for (const side of ["p", "t"]) {
    await mkdir(join(folder, side));
    for (let k = 0; k < count; k++) {
      const path = join(folder, side, `${k}.png`);
      const source = random(k, side.length);
      const rows = () =>
        Array.from({ length: 32 }, () => Array.from({ length: 32 }, () => source.integer(4)));
      if (k < 100) await writeFile(path, grayPng(rows()));
      else await link(join(folder, side, `${k % 100}.png`), path);
    }
  }
  return folder;
}

it("a pair costs a thousand bytes or so, those of its name and its numbers", async () => {
  const [few, many] = [await pairs(8000), await pairs(32_000)];
  const [ofFew, ofMany] = [few, many].map((folder) => memoryOf(join(folder, "p"), join(folder, "t")));
  expect((1024 * (ofMany - ofFew)) / 24_000).toBeLessThan(1500);
}, 120_000);

it("62,500 classes take 3 kB each", async () => {
  const folder = await scratchFolder();
  for (const [shift, name] of ["p.png", "t.png"].entries()) {
    const data = Uint16Array.from({ length: 250_000 }, (_, i) => {
      const [row, column] = [Math.floor(i / 500), (i + shift) % 500];
      return 250 * Math.floor(row / 2) + Math.floor(column / 2);
    });
    await writeFile(join(folder, name), encode({ width: 500, height: 500, data, channels: 1, depth: 16 }));
  }
  expect(memoryOf(join(folder, "p.png"), join(folder, "t.png"))).toBeLessThan(280 * 1024);
}, 60_000);
