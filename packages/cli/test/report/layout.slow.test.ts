import { execFile, execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { choosePictures } from "../../src/report/comparison/choose-pictures.ts";
import { drawPictures } from "../../src/report/comparison/draw-pictures.ts";
import { renderComparison } from "../../src/report/comparison/render-comparison.ts";
import { scratchFolder } from "../data/scratch-folder.ts";
import { nineLosses, withFailures } from "./made-cases.ts";
import { madeDiscs, madeSource } from "./made-source.ts";

/** The path of a Chromium, which `npm run verify` installs where it is missing; without one this test fails. */
const CHROMIUM = execFileSync(process.execPath, [
  fileURLToPath(new URL("../../../../scripts/ensure-chromium.mjs", import.meta.url)),
])
  .toString()
  .trim();

const WIDTHS = [390, 640, 768, 1280];

/**
 * What a page that frames another one at several widths finds in it: how wide it is, what reaches beyond it, and labels of losses of which a line holds
 * less than a word.
 */
const MEASURE = `
const widths = ${JSON.stringify(WIDTHS)};
const found = [];
for (const width of widths) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "border:0;height:900px;width:" + width + "px";
  frame.src = "page.html";
  document.body.append(frame);
  await new Promise((done) => (frame.onload = done));
  const page = frame.contentDocument;
  const outside = [...page.querySelectorAll("main *")].filter((one) => {
    const inside = one.closest(".wide, svg");
    if (inside && inside !== one) return false;
    return one.getBoundingClientRect().right > width + 1;
  });
  const broken = [];
  for (const label of page.querySelectorAll(".loss > span:last-child, h1, h2, h3, th, dd, li")) {
    const walker = page.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.data;
      for (const { 0: word, index } of text.matchAll(/[A-Za-z]{2,}/g)) {
        const range = page.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(word);
      }
    }
  }
  found.push({ width, wide: page.documentElement.scrollWidth, outside: outside.map((one) => one.outerHTML.slice(0, 80)), broken });
}
document.body.replaceChildren(Object.assign(document.createElement("pre"), { id: "found", textContent: JSON.stringify(found) }));
`;

async function measured(
  page: string,
): Promise<{ width: number; wide: number; outside: string[]; broken: string[] }[]> {
  const folder = await scratchFolder();
  await writeFile(join(folder, "page.html"), page);
  await writeFile(
    join(folder, "frame.html"),
    `<!doctype html><body><script type="module">${MEASURE}</script>`,
  );
  const options = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
  ];
  const address = pathToFileURL(join(folder, "frame.html")).href;
  const { stdout } = await promisify(execFile)(
    CHROMIUM,
    [
      ...options,
      `--user-data-dir=${join(folder, "profile")}`,
      "--virtual-time-budget=20000",
      "--dump-dom",
      address,
    ],
    { maxBuffer: 1e8 },
  );
  const text = /<pre id="found">(.*?)<\/pre>/s.exec(stdout)?.[1] ?? "the page measured nothing";
  return JSON.parse(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

it.each([
  ["nine losses with pictures", nineLosses],
  ["failures and a long formula", withFailures],
])("the page of %s fits from 390 to 1280 pixels, and no word is broken", async (_name, make) => {
  const results = make();
  const names = results.losses.map(({ loss }) => loss);
  const classes = results.data.classes.length;
  const pictures = await drawPictures(
    madeSource(results),
    names,
    choosePictures(results),
    async (loss, image) => madeDiscs(160, 120, classes, image, 2 + loss),
  );
  const page = renderComparison({ results, pictures });
  expect(page.length).toBeLessThan(2e6);
  const found = await measured(page);
  expect(found).toHaveLength(WIDTHS.length);
  for (const { width, wide, outside, broken } of found) {
    expect(outside, `beyond ${width} px`).toEqual([]);
    expect(wide).toBe(width);
    expect(broken, `at ${width} px`).toEqual([]);
  }
});
