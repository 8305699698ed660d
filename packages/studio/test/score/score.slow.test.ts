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
  putAnnotations(put);
  putSets(put);
}

type Put = (path: string, bytes: Uint8Array | string) => void;

/** One square of each of two images, as each tool writes it, and a mask of a larger one. */
function putAnnotations(put: Put): void {
  const [width, height] = [16, 12];
  const points = [
    [2, 3],
    [9, 3],
    [9, 10],
    [2, 10],
  ];
  const names = ["a", "b"];
  put(
    "coco.json",
    JSON.stringify({
      images: names.map((name, k) => ({ id: k + 1, file_name: `${name}.jpg`, width, height })),
      categories: [{ id: 1, name: "cell" }],
      annotations: names.map((_, k) => ({
        ...{ id: k + 1, image_id: k + 1, category_id: 1, iscrowd: 0, segmentation: [points.flat()] },
      })),
    }),
  );
  const box = '<box label="cell" xtl="2" ytl="3" xbr="9" ybr="10"/>';
  const images = names.map(
    (name, k) => `<image id="${k}" name="${name}.jpg" width="${width}" height="${height}">${box}</image>`,
  );
  put("cvat.xml", `<annotations>${images.join("")}</annotations>`);
  const percent = points.map(([x = 0, y = 0]) => [(100 * x) / width, (100 * y) / height]);
  put(
    "studio.json",
    JSON.stringify(
      names.map((name, id) => ({
        ...{ id, data: { image: `${name}.jpg` } },
        annotations: [
          {
            result: [
              {
                ...{ type: "polygonlabels", original_width: width, original_height: height },
                value: { points: percent, polygonlabels: ["cell"] },
              },
            ],
          },
        ],
      })),
    ),
  );
  for (const name of names) {
    const shape = { label: "cell", shape_type: "polygon", points };
    put(
      `labelme/${name}.json`,
      JSON.stringify({ imagePath: `${name}.jpg`, imageWidth: width, imageHeight: height, shapes: [shape] }),
    );
    const shares = points.map(([x = 0, y = 0]) => `${x / width} ${y / height}`);
    put(`yolo/labels/${name}.txt`, `0 ${shares.join(" ")}\n`);
    put(`yolo/images/${name}.png`, png.encode!(box8(width, height, () => 0)));
    const wide = (x: number, y: number) => Number(x > 1 && x < 11 && y > 2 && y < 11);
    put(`drawn/${name}.png`, png.encode!(box8(width, height, wide)));
  }
  put("yolo/data.yaml", "names: [cell]\n");
}

function box8(width: number, height: number, labelAt: (x: number, y: number) => number): Raster {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    labelAt(i % width, Math.floor(i / width)),
  );
  return { width, height, depth: 1, channels: 1, bitDepth: 8, data };
}

