import { spawnSync } from "node:child_process";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openWrittenMasks } from "../../src/inference/written-masks.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const open = (folder: string, ...stems: string[]) =>
  openWrittenMasks(folder, { stems: new Set(stems), overwrite: false });
const listOf = (folder: string) => readFile(join(folder, "predictions.sha256"), "utf8");

it("knows names with line ends and backslashes again, and writes them as sha256sum does", async () => {
  const folder = await scratchFolder();
  const names = ["a\nb.png", "c\rd.png", "e\u2028f.png", "g\\h.png", " i *.png"];
  const first = await open(folder);
  for (const name of names) await first.write(name, bytes(name));
  await first.close();
  const checked = spawnSync("sha256sum", ["-c", "--quiet", "predictions.sha256"], { cwd: folder });
  expect(checked.stderr.toString()).toBe("");
  expect(checked.status).toBe(0);
  const again = await open(folder, ...names.map((name) => name.slice(0, -4)));
  await again.write(names[0], bytes("new"));
});

it("refuses what was changed while it was at work", async () => {
  const folder = await scratchFolder();
  const masks = await open(folder);
  await masks.write("a.png", bytes("a"));
  await writeFile(join(folder, "a.png"), "corrected");
  await expect(masks.write("a.png", bytes("again"))).rejects.toThrow(/1 mask .* corrected/);
  expect(await readFile(join(folder, "a.png"), "utf8")).toBe("corrected");
});

it("knows a mask whose new one could not be written", async () => {
  const folder = await scratchFolder();
  const masks = await open(folder);
  await masks.write("a.png", bytes("a"));
  // A list that has a line of what never came.
  await appendFile(join(folder, "predictions.sha256"), `${"0".repeat(64)}  a.png\n`);
  await masks.close();
  await (await open(folder, "a")).write("a.png", bytes("b"));
});

it("keeps the lines of others who write there at the same time", async () => {
  const folder = await scratchFolder();
  const [one, other] = [await open(folder), await open(folder)];
  await one.write("a.png", bytes("a"));
  await other.write("b.png", bytes("b"));
  await one.close();
  await other.close();
  const again = await open(folder, "a", "b");
  await again.write("a.png", bytes("c"));
  await again.write("b.png", bytes("d"));
});

it("goes on behind a line that was cut short", async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, "predictions.sha256"), "0123");
  const masks = await open(folder);
  await masks.write("a.png", bytes("a"));
  expect((await listOf(folder)).split("\n")[1]).toMatch(/^[0-9a-f]{64} {2}a\.png$/);
  await open(folder, "a");
});

it("says plainly what cannot be read", async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, "predictions.sha256"));
  await expect(open(folder)).rejects.toThrow(
    /predictions\.sha256: cannot be read \(EISDIR\); it says which masks are predictions$/,
  );
});

it("does not take a folder for a mask", async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, "a.png"));
  await open(folder, "a");
});
