import { readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokenLinks, headingNames, localLinks } from "../markdown-links.mjs";
import { root } from "../run.mjs";

/** Folders that hold nothing of ours, or nothing that is read. */
const OTHERS = ["node_modules", "dist", "coverage", "segloss-report"];

/** Paths of the pages below a folder of the repository. */
function pagesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory())
      return entry.name.startsWith(".") || OTHERS.includes(entry.name) ? [] : pagesBelow(path);
    return path.endsWith(".md") ? [path] : [];
  });
}

test("every link of every page leads to a file and, where it names one, to a heading", () => {
  const pages = pagesBelow("");
  expect(pages.length).toBeGreaterThan(80);
  const broken = pages.flatMap((page) => brokenLinks(root, page).map((to) => `${page}: ${to}`));
  expect(broken).toEqual([]);
});

test("links in code and to other hosts are no links of the repository", () => {
  const text = "[a](b.md) ![c](d/e.png) [f](https://g.org) `[h](i.md)`\n```\n[j](k.md)\n```\n[l](#m)";
  expect(localLinks(text)).toEqual(["b.md", "d/e.png", "#m"]);
});

test("headings are reached by their words", () => {
  expect(headingNames("# One two\n```sh\n# three\n```\n## `four`: 5, 내 것")).toEqual([
    "one-two",
    "four-5-내-것",
  ]);
});

test("a missing file and a missing heading are found", async () => {
  const folder = await mkdtemp(join(tmpdir(), "links-"));
  await writeFile(join(folder, "a.md"), "# Here\n[x](#here) [y](#there) [z](a.md#here) [w](b.md)");
  expect(brokenLinks(folder, "a.md")).toEqual(["#there", "b.md"]);
  await rm(folder, { recursive: true });
});
