import type { Browser, Page } from "playwright-core";
import { evaluate } from "segloss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyEdit } from "../../src/see/paint/apply-edit.ts";
import { IGNORED } from "../../src/see/picture/picture.ts";
import { sceneNamed } from "../../src/see/scenes/index.ts";
import { parseState } from "../../src/see/state/state.ts";
import { axeInEveryShade } from "../axe-in-every-shade.ts";
import { downloadedSize } from "../downloaded-size.ts";
import { goTo, openBrowser, openPage } from "../open-browser.ts";
import { serveSite } from "../site-server.ts";
import { stopsReached } from "../stops-reached.ts";

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

async function openStudio(path: string, viewport = { width: 1280, height: 900 }) {
  const opened = await openPage(browser, site.base, { viewport });
  await goTo(opened.page, site.base + path);
  await opened.page.waitForSelector('.see[data-ready="true"]');
  return opened;
}

/** Waits until nothing has moved for a moment, and the address says what is on the page. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(350);
}

/** The values on the page, one for each loss. */
function values(page: Page): Promise<number[]> {
  return page
    .locator("[data-value]")
    .evaluateAll((all) => all.map((e) => Number(e.getAttribute("data-value"))));
}

/** What `evaluate` says of the picture in the page's address. */
function expected(page: Page): number[] {
  const { scene, seed, edits, losses } = parseState(new URL(page.url()).hash, "vessel");
  const picture = sceneNamed(scene).paint(seed);
  for (const edit of edits) applyEdit(picture, edit);
  const inputs = {
    ...{ logits: picture.logits, targets: picture.soft ?? picture.truth, instances: picture.cells },
    ...{ shape: [1, 256, 256, picture.channels], gradient: false },
    ...(picture.truth.includes(IGNORED) && { ignore: IGNORED }),
  };
  return losses.map((loss) => evaluate(loss, inputs).value);
}

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [k, value] of found.entries())
    expect(Math.abs(value - wanted[k])).toBeLessThan(1e-6 * (1 + Math.abs(wanted[k])));
}

/** A line from one place of the board to another, as shares of its side. */
async function paint(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const box = await page.locator(".board").boundingBox();
  if (!box) throw new Error("There is no board.");
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 12 });
  await page.mouse.up();
  await settled(page);
}

