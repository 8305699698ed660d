import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import type { Browser } from "playwright-core";
import { evaluate } from "segloss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { servedData } from "../../cli/src/studio/served-data.ts";
import { applyEdit } from "../src/see/paint/apply-edit.ts";
import { LIKE_A_NETWORK } from "../src/see/paint/like-a-network.ts";
import { emptyPicture, PIXELS, SIZE } from "../src/see/picture/picture.ts";
import { goTo, openBrowser, openPage } from "./open-browser.ts";
import { serveSite } from "./site-server.ts";

const folder = mkdtempSync(join(tmpdir(), "segloss-data-page-"));
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  for (const name of ["images", "masks"]) mkdirSync(join(folder, name));
  for (const name of ["a", "b", "c"]) {
    // A square of 4 x 4 in 32 x 32 pixels, in another place of each image.
    const at = name.charCodeAt(0) % 20;
    const inside = (i: number) => i % 32 >= at && i % 32 < at + 4 && i >= 32 * at && i < 32 * (at + 4);
    const data = Uint8Array.from({ length: 1024 }, (_, i) => (inside(i) ? 1 : 0));
    const png = { width: 32, height: 32, channels: 1, depth: 8 as const };
    writeFileSync(join(folder, `masks/${name}.png`), encode({ ...png, data }));
    writeFileSync(
      join(folder, `images/${name}.png`),
      encode({ ...png, data: data.map((y, i) => 90 * y + (i % 7)) }),
    );
  }
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the page of served images says what inspect says, and leads to the studio with the loss", async () => {
  const site = await serveSite(await servedData(folder, () => {}));
  const { page, faults } = await openPage(browser, site.base);
  await goTo(page, `${site.base}data.html`);
  await page.getByText("3 images, 6 files").waitFor();
  await page.getByRole("row", { name: /1\.6%/ }).waitFor();
  const [line] = await page
    .getByRole("listitem")
    .filter({ hasText: /^weightedCrossEntropy\(beta=20\)/ })
    .all();
  await line.getByRole("link", { name: "see it" }).click();
  await page.waitForURL(/studio\.html#l=weightedCrossEntropy/);
  const field = page.locator("textarea").first();
  await field.waitFor();
  expect(await field.inputValue()).toBe("weightedCrossEntropy(beta=20)");
  expect(faults).toEqual([]);
  site.close();
});

test("a served image is the picture of the studio: its truth painted, a prediction made from it, both in the address", async () => {
  const site = await serveSite(await servedData(folder, () => {}));
  const { page, faults } = await openPage(browser, site.base);
  await goTo(page, `${site.base}data.html`);
  await page.getByRole("link", { name: "b", exact: true }).click();
  await page.waitForURL(/studio\.html#.*d=b/);
  await page.getByText("b: 32 × 32 pixels").waitFor();
  const values = () =>
    page.locator("[data-value]").evaluateAll((all) => all.map((e) => e.getAttribute("data-value")));
  // The square of 4 x 4 pixels, 8 times as large, shifted by 4 and blurred.
  const at = "b".charCodeAt(0) % 20;
  const picture = emptyPicture();
  const inside = (x: number) => x >= 8 * at && x < 8 * (at + 4);
  for (let i = 0; i < PIXELS; i++)
    picture.truth[i] = Number(inside(i % SIZE) && inside(Math.floor(i / SIZE)));
  for (const edit of LIKE_A_NETWORK) applyEdit(picture, edit);
  const { logits, truth: targets } = picture;
  const losses = await page
    .locator("textarea")
    .evaluateAll((all) => all.map((e) => (e as HTMLTextAreaElement).value));
  const wanted = losses.map((loss) => evaluate(loss, { logits, targets, shape: [1, SIZE, SIZE, 1] }).value);
  await page.waitForTimeout(350);
  for (const [k, value] of (await values()).entries()) expect(Number(value)).toBeCloseTo(wanted[k] ?? 0, 6);
  await page.getByLabel("Your data").selectOption("c");
  await page.getByText("c: 32 × 32 pixels").waitFor();
  await page.getByRole("button", { name: "p", exact: true }).click();
  await page.waitForURL(/d=c/);
  expect(page.url()).toContain("by=p");
  expect(faults).toEqual([]);
  site.close();
});

test("without images the page says how they would be served", async () => {
  const site = await serveSite();
  const { page, faults } = await openPage(browser, site.base);
  await goTo(page, `${site.base}ko/data.html`);
  await page.getByText("npx segloss studio my-data").waitFor();
  expect(faults).toEqual([]);
  site.close();
});