/** Two models, names that pair by a pattern, masks in colours, and panoptic numbers. */
function putSets(put: Put): void {
  const colourOf = [
    [0, 0, 0],
    [255, 0, 0],
    [0, 0, 255],
  ];
  const rgb = (shift: number): Raster => {
    const data = Uint8Array.from([...balls(60, 44, 1, shift)].flatMap((label) => colourOf[label] ?? []));
    return { ...raster(shift), channels: 3, data };
  };
  const colours = { classes: ["background", "cell", "spot"], colours: ["#000000", "#ff0000", "#0000ff"] };
  put("set/rgb-truth/classes.json", JSON.stringify(colours));
  for (const [k, shift] of [2, 5, 4].entries()) {
    put(`set/unet/case${k}_seg.png`, png.encode!(raster(shift)));
    put(`set/fpn/case${k}_seg.png`, png.encode!(raster(shift + 2 + k)));
    put(`set/rgb-truth/case${k}.png`, png.encode!(rgb(0)));
    const ids = Uint16Array.from(balls(60, 44, 1, shift), (label) => label * 1000 + Number(label > 0));
    put(`ids/p/${k}.png`, png.encode!({ ...raster(0), bitDepth: 16, data: ids }));
    const truth = Uint16Array.from(balls(60, 44, 1, 0), (label) => label * 1000 + Number(label > 0));
    put(`ids/truth/${k}.png`, png.encode!({ ...raster(0), bitDepth: 16, data: truth }));
  }
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

/** Gives each side a folder or a file, and the page the options, as a user fills them in. */
async function give(page: Page, sides: readonly string[], truth: string): Promise<void> {
  for (const [path, role, at] of [
    ...sides.map((side, k) => [side, "predicted", k] as const),
    [truth, "truth", 0] as const,
  ]) {
    const kind = /\.\w+$/.test(path) ? "role" : "folder";
    await page.locator(`[data-${kind}="${role}"]`).nth(at).setInputFiles(join(data, path));
  }
  await done(page);
}

describe("annotations", () => {
  test.each(["coco.json", "cvat.xml", "studio.json", "labelme", "yolo"])(
    "of %s are scored as the command scores them",
    async (truth) => {
      const { page, faults } = await openScore();
      await give(page, ["drawn"], truth);
      expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(printed("drawn", truth));
      await page.waitForSelector(".viewer canvas");
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});

describe("options of the command", () => {
  test("several models in one dropped folder, paired by a pattern, truth in colours: its numbers and verdicts", async () => {
    const { page, faults } = await openScore();
    const names = ["unet", "fpn", "rgb-truth"];
    await page.getByText("More options").click();
    await page.getByLabel("Names that pair").fill("{id}_seg.png={id}.png");
    await page.getByLabel("Names that pair").press("Enter");
    await page.getByLabel("Limits").fill("dice=0.99,iou[cell]=0.2");
    await page.getByLabel("Limits").press("Enter");
    await give(page, ["set/unet"], "set/rgb-truth");
    await page.locator('[data-folder="predicted"]').nth(1).setInputFiles(join(data, "set/fpn"));
    await page.getByRole("button", { name: "fpn", exact: true }).waitFor();
    await done(page);
    const options = ["--truth", "set/rgb-truth", "--pairs", "{id}_seg.png={id}.png"];
    const limits = ["--fail-under", "dice=0.99,iou[cell]=0.2"];
    const wanted = printed("set/unet", "set/fpn", ...options, ...limits);
    expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(inFolder(wanted, "set/"));
    await page.getByRole("button", { name: "fpn", exact: true }).click();
    await page.waitForSelector(".viewer canvas");
    expect(await page.locator(".score-line code").textContent()).toBe(
      `npx segloss score ${names[0]} ${names[1]} --truth ${names[2]} --pairs "{id}_seg.png={id}.png" --fail-under "dice=0.99,iou[cell]=0.2"`,
    );
    expect(await page.locator(".score-compared").textContent()).toContain("unet is better than every other");
    await axeInEveryShade(page, async (width) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("regions, objects and panoptic numbers, and a list that is no list", async () => {
    const { page } = await openScore();
    await page.getByText("More options").click();
    const fill = async (label: string, text: string) => {
      await page.getByLabel(label, { exact: true }).fill(text);
      await page.getByLabel(label, { exact: true }).press("Enter");
    };
    await fill("Regions", "both=1+2,spot=2");
    await give(page, ["preds"], "truth");
    expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(
      printed("preds", "truth", "--regions", "both=1+2,spot=2"),
    );
    await fill("Regions", "both");
    await page.getByRole("alert").getByText("--regions both: ").waitFor();
    // What does not go with panoptic labels is not asked, and says nothing.
    await page.getByRole("button", { name: "objects of many classes" }).click();
    await fill("Metrics", "pq,sq,rq");
    await give(page, ["ids/p"], "ids/truth");
    await page.getByText("panopticQuality").first().waitFor();
    const wanted = printed("ids/p", "ids/truth", "--labels", "panoptic", "--metrics", "pq,sq,rq");
    expect(JSON.parse(await saved(page, "Save JSON"))).toEqual(inFolder(wanted, "ids/"));
    await page.context().close();
  });
});

/** What was printed by a command that was called one folder above. */
function inFolder(result: object, folder: string): object {
  return JSON.parse(JSON.stringify(result).replaceAll(folder, "")) as object;
}

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
