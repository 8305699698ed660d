import { LOSSES } from "segloss";
import { METRIC_KINDS } from "segloss/metrics";
import { expect, it } from "vitest";
import { namedPages, pageLinks, pageSections } from "../../src/report/inspect/named-pages.ts";

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

it("finds each loss and metric by the page of the documentation that it has", () => {
  const losses = LOSSES.map(({ definition }) => definition.name);
  expect(
    namedPages(
      losses.map((name) => `docs/losses/${kebab(name)}.md`),
      3,
    ).map(({ id }) => id),
  ).toEqual(losses);
  const metrics = METRIC_KINDS.flatMap((kind) => kind.metrics.map(({ name }) => name));
  expect(
    namedPages(
      metrics.map((name) => `docs/metrics/${kebab(name)}.md`),
      1,
    ).map(({ id }) => id),
  ).toEqual([...new Set(metrics)]);
});

it("names a page once, and leaves the path of one that it does not know", () => {
  const pages = ["docs/losses/dice.md", "docs/compare.md", "docs/losses/dice.md"];
  const named = namedPages(pages, 1);
  expect(named).toHaveLength(1);
  expect(pageLinks(pages, named).markup).toBe(
    '<a href="#dice">Dice loss (F1)</a>, docs/compare.md, <a href="#dice">Dice loss (F1)</a>',
  );
  expect(pageSections(named).markup).toMatch(
    /^<section class="formula" id="dice"><h3>Dice loss \(F1\)<\/h3>/,
  );
});
