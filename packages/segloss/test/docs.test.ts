import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lossPages, writtenPage } from "../../../scripts/loss-pages.mjs";
import { metricPages, writtenMetricPage } from "../../../scripts/metric-pages.mjs";

describe("docs/losses is what the loss files say (npm run docs)", () => {
  for (const [name, page] of Object.entries(lossPages())) {
    it(name, () => expect(writtenPage(name)).toBe(page));
  }
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
