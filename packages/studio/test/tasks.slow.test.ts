import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { png } from "@segloss/io";
import type { Browser } from "playwright-core";
import { evaluate } from "segloss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyEdit } from "../src/see/paint/apply-edit.ts";
import { LIKE_A_NETWORK } from "../src/see/paint/like-a-network.ts";
import { emptyPicture, PIXELS, SIZE } from "../src/see/picture/picture.ts";
import { goTo, openBrowser, openPage } from "./open-browser.ts";
import { serveSite } from "./site-server.ts";

// What new users hesitated over (README.md) and no longer should.

const folder = mkdtempSync(join(tmpdir(), "segloss-tasks-"));
let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(["다이스", "다이스 손실"])(
  "%s finds the Korean page of Dice, with 손실 first of all",
  async (words) => {
    const { page } = await openPage(browser, site.base);
    await goTo(page, `${site.base}ko/`);
    await page.keyboard.press("/");
    await page.keyboard.type(words);
    const hits = page.getByRole("option");
    await hits.filter({ hasText: "Dice 손실 (F1)" }).first().waitFor();
    if (words === "다이스 손실") {
      await page.keyboard.press("Enter");
      await page.waitForURL(/ko\/losses\/dice\.html/);
    }
    await page.context().close();
  },
);

test("one's own mask becomes the truth without choosing a layer first, and has a prediction to begin with", async () => {
  const data = Uint8Array.from({ length: PIXELS }, (_, i) => Number(i % SIZE < 40 && i < 60 * SIZE));
  const path = join(folder, "mine.png");
  writeFileSync(path, png.encode!({ width: SIZE, height: SIZE, depth: 1, channels: 1, bitDepth: 8, data }));
  const { page, faults } = await openPage(browser, site.base, { viewport: { width: 1280, height: 900 } });
  await goTo(page, `${site.base}studio.html`);
  await page.waitForSelector('.see[data-ready="true"]');
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.locator("button", { hasText: "Load truth" }).click(),
  ]);
  await chooser.setFiles(path);
  await page.getByText("The prediction is the truth, shifted and blurred").waitFor();
  await page.waitForTimeout(350);
  const picture = emptyPicture();
  picture.truth.set(data);
  for (const edit of LIKE_A_NETWORK) applyEdit(picture, edit);
  const inputs = { logits: picture.logits, targets: picture.truth, shape: [1, SIZE, SIZE, 1] };
  const shown = await page.locator("[data-value]").first().getAttribute("data-value");
  expect(Number(shown)).toBeCloseTo(evaluate("crossEntropy", inputs).value, 6);
  expect(faults).toEqual([]);
  await page.context().close();
});

test("Details brings them into view, and the link is copied beside the losses", async () => {
  const { page, faults } = await openPage(browser, site.base, { viewport: { width: 1280, height: 900 } });
  await goTo(page, `${site.base}studio.html`);
  await page.waitForSelector('.see[data-ready="true"]');
  await page.getByRole("button", { name: /^Details\s*: focal$/ }).click();
  const heading = page.getByRole("heading", { name: "In detail" });
  await expect.poll(() => heading.evaluate((h) => h.getBoundingClientRect().top)).toBeLessThan(900);
  expect(await heading.evaluate((h) => h === document.activeElement)).toBe(true);
  await page.locator(".see-losses").getByRole("button", { name: "Copy link" }).click();
  await page.getByText(/Copied: the link|stands in the address bar/).waitFor();
  expect(page.url()).toContain("f=2");
  expect(faults).toEqual([]);
  await page.context().close();
});
