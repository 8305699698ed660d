import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lossPages, writtenPage } from "../../../scripts/loss-pages.mjs";
import { metricPages, writtenMetricPage } from "../../../scripts/metric-pages.mjs";

describe("docs/losses is what the loss files say (npm run docs)", () => {
  for (const [name, page] of Object.entries(lossPages())) {
    it(name, () => expect(writtenPage(name)).toBe(page));
  }
});

const SECTIONS = ["Formula", "When to use it", "In other libraries", "Reference"];

it.each([
  [
    "loss",
    Object.entries(lossPages()).filter(([name]) => /^(?!README).*\.md$/.test(name)),
    [...SECTIONS, "Curve"],
  ],
  [
    "metric",
    Object.entries(metricPages()).filter(([name]) => name !== "README.md"),
    [...SECTIONS, "Conventions"],
  ],
] as const)("every page of a %s says what a reader looks for", (_, pages, sections) => {
  expect(pages.length).toBeGreaterThan(30);
  for (const [name, page] of pages)
    for (const title of sections)
      expect(page, `${name}, ${title}`).toMatch(new RegExp(`^## ${title}\\n\\n\\S`, "m"));
});

describe("docs/metrics is what the metric files say (npm run docs)", () => {
  const pages = metricPages();
  for (const [name, page] of Object.entries(pages)) {
    it(name, () => expect(writtenMetricPage(name)).toBe(page));
  }
  it("holds nothing else", () => {
    const files = readdirSync(new URL("../../../docs/metrics", import.meta.url));
    expect(files.sort()).toEqual(Object.keys(pages).sort());
  });
});
