import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeNifti, png, type Raster } from "@segloss/io";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeInEveryShade } from "../axe-in-every-shade.ts";
import { goTo, openBrowser, openPage } from "../open-browser.ts";
import { serveSite } from "../site-server.ts";

const command = fileURLToPath(new URL("../../../cli/bin/segloss.js", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "segloss-score-page-"));

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => {
  makeFiles();
  [browser, site] = await Promise.all([openBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
  rmSync(data, { recursive: true, force: true });
});

/** Labels 0 to 2: two balls, shifted by some pixels. */
function balls(width: number, height: number, depth: number, shift: number): Uint8Array {
  return Uint8Array.from({ length: width * height * depth }, (_, i) => {
    const [x, y, z] = [i % width, Math.floor(i / width) % height, Math.floor(i / width / height)];
    const near = (cx: number, cy: number, r: number) =>
      (x - cx - shift) ** 2 + (y - cy) ** 2 + (2 * (z - depth / 2)) ** 2 < r * r;
    if (near(width * 0.35, height * 0.4, width * 0.2)) return 1;
    return near(width * 0.65, height * 0.65, width * 0.15) ? 2 : 0;
  });
}

function raster(shift: number, depth = 1): Raster {
  const [width, height] = [60, 44];
  return { width, height, depth, channels: 1, bitDepth: 8, data: balls(width, height, depth, shift) };
}

function volume(shift: number): Raster {
  return { ...raster(shift, 9), spacing: [2.5, 0.75, 0.75], unit: "mm" };
}

function makeFiles(): void {
  const put = (path: string, bytes: Uint8Array | string) => {
    mkdirSync(join(data, path, ".."), { recursive: true });
    writeFileSync(join(data, path), bytes);
  };
  put("a.png", png.encode!(raster(3)));
  put("b.png", png.encode!(raster(0)));
  put("a.nii", encodeNifti(volume(2)));
  put("b.nii", encodeNifti(volume(0)));
  for (const [k, shift] of [1, 6, 3].entries()) {
    put(`preds/case${k}.png`, png.encode!(raster(shift)));
    put(`truth/case${k}.png`, png.encode!(raster(0)));
  }
  put("truth/classes.json", JSON.stringify(["background", "cell", "spot"]));
  put("preds/broken.png", "no picture");
  put("truth/broken.png", png.encode!(raster(0)));
  put("truth/alone.png", png.encode!(raster(0)));
}

/** What the command prints for the same files. */
function printed(predicted: string, truth: string, ...options: readonly string[]): object {
  const { stdout } = spawnSync(process.execPath, [command, "score", predicted, truth, "--json", ...options], {
    cwd: data,
    encoding: "utf8",
  });
  return JSON.parse(stdout) as object;
}

async function openScore(path = "score.html") {
  const opened = await openPage(browser, site.base, { viewport: { width: 1280, height: 900 } });
  await goTo(opened.page, site.base + path);
  await opened.page.waitForSelector(".score");
  return opened;
}

async function done(page: Page): Promise<void> {
  await page.waitForSelector('.score[data-scored="true"]');
}

/** Drops files of the test's folder onto the page, as a user does. */
async function drop(page: Page, names: readonly string[]): Promise<void> {
  const files = names.map((name) => ({ name, base64: readFileSync(join(data, name)).toString("base64") }));
  await page.locator(".score-drop").evaluate((element, given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given)
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    element.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, files);
  await done(page);
}

async function chooseFolders(page: Page): Promise<void> {
  await page.setInputFiles('[data-folder="predicted"]', join(data, "preds"));
  await page.setInputFiles('[data-folder="truth"]', join(data, "truth"));
  await done(page);
}

/** What a button saves. */
async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFileSync((await (await download).path())!, "utf8");
}

describe("two masks that are dropped", () => {
  test.each([
    ["a.png", "b.png", "dice,iou,precision,recall"],
    ["a.nii", "b.nii", "dice,hd95,assd,nsd(tolerance=2)"],
  ])("%s and %s give the numbers of segloss score, to the last bit", async (predicted, truth, metrics) => {
    const { page, faults } = await openScore();
    await page.getByLabel("Metrics").fill(metrics);
    await page.getByLabel("Metrics").press("Enter");
    await drop(page, [predicted, truth]);
    expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(
      printed(predicted, truth, "--metrics", metrics),
    );
    await page.waitForSelector(".viewer canvas");
    expect(await page.locator(".viewer canvas").count()).toBe(predicted.endsWith(".nii") ? 3 : 1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("the roles can be swapped, and follow names that tell", async () => {
    const { page } = await openScore();
    await drop(page, ["b.png", "a.png"]);
    await page.getByRole("button", { name: "Swap" }).click();
    await page.waitForFunction(
      () => document.querySelector(".side-name")?.textContent?.includes("a.png") === true,
    );
    await done(page);
    expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(printed("a.png", "b.png"));
    await page.context().close();
  });
});

describe("two folders", () => {
  test("are paired by name; what cannot be read or has no partner is said, and the rest is scored", async () => {
    const { page, faults } = await openScore();
    await chooseFolders(page);
    const wanted = printed("preds", "truth") as { problems: string[]; rows: { name: string }[] };
    expect(wanted.problems).toHaveLength(2);
    expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(wanted);
    expect(await page.locator(".problems li").allTextContents()).toEqual(wanted.problems);
    expect(await page.locator(".image-list tbody th").allTextContents()).toEqual(
      wanted.rows.map(({ name }) => name),
    );
    const csv = join(data, "scores.csv");
    printed("preds", "truth", "--csv", csv);
    expect(await saved(page, "Save CSV")).toBe(readFileSync(csv, "utf8"));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("a metric that there is not is answered with what was meant", async () => {
    const { page } = await openScore();
    await chooseFolders(page);
    await page.getByLabel("Metrics").fill("dise");
    await page.getByLabel("Metrics").press("Enter");
    await page.getByText("did you mean").waitFor();
    await page.context().close();
  });
});

test("the keyboard alone chooses metrics, an image, a layer, a slice and the zoom", async () => {
  const { page } = await openScore("ko/score.html");
  await drop(page, ["a.nii", "b.nii"]);
  await page.waitForSelector(".plane[data-axis='2'] canvas");
  const reached: string[] = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => {
        const focused = document.activeElement;
        return (focused?.getAttribute("aria-label") ?? focused?.textContent ?? "").trim();
      }),
    );
  }
  for (const wanted of [
    "파일 고르기",
    "폴더 고르기",
    "hd95",
    "b 보기",
    "CSV 저장",
    "정답",
    "크게",
    "둘째 축(y)의 단면",
  ])
    expect(reached, wanted).toContain(wanted);
  const slice = page.locator(".plane[data-axis='0'] input");
  const before = Number(await slice.inputValue());
  await slice.focus();
  await page.keyboard.press("ArrowRight");
  expect(Number(await slice.inputValue())).toBe(before + 1);
  await page.locator(".plane-box").first().focus();
  await page.keyboard.press("+");
  await page.getByText("2×").waitFor();
  await page.context().close();
});

test("axe finds nothing with scores on the page, light and dark, 390 and 1280 pixels wide", async () => {
  const { page, faults } = await openScore();
  await chooseFolders(page);
  await page.waitForSelector(".viewer canvas");
  await axeInEveryShade(page, async (width) => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
  expect(faults).toEqual([]);
  await page.context().close();
});