describe("painting", () => {
  test("changes the numbers to those of evaluate, on either layer, in every scene's kind of target", async () => {
    const { page, faults } = await openStudio("studio.html#s=vessel");
    for (const scene of ["touching-cells", "soft", "three-classes"]) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `s=${scene}`);
      await settled(page);
      const before = await values(page);
      await paint(page, [0.2, 0.2], [0.7, 0.4]);
      await page.locator(".tools").getByRole("button", { name: "Truth", exact: true }).click();
      await paint(page, [0.3, 0.8], [0.6, 0.7]);
      const after = await values(page);
      expect(after).not.toEqual(before);
      expectClose(after, expected(page));
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("by keys alone, and undone", async () => {
    const { page } = await openStudio("studio.html#s=one-percent");
    const before = await values(page);
    await page.locator(".board").focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.down(" ");
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.up(" ");
    await settled(page);
    const after = await values(page);
    expect(after[0]).toBeGreaterThan(before[0]);
    expectClose(after, expected(page));
    await page.keyboard.press("Control+z");
    await settled(page);
    expect(await values(page)).toEqual(before);
    await page.context().close();
  });

  test("shift, blur and noise are steps of the address, too", async () => {
    const { page } = await openStudio("studio.html#s=border");
    for (const name of ["Shift left by 4 pixels", "Blur", "Noise"])
      await page.getByRole("button", { name, exact: true }).click();
    await settled(page);
    expect(parseState(new URL(page.url()).hash, "").edits.map(({ kind }) => kind)).toEqual([
      "shift",
      "blur",
      "noise",
    ]);
    expectClose(await values(page), expected(page));
    await page.context().close();
  });
});

describe("a formula of one's own", () => {
  test("with a mistake shows the caret below it, what may be meant, and then its value", async () => {
    const { page } = await openStudio("studio.html");
    const field = page.getByRole("textbox").first();
    await field.fill("mean((p - yy)^2)");
    const caret = page.locator(".field-caret");
    await caret.waitFor();
    expect(await caret.textContent()).toBe("mean((p - yy)^2)\n          ^^");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await page.getByText('Unknown name "yy". Did you mean "y"?').waitFor();
    await page.getByRole("button", { name: "Write y" }).click();
    expect(await field.inputValue()).toBe("mean((p - y)^2)");
    await settled(page);
    expect(await caret.count()).toBe(0);
    expectClose(await values(page), expected(page));
    await page.context().close();
  });

  test("an option with a mistake has its caret, and completion gives the option", async () => {
    const { page } = await openStudio("studio.html");
    const field = page.getByRole("textbox").first();
    await field.fill("tversky(bta=0.7)");
    await page.locator(".field-caret").waitFor();
    expect(await page.locator(".field-caret").textContent()).toBe("tversky(bta=0.7)\n        ^^^");
    await field.fill("tversky(be");
    await page.getByRole("option", { name: /^beta/ }).waitFor();
    await field.press("ArrowDown");
    await field.press("Enter");
    expect(await field.inputValue()).toBe("tversky(beta=");
    await page.context().close();
  });

  test("a slider writes its number into the text", async () => {
    const { page } = await openStudio("studio.html#s=vessel");
    await page.getByRole("slider", { name: "beta" }).focus();
    await page.keyboard.press("ArrowRight");
    await settled(page);
    expect(await page.getByRole("textbox").nth(1).inputValue()).toBe("tversky(alpha=0.3, beta=0.71)");
    expectClose(await values(page), expected(page));
    await page.context().close();
  });
});

describe("the address", () => {
  test("brings picture, losses and choices back, in either language", async () => {
    const { page, faults } = await openStudio("studio.html#s=far-error");
    await paint(page, [0.1, 0.1], [0.4, 0.2]);
    await page.getByRole("textbox").first().fill("mean(-y*logp) + mean(p^2)");
    await page.getByRole("button", { name: "one for all" }).click();
    await settled(page);
    const [address, before] = [page.url(), await values(page)];
    await goTo(page, "about:blank".replace("about:blank", site.base));
    await goTo(page, address);
    await page.waitForSelector('.see[data-ready="true"]');
    await settled(page);
    expect(await values(page)).toEqual(before);
    expect(await page.getByRole("button", { name: "one for all" }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("link", { name: "한국어" }).click();
    await page.waitForURL((url) => url.pathname.endsWith("/ko/studio.html"));
    await page.waitForSelector('.see[data-ready="true"]');
    await settled(page);
    expect(await values(page)).toEqual(before);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe("the page", () => {
  test.each(["scenes/touching-cells.html", "ko/studio.html"])(
    "axe finds nothing on /%s, in light and dark, 390 and 1280 pixels wide, with a mistake open",
    async (path) => {
      const { page, faults } = await openStudio(path);
      await page.getByRole("textbox").last().fill("dcie");
      await page.locator(".field-caret").waitFor();
      await axeInEveryShade(page, async () => {
        await settled(page);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wider).toBeLessThanOrEqual(0);
      });
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  test("the keyboard alone reaches everything", async () => {
    const { page } = await openStudio("studio.html");
    await settled(page);
    const all =
      "main :is(a[href], button:not(:disabled), input:not([tabindex='-1']), textarea, summary, [tabindex='0'])";
    const { wanted, reached } = await stopsReached(page, all, "a.header-anchor", 40);
    expect(reached).toBe(wanted);
    expect(wanted).toBeGreaterThan(40);
    await page.context().close();
  });

  test("is under 350 kB gzip before anything is opened", async () => {
    const kilobytes = await downloadedSize(browser, `${site.base}studio.html`, '.see[data-ready="true"]');
    expect(kilobytes).toBeLessThan(350);
  });

  test("runs on the reference where the policy lets nothing be compiled, and says so", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route("**/*", async (route) => {
      const response = await route.fetch();
      const policy = response.headers()["content-security-policy"]?.replace(" 'wasm-unsafe-eval'", "");
      await route.fulfill({
        response,
        headers: { ...response.headers(), ...(policy && { "content-security-policy": policy }) },
      });
    });
    await page.goto(`${site.base}studio.html#s=one-percent&l=crossEntropy&l=dice`);
    await page.waitForSelector('.see[data-ready="true"]');
    await page.getByText("may not compile WebAssembly").waitFor();
    expectClose(await values(page), expected(page));
    await context.close();
  });

  test("the page of a loss has its canvas when it comes into view", async () => {
    const { page, faults } = await openPage(browser, site.base, { viewport: { width: 1280, height: 400 } });
    await goTo(page, `${site.base}losses/tversky.html`);
    expect(await page.locator(".see").count()).toBe(0);
    await page.locator(".live").scrollIntoViewIfNeeded();
    await page.waitForSelector('.see[data-ready="true"]');
    await settled(page);
    expect(await page.getByRole("textbox").first().inputValue()).toBe("tversky");
    const before = await values(page);
    await paint(page, [0.2, 0.2], [0.8, 0.3]);
    expect(await values(page)).not.toEqual(before);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
