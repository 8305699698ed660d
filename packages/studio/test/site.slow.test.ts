import { readdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeInEveryShade } from "./axe-in-every-shade.ts";
import { goTo, openBrowser, openPage } from "./open-browser.ts";
import { builtSite, serveSite } from "./site-server.ts";
import { stopsReached } from "./stops-reached.ts";

const MAIN = [
  "",
  "studio.html",
  "guide/choosing.html",
  "losses/",
  "losses/unified-focal.html",
  "metrics/dice-score.html",
  "guide/command-line.html",
  "ko/",
  "ko/losses/tversky.html",
];

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

/** Every page; without SEGLOSS_FULL those of a kind by one. */
function pages(): string[] {
  const all = readdirSync(builtSite(), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".html") && name !== "404.html");
  if (process.env.SEGLOSS_FULL) return all;
  const few = all.filter(
    (name) => /^(guide|presets)\//.test(name) || /^(ko\/)?(losses|metrics)\/[bs]/.test(name),
  );
  return [...new Set([...MAIN, ...few])];
}

/** What stands out to the right of the window, except in boxes that scroll. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const out = [...document.querySelectorAll("main *, header *, footer *")].filter(
      (element) =>
        element.getBoundingClientRect().right > window.innerWidth + 1 &&
        !element.closest(".table, .tex, pre"),
    );
    return out
      .slice(0, 3)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
  });
}

describe("the site, below a folder and under a strict policy", () => {
  test("no page has an error, asks for anything elsewhere, or is wider than a small window", async () => {
    const { page, faults } = await openPage(browser, site.base, { viewport: { width: 390, height: 844 } });
    for (const path of pages()) {
      await goTo(page, site.base + path);
      expect(await overflow(page), path).toEqual([]);
      expect(await page.locator("h1").count(), path).toBe(1);
    }
    expect(faults).toEqual([]);
  });

  test.each(MAIN)("axe finds nothing on /%s, in light and dark, 390 and 1280 pixels wide", async (path) => {
    const { page, faults } = await openPage(browser, site.base);
    await goTo(page, site.base + path);
    await axeInEveryShade(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each([
    ["", "tversky", /tversky/i],
    ["", "crossentropy", /cross entropy/i],
    ["", "hausdorf", /hausdorff/i],
    ["ko/", "손실을", /손실/],
    ["ko/", "함수", /./],
    ["ko/", "거리변환", /./],
    ["ko/", "tversky", /Tversky/],
  ])("the search on /%s finds %s", async (path, words, title) => {
    const { page, faults } = await openPage(browser, site.base);
    await goTo(page, site.base + path);
    await page.keyboard.press("/");
    await page.keyboard.type(words);
    const first = page.getByRole("option").first();
    await first.waitFor();
    expect(await first.textContent()).toMatch(title);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== site.base + path);
    expect(page.url().startsWith(`${site.base}${path}`)).toBe(true);
    await page.locator("h1").waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("Escape leaves the search, and the focus is where it was", async () => {
    const { page } = await openPage(browser, site.base);
    await goTo(page, site.base);
    await page.getByRole("button", { name: "Search" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("dice");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toMatch(/^Search/);
    await page.context().close();
  });

  test("the keyboard alone reaches everything on the door", async () => {
    const { page } = await openPage(browser, site.base, { viewport: { width: 1280, height: 900 } });
    await goTo(page, site.base);
    const all = "a[href], button, input, select, [tabindex='0']";
    const { wanted, reached } = await stopsReached(page, all, "dialog", 20);
    expect(reached).toBe(wanted);
    expect(wanted).toBeGreaterThan(15);
    await page.context().close();
  });

  test("colours stay chosen, the language leads to the same page, and what is not translated says so", async () => {
    const { page, faults } = await openPage(browser, site.base, { colorScheme: "light" });
    await goTo(page, `${site.base}guide/architecture.html`);
    await page.getByRole("button", { name: "Dark colours" }).click();
    await page.reload({ waitUntil: "load" });
    expect(await page.evaluate(() => document.documentElement.classList.contains("dark"))).toBe(true);
    await page.getByRole("link", { name: "한국어" }).click();
    await page.waitForURL(`${site.base}ko/guide/architecture.html`);
    await page.getByText("아직 한국어로 옮기지 않아").waitFor();
    expect(await page.getAttribute("html", "lang")).toBe("ko");
    expect(await page.getAttribute("article", "lang")).toBe("en");
    await goTo(page, `${site.base}ko/losses/dice.html`);
    expect(await page.getByText("아직 한국어로 옮기지 않아").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("formulas are drawn with the math font: a sum is taller than a letter", async () => {
    const { page } = await openPage(browser, site.base);
    await goTo(page, `${site.base}losses/cross-entropy.html`);
    const [sum, letter] = await page.evaluate(() => {
      const height = (text: string) =>
        [...document.querySelectorAll("math mo, math mi")]
          .find((e) => e.textContent === text)
          ?.getBoundingClientRect().height ?? 0;
      return [height("∑"), height("p")];
    });
    expect(sum).toBeGreaterThan(1.6 * letter);
    expect(await page.evaluate(() => document.fonts.check('16px "STIX Two Math"'))).toBe(true);
    await page.context().close();
  });

  test("an address without a page says so", async () => {
    const { page } = await openPage(browser, site.base);
    const response = await page.goto(`${site.base}losses/none.html`);
    expect(response?.status()).toBe(404);
    await page.getByRole("heading", { name: "No such page" }).waitFor();
    await page.context().close();
  });

  test("the losses are found by purpose and by need", async () => {
    const { page } = await openPage(browser, site.base);
    await goTo(page, `${site.base}losses/`);
    await page.getByLabel("Your images have").selectOption({ label: "Thin structures" });
    await page.getByRole("link", { name: "Soft clDice" }).first().waitFor();
    await page.getByText("5 of 41 losses").waitFor();
    await page.getByLabel("Find a loss").fill("vessels");
    await page.getByText("1 of 41 losses").waitFor();
    await page.context().close();
  });
});
