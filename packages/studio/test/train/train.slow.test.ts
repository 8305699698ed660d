import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  carryOutTrial,
  chooseLosses,
  chooseRates,
  cropBatches,
  finalists,
  finalTasks,
  makeContext,
  memorySource,
  parseResults,
  simulateNuclei,
} from "@segloss/cli/training";
import { png, type Raster } from "@segloss/io";
import { nodeRuntime } from "@segloss/train";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { servedData } from "../../../cli/src/studio/served-data.ts";
import type { Answer } from "../../src/train/worker/messages.ts";
import { axeInEveryShade } from "../axe-in-every-shade.ts";
import { downloadedSize } from "../downloaded-size.ts";
import { goTo, openBrowser, openPage } from "../open-browser.ts";
import { serveSite } from "../site-server.ts";
import { stopsReached } from "../stops-reached.ts";

const command = fileURLToPath(new URL("../../../cli/bin/segloss.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "segloss-train-page-"));

/** A network that trains 30 steps in a second or two. */
const SMALL = "n=12&w=4&h=2&c=32&b=4&t=30&r=0.01";
const IMAGES = 12;
const LONG = 300;

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

/** What the worker has said, noted by the page for this test. */
interface Heard {
  readonly heard: Answer[];
}

async function openTrain(path: string, base = site.base) {
  const opened = await openPage(browser, base, { viewport: { width: 1280, height: 900 } });
  const { page } = opened;
  // Training is slow where the machine is busy.
  page.setDefaultTimeout(120_000);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(...options: ConstructorParameters<typeof Plain>) {
        super(...options);
        this.addEventListener("message", ({ data }) => heard.push(data));
      }
    };
  });
  await goTo(page, base + path);
  await page.waitForSelector('.train[data-ready="true"]');
  return { ...opened, asked };
}

function phaseIs(page: Page, ...phases: readonly string[]): Promise<unknown> {
  return page.waitForFunction(
    (wanted) => wanted.includes(document.querySelector<HTMLElement>(".train")?.dataset.phase ?? ""),
    phases,
  );
}

/** Training losses of a loss by its place, step by step. */
function losses(page: Page, loss: number): Promise<number[]> {
  return page.evaluate((k) => {
    const { heard } = window as unknown as Heard;
    return heard.flatMap((one) =>
      one.kind === "moments" ? one.moments.filter((m) => m.loss === k).flatMap((m) => m.losses) : [],
    );
  }, loss);
}

async function saved(page: Page, name: string | RegExp): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFileSync((await (await download).path())!);
}

/** The same plan, trained by Node: losses of each step. */
async function nodeLosses(text: string, loss: string, steps: number): Promise<number[]> {
  const { plan, data } = parseResults(text, "results.json");
  const source = memorySource(simulateNuclei({ count: IMAGES }));
  expect(source.fingerprint).toBe(plan.data.fingerprint);
  const context = makeContext({
    ...{ plan, source, runtime: nodeRuntime(), folder: "", scored: data.scored, thin: data.thin },
    drawCrops: (options) => cropBatches(source, options),
  });
  const tasks = finalTasks(plan, finalists(chooseLosses(plan, chooseRates(plan, []), [])));
  const seen: number[] = [];
  const watcher = {
    onStep: (_step: number, value: number) => void seen.push(value),
    onPoint() {},
    cancelled: () => seen.length >= steps,
  };
  await carryOutTrial(context, tasks.find((task) => task.loss === loss)!, watcher, {
    save: async () => {},
    saveModel: async () => "",
    peakMemory: () => 0,
  });
  return seen;
}

function sample(k: number, width = 100, height = 75): Raster {
  const { image } = simulateNuclei({ count: k + 1, size: 128, seed: 5 }).images[k]!;
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(255 * image[Math.floor(i / width) * 128 + (i % width)]!),
  );
  return { width, height, depth: 1, channels: 1, bitDepth: 8, fullScale: 255, data };
}

