import { LOSSES } from "segloss";
import { METRIC_KINDS } from "segloss/metrics";
import { expect, it } from "vitest";
import { namedPages, pageLinks, pageSections } from "../../src/report/inspect/named-pages.ts";

const CLASSES = { channels: 1, numbered: false };

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

it("finds each loss and metric by the page of the documentation that it has", () => {
  const losses = LOSSES.map(({ definition }) => definition.name);
  expect(
    namedPages(
      losses.map((name) => `docs/losses/${kebab(name)}.md`),
      CLASSES,
    ).map(({ id }) => id),
  ).toEqual(losses);
  const metrics = METRIC_KINDS.flatMap((kind) => kind.metrics.map(({ name }) => name));
  expect(
    namedPages(
      metrics.map((name) => `docs/metrics/${kebab(name)}.md`),
      CLASSES,
    ).map(({ id }) => id),
  ).toEqual([...new Set(metrics)]);
});

it("names a page once, and refuses one that it does not know", () => {
  const pages = ["docs/losses/dice.md", "docs/inputs.md", "docs/losses/dice.md"];
  const named = namedPages(pages, CLASSES);
  expect(named).toHaveLength(2);
  expect(() => namedPages(["docs/compare.md"], CLASSES)).toThrow("add it to GUIDES");
  expect(pageLinks(pages, named).markup).toBe(
    '<a href="#dice">Dice loss (F1)</a>, <a href="#inputs">Pixels that are left out</a>, <a href="#dice">Dice loss (F1)</a>',
  );
  expect(pageSections(named).markup).toMatch(
    /^<section class="formula" id="dice"><h3>Dice loss \(F1\)<\/h3>/,
  );
});

it("has the call that scores numbered objects where masks have them, and code as code", () => {
  const page = ["docs/metrics/panoptic-quality.md"];
  const { body } = namedPages(page, { channels: 1, numbered: true })[0];
  expect(body.markup).toContain("--metrics panopticQuality --labels instances</code>");
  expect(body.markup).toContain("<code>segmentationQuality</code>");
  expect(body.markup).toContain("threshold: IoU that a match must exceed");
  expect(namedPages(page, CLASSES)[0].body.markup).not.toContain("--labels");
});

it("explains the letters of a formula, and no other", () => {
  const { markup } = namedPages(["docs/losses/balanced-cross-entropy.md"], CLASSES)[0].body;
  expect(markup).toContain("<li>bound: the option clip");
  expect(markup).not.toContain("<li>foreground");
});
