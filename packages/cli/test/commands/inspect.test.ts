import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { call, callWith, mistake } from "./fake-io.ts";

function disc(x: number): Uint8Array {
  return grayPng(
    Array.from({ length: 16 }, (_, j) =>
      Array.from({ length: 32 }, (_, i) => (Math.hypot(i - x, j - 8) < 4 ? 255 : 0)),
    ),
  );
}

function noise(seed: number): Uint8Array {
  return grayPng(
    Array.from({ length: 16 }, (_, j) =>
      Array.from({ length: 32 }, (_, i) => (seed + i * 37 + j * 101) % 256),
    ),
  );
}

async function set(more: Record<string, Uint8Array | string> = {}): Promise<string> {
  return scratchFolder({
    ...{ "images/pat1_a.png": noise(1), "masks/pat1_a.png": disc(8) },
    ...{ "images/pat1_b.png": noise(1), "masks/pat1_b.png": disc(20) },
    ...{ "images/pat2_a.png": noise(9), "masks/pat2_a.png": disc(25) },
    ...more,
  });
}

it("says what there is in lines that fit, and which losses follow", async () => {
  const folder = await set();
  for (const width of [80, 120]) {
    const { code, out } = await callWith({ width }, "inspect", folder);
    expect(code).toBe(0);
    expect(out).toMatch(/images +3 images\n/);
    expect(out).toMatch(/2 groups by the subject that the file names state,/);
    expect(out.replace(/\s+/g, " ")).toMatch(/same pixels pat1_a, pat1_b; masks DIFFERENT/);
    expect(out).toMatch(/\n {4}weightedCrossEntropy\(beta=10\)\n/);
    expect(out).toMatch(/\n {2}npx segloss compare \S+ --losses "crossEntropy, dice \+ crossEntropy, /);
    const lines = out.split("\n").filter((line) => !line.startsWith("  npx segloss compare"));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});

it("exits with 1 where files are broken, and inspects the rest", async () => {
  const folder = await set({
    "images/x.png": "no picture",
    "masks/x.png": disc(3),
    "images/y.png": noise(3),
  });
  const { code, out, said } = await call("inspect", folder, "--json");
  expect(code).toBe(1);
  expect(said.at(-1)).toBe("segloss inspect: 2 problems above; the rest is inspected");
  expect(said.filter((line) => /x\.png: cannot be read as PNG|image y has no mask/.test(line))).toHaveLength(
    2,
  );
  const found = JSON.parse(out);
  expect(found).toMatchObject({ version: 1, files: 3, classes: ["background", "foreground"] });
  expect(found.problems).toHaveLength(2);
  expect(found.losses[0]).toEqual({ loss: "crossEntropy", note: expect.any(String) });
});

it("has nothing to say where nothing can be read, but why", async () => {
  const folder = await scratchFolder({ "images/a.png": "x", "masks/a.png": "y" });
  const { code, out, said } = await call("inspect", folder);
  expect([code, out]).toEqual([1, ""]);
  expect(said.at(-1)).toBe("segloss inspect: 2 problems above; nothing is left to inspect");
});

it("writes a page that needs nothing else, with the duplicates beside each other", async () => {
  const folder = await set({ "images/<b>.png": noise(3), "masks/<b>.png": disc(3), "images/z.png": "" });
  const path = join(folder, "page.html");
  const { code, said } = await call("inspect", folder, "--html", path);
  expect([code, said.at(-2)]).toEqual([1, `page: ${path}`]);
  const page = await readFile(path, "utf8");
  expect(page).not.toMatch(/<script|(?:src|href)="(?!data:image|#)|url\(|@import|<b>/);
  expect(page).toMatch(/The same pixels in 2 files, masks different/);
  expect(page).toMatch(/alt="image &lt;b&gt;"/);
  expect(page).toMatch(/1 problem: what can be read is inspected below/);
  expect(page).toMatch(/Share of foreground: 4 images from/);
  // Each picture once in the gallery, the copies once more: image and mask.
  expect(page.match(/data:image\/png;base64/g)).toHaveLength(2 * (4 + 2));
});

it("links every loss and metric that it names to what the page says of it", async () => {
  const folder = await set();
  const path = join(folder, "page.html");
  await call("inspect", folder, "--html", path);
  const page = await readFile(path, "utf8");
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  const targets = [...page.matchAll(/<section class="formula" id="([^"]+)">/g)].map(([, id]) => id);
  expect(targets).toEqual([...new Set(links)]);
  expect(targets).toContain("weightedCrossEntropy");
  expect(page).not.toMatch(/docs\/(losses|metrics)\//);
});

it("takes a named set, and refuses what is no set", async () => {
  const { code, out } = await call("inspect", "nuclei");
  expect([code, out]).toEqual([0, expect.stringMatching(/40 groups, as the set states/)]);
  expect(await mistake("inspect", "nuclei", "--ignore", "1")).toBe(
    "segloss inspect: nuclei: --ignore: expected for folders alone; a named set is used as it is made. Leave it out",
  );
  expect(await mistake("inspect", "nuclie")).toBe(
    "segloss inspect: nuclie: neither a folder nor a named set (earth, nuclei); did you mean nuclei?",
  );
  expect(await mistake("inspect", "/no/such/folder")).toMatch(/neither a folder nor a named set/);
});
