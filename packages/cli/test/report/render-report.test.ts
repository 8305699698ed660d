import { decode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { collectResults, makeSchedule, runSchedule } from "../../src/compare/compare.ts";
import { makeExperiment } from "../../src/compare/experiment.ts";
import { escapeHtml, html } from "../../src/report/html.ts";
import { classColours } from "../../src/report/palette.ts";
import { classMap, errorMap } from "../../src/report/pictures.ts";
import { renderReport } from "../../src/report/render-report.ts";
import { QUICK, smallSet } from "../compare/small-set.ts";

const losses = [{ text: "dice" }, { text: "mean(-y*logp - (1 - y)*log1mp)", note: "written out <by hand>" }];
const wild = { text: "1e39*crossEntropy" };
const experiment = makeExperiment(smallSet(), QUICK);
const signal = new AbortController().signal;

async function report(chosen = losses, change: { finished?: number } = {}): Promise<string> {
  const schedule = await makeSchedule(experiment, chosen, { epochs: 2, seeds: 1, threads: 1 }, signal);
  const trials = (await runSchedule(experiment, schedule, {}, signal)).slice(0, change.finished);
  const results = collectResults(experiment, chosen, schedule, trials, new Date(0));
  return renderReport({ results, trials, experiment });
}

const made = { page: "" };
beforeAll(async () => {
  made.page = await report();
});

describe("the report", () => {
  it("is one file: no script, no address to load anything from", () => {
    expect(/<script|<link|@import|url\(/.test(made.page)).toBe(false);
    const addresses = [...made.page.matchAll(/(?:src|href)="([^"]{0,20})/g)].map((match) => match[1]);
    expect(addresses.every((address) => address.startsWith("data:image/png;"))).toBe(true);
  });

  it("names every loss in ranking, curves, gallery and formulas", () => {
    const named = made.page.replaceAll("<wbr>", "");
    expect(named.split("mean(-y*logp - (1 - y)*log1mp)").length - 1).toBeGreaterThanOrEqual(4);
    expect(/<math [^>]*display="block"/.test(made.page)).toBe(true);
    expect(made.page.match(/<svg role="img" aria-label="(Mean Dice|Training loss)/g)).toHaveLength(3);
  });

  it("escapes what users wrote", () => {
    expect(made.page.includes("written out &lt;by hand&gt;")).toBe(true);
    expect(made.page.includes("<by hand>")).toBe(false);
  });

  it("says of every picture what it shows", () => {
    const pictures = [...made.page.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
    const held = experiment.held.images.length;
    // Image and truth, then for each loss the prediction and its errors.
    expect(pictures).toHaveLength(held * (2 + 2 * losses.length));
    for (const picture of pictures) expect(picture).toMatch(/ alt="[^"]+"/);
    expect(/alt="dice on square-\d: Dice \d\.\d\d"/.test(made.page)).toBe(true);
  });

  it("has balanced tags", () => {
    for (const tag of [
      "table",
      "tr",
      "td",
      "th",
      "section",
      "div",
      "span",
      "figure",
      "details",
      "main",
      "p",
      "dl",
    ])
      expect(
        made.page.split(`<${tag}`).length - made.page.split(new RegExp(`<${tag}[a-z]`)).length + 1,
        tag,
      ).toBe(made.page.split(`</${tag}>`).length);
  });

  it("describes settings, data and surroundings", () => {
    for (const fact of [
      "U-Net, 2 resolutions",
      "4 to train on, 2 held back",
      "onnxruntime-node",
      "learning rate up to 0.01",
    ])
      expect(made.page.includes(fact)).toBe(true);
  });
});

it("shows a diverged loss as a result", async () => {
  const page = await report([losses[0], wild]);
  expect(/diverged at step \d/.test(page)).toBe(true);
  expect(page.includes("Diverged: 1e39*crossEntropy.")).toBe(true);
});

it("says when it is partial, and what is missing", async () => {
  const page = await report(losses, { finished: 1 });
  expect(/Partial: .* Missing: mean\(-y\*logp/.test(page)).toBe(true);
  expect(made.page.includes("Partial")).toBe(false);
});

describe("pictures", () => {
  const pixels = (url: string) => decode(Buffer.from(url.split(",")[1], "base64"));
  it("show classes in their colours and ignored pixels gray", () => {
    const colours = classColours(["background", "square"]);
    const { data, width } = pixels(classMap(Uint8Array.of(0, 1, 255), 3, 1, colours));
    expect(width).toBe(3);
    expect([...data]).toEqual([...colours[0], ...colours[1], 128, 128, 128]);
  });
  it("mark wrong pixels, never ignored ones", () => {
    const sample = { ...experiment.held.images[0], mask: Uint8Array.of(0, 1, 255), width: 3, height: 1 };
    const { data } = pixels(errorMap(Uint8Array.of(1, 1, 0), sample, 255));
    expect([data[3], data[7], data[11]]).toEqual([255, 0, 0]);
  });
  it("have different colours for many classes", () => {
    for (const count of [2, 5, 10, 40]) {
      const colours = classColours(Array.from({ length: count }, (_, i) => `class ${i}`));
      expect(new Set(colours.map(String)).size).toBe(count);
    }
  });
});

it("escapes text, not markup", () => {
  expect(escapeHtml(`<a b="c">&`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;");
  expect(html`<p>${"<"}${html`<b>${1}</b>`}</p>`.markup).toBe("<p>&lt;<b>1</b></p>");
});
