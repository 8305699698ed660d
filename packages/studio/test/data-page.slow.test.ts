import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { servedData } from "../../cli/src/studio/served-data.ts";
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

test("without images the page says how they would be served", async () => {
  const site = await serveSite();
  const { page, faults } = await openPage(browser, site.base);
  await goTo(page, `${site.base}ko/data.html`);
  await page.getByText("npx segloss studio my-data").waitFor();
  expect(faults).toEqual([]);
  site.close();
});
