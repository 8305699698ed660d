import { readdirSync } from "node:fs";
import { LOSSES } from "segloss";
import { describe, expect, test } from "vitest";
import { koreanCurve } from "../src/korean/korean-curve.ts";
import { koreanGuide, staleGuides } from "../src/korean/korean-guides.ts";
import { koreanLossPage } from "../src/korean/korean-loss-page.ts";
import { koreanMemory } from "../src/korean/korean-memory.ts";
import { koreanMetricList, koreanMetricPage } from "../src/korean/korean-metric-page.ts";
import { koreanPresetPage } from "../src/korean/korean-preset-page.ts";
import {
  englishFields,
  ownTranslations,
  sharedTranslations,
  staleTranslations,
  textHash,
} from "../src/korean/korean-texts.ts";
import { kebab } from "../src/site/kebab.ts";
import { presetPages } from "../src/site/preset-pages.ts";
import { source } from "../src/site/repository.ts";

const definitions = LOSSES.map(({ definition }) => definition);

describe("Korean", () => {
  test("no text of a loss is missing or stale (packages/studio/ko/losses)", () => {
    expect(definitions.flatMap(staleTranslations)).toEqual([]);
  });

  test("no file and no shared sentence is left of what is gone", () => {
    const files = readdirSync("packages/studio/ko/losses").map((name) => name.replace(".json", ""));
    const names = definitions.map(({ name }) => name);
    expect(files.filter((name) => name !== "shared" && !names.includes(name))).toEqual([]);
    const hashes = new Set(definitions.flatMap((d) => [...englishFields(d).values()].map(textHash)));
    expect(Object.keys(sharedTranslations()).filter((hash) => !hashes.has(hash))).toEqual([]);
  });

  test("no guide is stale (packages/studio/ko)", () => {
    expect(staleGuides()).toEqual([]);
  });

  test("no line of a metric's page is missing or stale (packages/studio/ko/metrics.json)", () => {
    const memory = koreanMemory("metrics.json");
    const names = readdirSync("docs/metrics").filter((name) => name !== "README.md");
    const pages = [
      koreanMetricList(source("docs/metrics/README.md"), memory),
      ...names.map((name) => koreanMetricPage(source(`docs/metrics/${name}`), memory)),
    ];
    const missing = [...new Set(pages.flatMap((page) => page.missing))];
    expect(missing.map((text) => `${textHash(text)}: ${text}`)).toEqual([]);
    expect(memory.unused()).toEqual([]);
  });

  test("no text of the presets' pages is missing or stale (packages/studio/ko/presets.json)", () => {
    const memory = koreanMemory("presets.json");
    const pages = presetPages("/ko/").map(({ text }) => koreanPresetPage(text, memory));
    const missing = [...new Set(pages.flatMap((page) => page.missing))];
    expect(missing.map((text) => `${textHash(text)}: ${text}`)).toEqual([]);
    expect(memory.unused()).toEqual([]);
  });

  test("curves have their words in Korean, and a loss's presets say what they are", () => {
    const tversky = definitions.find(({ name }) => name === "tversky");
    if (!tversky) throw new Error("There is no tversky.");
    const svg = koreanCurve(source("docs/losses/curves/tversky.svg"), tversky);
    expect(svg).toContain("참 클래스의 확률, 어디서나 같음</text>");
    expect(svg).not.toMatch(/<text[^>]*>[^<]*[a-z]{4,}/);
    const page = koreanLossPage(source("docs/losses/tversky.md"), tversky, koreanMemory("presets.json"));
    expect(page).toContain("- `monai.TverskyLoss`: 영상과 클래스마다의 tversky, alpha는 거짓 양성에");
  });

  test("the page of a metric keeps formulas, code, references and other libraries", () => {
    const english = source("docs/metrics/hausdorff-distance.md");
    const { text } = koreanMetricPage(english, koreanMemory("metrics.json"));
    expect(text).toMatch(
      /^# Hausdorff 거리\n\n`hausdorffDistance`[^\n]*0에서 무한대까지이며, 작을수록 좋습니다\.$/m,
    );
    expect(text.match(/^```[\s\S]*?^```|^\$\$[\s\S]*?^\$\$/gm)).toEqual(
      english.match(/^```[\s\S]*?^```|^\$\$[\s\S]*?^\$\$/gm),
    );
    expect(text).toContain("| `percentile` | 100 | 거리 가운데");
    expect(text.slice(text.indexOf("## 다른"))).toContain("MetricsReloaded");
  });

  test("a section that is not translated is shown in English, and says so", () => {
    const guide = koreanGuide("docs/training.md") ?? "";
    expect(guide).toMatch(/아직 한국어로 옮기지 않아[\s\S]*<div lang="en">\n\n## How fast a step is/);
    expect(guide).toContain("## 여러 출력");
    // Links from English pages lead there as well.
    expect(koreanGuide("docs/inspect.md")).toContain("## 집단 {#groups}");
    expect(koreanGuide("docs/command-line.md")).toMatch(/\[아래\]\(#predict\)[\s\S]*## 예측 \{#predict\}/);
    expect(guide).toContain("(#on-a-gpu)");
    expect(koreanGuide("docs/compare.md")).toContain("### 네트워크가 시작하는 곳 {#where-a-network-starts}");
    expect(koreanGuide("docs/verified.md")).toBe(undefined);
  });

  test("a text whose English has changed is named, with its new hash", () => {
    const [dice] = definitions.filter(({ name }) => name === "dice");
    const changed = { ...dice, summary: "one minus Dice", special: [] };
    expect(staleTranslations(changed)).toContain(
      `dice.summary: the English has changed; "of" is now ${textHash("one minus Dice")}`,
    );
    expect(staleTranslations(changed)).toContain("dice.special.0: there is no such text any more");
  });

  test.each(definitions)(
    "the page of $name has no English sentence of its loss left, and all of its formulas",
    (d) => {
      const english = source(`docs/losses/${kebab(d.name)}.md`);
      const page = koreanLossPage(english, d) ?? "";
      const own = Object.keys(ownTranslations(d.name));
      const left = [...englishFields(d)].filter(
        ([field, text]) => own.includes(field) && text.length > 25 && page.includes(text),
      );
      expect(left).toEqual([]);
      expect(page).not.toMatch(/^## [A-Z]|a mask without|against the prob|Where one line|not set/m);
      expect(page.match(/^```[\s\S]*?^```|^\$\$[\s\S]*?^\$\$/gm)).toEqual(
        english.match(/^```[\s\S]*?^```|^\$\$[\s\S]*?^\$\$/gm),
      );
    },
  );
});