describe("training", () => {
  test("lowers the losses, by Node's numbers, and loads ONNX Runtime when it starts and not before; what it saves is read by the command", async () => {
    // Longer than it takes to press Pause on a busy machine.
    const long = SMALL.replace("t=30", `t=${LONG}`);
    const { page, faults, asked } = await openTrain(`train.html#${long}&l=crossEntropy&l=dice+%2B+focal`);
    const isRuntime = (url: string) => /\/(ort|onnx)[^/]*$|\.wasm$/.test(url);
    await page.waitForLoadState("networkidle");
    expect(asked.filter(isRuntime)).toEqual([]);
    await page.getByRole("button", { name: "Start" }).click();
    await phaseIs(page, "running");
    await page.getByRole("button", { name: "Pause" }).click();
    await phaseIs(page, "paused");
    await page.waitForTimeout(300);
    const before = (await losses(page, 0)).length;
    await page.waitForTimeout(300);
    expect((await losses(page, 0)).length).toBe(before);
    await page.getByRole("button", { name: "Go on" }).click();
    await phaseIs(page, "ended", "failed");
    expect(asked.filter(isRuntime).some((url) => url.endsWith(".wasm"))).toBe(true);

    const results = (await saved(page, "Save results.json")).toString();
    for (const [k, loss] of ["crossEntropy", "dice + focal"].entries()) {
      const own = await losses(page, k);
      expect(own).toHaveLength(LONG);
      const mean = (part: readonly number[]) => part.reduce((a, b) => a + b, 0) / part.length;
      expect(mean(own.slice(-5))).toBeLessThan(0.9 * mean(own.slice(0, 5)));
      const expected = await nodeLosses(results, loss, 5);
      // Both runtimes add in single precision, in other orders: the first loss differs by its rounding, later ones by what Adam, which
      // divides by the size of the slope, makes of it where a slope is nearly 0.
      for (const [step, value] of expected.entries())
        expect(Math.abs(own[step]! / value - 1), `${loss}, step ${step + 1}`).toBeLessThan(
          step === 0 ? 2e-6 : 1e-3,
        );
    }

    const { verdict, complete, plan, losses: ranked } = parseResults(results, "results.json");
    expect(verdict).toMatchObject({ word: "candidates", winner: null, folds: 1 });
    expect({ complete, budget: plan.budget }).toEqual({ complete: true, budget: "quick" });
    for (const [i, dice] of (
      await page
        .locator("[data-dice]")
        .evaluateAll((all) => all.map((e) => Number(e.getAttribute("data-dice"))))
    ).entries())
      expect(dice).toBe(ranked[i]!.measures.dice!.mean);
    writeFileSync(join(folder, "results.json"), results);
    writeFileSync(join(folder, "report.html"), await saved(page, "Save the report"));
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain(
      "In the studio this address trains the same plan",
    );

    writeFileSync(join(folder, "model.onnx"), await saved(page, "Save the network of crossEntropy"));
    writeFileSync(join(folder, "image.png"), png.encode!(sample(0)));
    const run = spawnSync(
      process.execPath,
      [command, "predict", "model.onnx", "image.png", "-o", "mask.png"],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    expect(run.stderr).toMatch(/labels of 1 of 1 images; classes background, nucleus/);
    await page.setInputFiles('[data-files="predict"]', join(folder, "image.png"));
    await page.locator(".predict-shown canvas").waitFor();
    expect(await saved(page, "Save the mask")).toEqual(readFileSync(join(folder, "mask.png")));

    // A file that is called as a trained network is, and is none: it is used, refused and gone, with the picture of before.
    const [name] = await page.evaluate(() =>
      (window as unknown as Heard).heard.flatMap((one) =>
        one.kind === "models" ? one.models.map((model) => model.name) : [],
      ),
    );
    writeFileSync(join(folder, name!), "no network");
    await page.setInputFiles('[data-files="model"]', join(folder, name!));
    await page.locator(".train-predict [role=alert]").waitFor();
    expect(await page.locator(".predict-shown").count()).toBe(0);
    const networks = page.locator(".predict-model option");
    expect(await networks.allInnerTexts()).toEqual(["trained: crossEntropy", "trained: dice + focal"]);
    await page.setInputFiles('[data-files="model"]', join(folder, "model.onnx"));
    await page.locator(".predict-shown canvas").waitFor();
    expect((await networks.allInnerTexts()).at(-1)).toBe("from disk: model.onnx");

    await page.locator('[name="seed"]').fill("2");
    await page.locator('[name="seed"]').press("Enter");
    await phaseIs(page, "ready");
    expect(await page.locator("[data-dice], .grid th span:not(:empty)").count()).toBe(0);
    expect(await page.getByText("Done.").count()).toBe(0);
    expect(await page.locator(".predict-model option").count()).toBe(3);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("stops, with the networks as they are", async () => {
    const { page, faults } = await openTrain(`ko/train.html#${SMALL.replace("t=30", "t=5000")}`);
    await page.getByRole("button", { name: "시작" }).click();
    await phaseIs(page, "running");
    // Settings do not follow an address that comes while they are in use.
    const before = page.url();
    await page.evaluate(() => {
      location.hash = "#n=40&s=3&t=20&l=focal&l=lovasz";
    });
    await page.waitForURL(before);
    expect(await page.locator('[name="steps"]').inputValue()).toBe("5000");
    expect(await page.locator(".train").getAttribute("data-phase")).toBe("running");
    const isKept = (kind: string) =>
      page.evaluate((name) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([], "a.png"));
        const event =
          name === "drop"
            ? new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true })
            : new Event(name, { cancelable: true });
        return !(name === "drop" ? document.querySelector("main")! : window).dispatchEvent(event);
      }, kind);
    expect([await isKept("drop"), await isKept("beforeunload")]).toEqual([true, true]);
    // Links of the site and the browser's own buttons are asked about; declined, the training goes on.
    const questions: string[] = [];
    page.on("dialog", (dialog) => {
      questions.push(dialog.message());
      return questions.length < 3 ? dialog.dismiss() : dialog.accept();
    });
    const score = page.locator('header a[href$="/ko/score.html"]').first();
    await score.click();
    await page.evaluate(() => {
      const here = location.href;
      history.replaceState({}, "", "score.html");
      history.pushState({}, "", here);
      history.back();
    });
    await expect.poll(() => questions.length).toBe(2);
    expect(new Set(questions)).toEqual(new Set(["이 페이지를 떠날까요? 진행 중인 학습은 사라집니다."]));
    await page.waitForURL(before);
    expect(await page.locator(".train").getAttribute("data-phase")).toBe("running");
    await page.getByRole("button", { name: "끝내기" }).click();
    await phaseIs(page, "stopped");
    expect(await isKept("beforeunload")).toBe(false);
    const model = await saved(page, "dice의 신경망 저장");
    expect(model.includes("segloss.steps")).toBe(true);
    await score.click();
    await page.waitForURL(/ko\/score\.html/);
    expect(questions).toHaveLength(2);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe("images of one's own", () => {
  /** Pairs of images and masks, the masks without numbered objects. */
  function makeSet(name: string): string {
    const set = join(folder, name);
    for (const side of ["images", "masks"]) mkdirSync(join(set, side), { recursive: true });
    for (const [k, { image, mask }] of simulateNuclei({ count: 8, size: 48, seed: 3 }).images.entries()) {
      const raster = { width: 48, height: 48, depth: 1, channels: 1, bitDepth: 8, fullScale: 255 };
      const bytes = Uint8Array.from(image, (value) => Math.round(255 * Math.min(1, value)));
      writeFileSync(join(set, `images/cell${k}.png`), png.encode!({ ...raster, data: bytes }));
      writeFileSync(join(set, `masks/cell${k}.png`), png.encode!({ ...raster, data: Uint8Array.from(mask) }));
    }
    writeFileSync(join(set, "classes.json"), JSON.stringify(["background", "cell"]));
    return set;
  }

  test("are paired as compare pairs them, and a loss that does not fit them is said below it", async () => {
    const set = makeSet("own");
    writeFileSync(join(set, "images/im5.png"), png.encode!(sample(0)));
    const { page, faults } = await openTrain(
      `train.html#${SMALL}&l=dice&l=distanceCrossEntropy(cells%3Dinstances)`,
    );
    await page.getByRole("button", { name: "your files" }).click();
    await page.setInputFiles('[data-files="data-folder"]', set);
    await page.getByText("own: background, cell.").waitFor();
    await page.getByText("4 to train on, 2 for the curves, 2 held back until the end.").waitFor();
    await page.getByText("1 file is left out: own: image im5 has no mask.").waitFor();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("own has no numbered objects; use cells=components").waitFor();
    await page.locator(".field-text").nth(1).fill("lovasz");
    await page.getByRole("button", { name: "Start" }).click();
    await phaseIs(page, "ended", "failed");
    expect(await page.locator("[data-dice]").count()).toBe(2);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("are those that segloss studio DATA serves", async () => {
    const set = makeSet("served");
    const data = await servedData(set, () => {});
    const own = await serveSite(data);
    const { page, faults } = await openTrain(`train.html#${SMALL}`, own.base);
    await page.getByRole("button", { name: "from segloss studio" }).click();
    await page.getByText("served: background, cell.").waitFor();
    expect(await page.locator(".grid tbody tr").count()).toBe(2);
    expect(faults).toEqual([]);
    await page.context().close();
    own.close();
    await data.close();
  });

  test("a file that is none is said in words", async () => {
    const { page } = await openTrain("train.html");
    await page.getByRole("button", { name: "your files" }).click();
    await page.setInputFiles('[data-files="data"]', fileURLToPath(import.meta.url));
    await page.getByText("no such folder; a data set is a folder with images/ and masks/").waitFor();
    const files = ["a.png", "b.png"].map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, png.encode!(sample(1)));
    await page.setInputFiles('[data-files="data"]', files);
    await page.getByText("images: 2 image files without masks; a data set is a folder").waitFor();
    await page.context().close();
  });
});

describe("what lies on the disk", () => {
  test("a report and a results.json open in the page, and a network predicts", async () => {
    const { page, faults } = await openTrain("train.html");
    for (const name of ["results.json", "report.html"]) {
      await page.setInputFiles('[data-files="report"]', join(folder, name));
      await page.getByText(`Report: ${name}`).waitFor();
      await page.getByRole("heading", { name: /^Candidates: / }).waitFor();
      // In the colours of the site, as its rules say and no attribute could.
      expect(
        await page
          .locator(".report-host .swatch")
          .first()
          .evaluate((e) => getComputedStyle(e).backgroundColor),
      ).not.toBe("rgba(0, 0, 0, 0)");
    }
    await page.setInputFiles('[data-files="report"]', join(folder, "mask.png"));
    await page.getByText("mask.png: it is no report of segloss").waitFor();
    writeFileSync(join(folder, "broken.json"), "{");
    await page.setInputFiles('[data-files="report"]', join(folder, "broken.json"));
    await page.getByText("mask.png: it is no report of segloss").waitFor({ state: "detached" });
    expect(await page.locator(".train-report [role=alert]").count()).toBe(1);
    await page.setInputFiles('[data-files="report"]', join(folder, "report.html"));
    await page.getByText("Report: report.html").waitFor();
    expect(await page.locator(".train-report [role=alert]").count()).toBe(0);
    await page.setInputFiles('[data-files="model"]', join(folder, "model.onnx"));
    await page.setInputFiles('[data-files="predict"]', join(folder, "image.png"));
    await page.locator(".predict-shown canvas").waitFor();
    expect(await saved(page, "Save the mask")).toEqual(readFileSync(join(folder, "mask.png")));
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe("the page", () => {
  test("has its settings in the address, in either language; what may not be is said", async () => {
    const { page, faults } = await openTrain("train.html#t=120&k=2&l=dice&l=mean((p-y)%5E2)");
    expect(await page.locator('[name="steps"]').inputValue()).toBe("120");
    await page.locator('[name="width"]').fill("seven");
    await page.locator('[name="width"]').press("Enter");
    await page.getByText("Width: “seven” cannot be used here.").waitFor();
    const start = page.getByRole("button", { name: "Start" });
    expect(await start.isDisabled()).toBe(true);
    await page.locator('[name="width"]').fill("4");
    await page.locator('[name="width"]').press("Enter");
    await page.waitForURL(/#.*w=4/);
    expect(await start.isDisabled()).toBe(false);
    await page.locator(".field-text").nth(1).fill("dice");
    await page.getByText("dice is named twice").waitFor();
    expect(await start.isDisabled()).toBe(true);
    await page.locator(".field-text").first().fill("tversky(bta=0.7)");
    await page.locator(".field-caret").waitFor();
    expect(await start.isDisabled()).toBe(true);
    await page.locator(".field-text").first().fill("tversky");
    await page.waitForURL(/#.*l=tversky&/);
    await page.getByRole("link", { name: "한국어" }).click();
    await page.waitForURL((url) => url.pathname.endsWith("/ko/train.html"));
    await page.waitForSelector('.train[data-ready="true"]');
    expect(await page.locator('[name="width"]').inputValue()).toBe("4");
    expect(await page.locator(".field-text").first().inputValue()).toBe("tversky");
    await page.evaluate(() => {
      location.hash = "#l=dice";
    });
    await page.getByText("두 개에서 네 개의 손실을 나란히 학습합니다.").waitFor();
    expect(await page.getByRole("button", { name: "시작" }).isDisabled()).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("the keyboard alone reaches everything, and axe finds nothing, in light and dark, 390 and 1280 pixels wide, trained, predicted and with a report open", async () => {
    const { page, faults } = await openTrain(
      `train.html#${SMALL.replace("t=30", "t=10")}&l=crossEntropy&l=0.5*dice+%2B+0.25*focal(gamma%3D2)+%2B+0.25*lovasz`,
    );
    await page.getByRole("button", { name: "Start" }).click();
    await phaseIs(page, "ended");
    await page.setInputFiles('[data-files="predict"]', join(folder, "image.png"));
    await page.locator(".predict-shown canvas").waitFor();
    const all =
      "main :is(a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex='0'])";
    const { wanted, reached } = await stopsReached(page, all, "a.header-anchor", 40);
    expect(reached).toBe(wanted);
    expect(wanted).toBeGreaterThan(25);
    await page.getByRole("button", { name: "Open the report here" }).click();
    await page.getByText("Report: report.html").waitFor();
    await axeInEveryShade(page, async () => {
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("is under 350 kB gzip before anything is trained", async () => {
    const kilobytes = await downloadedSize(browser, `${site.base}train.html`, '.train[data-ready="true"]');
    expect(kilobytes).toBeLessThan(350);
  });
});
