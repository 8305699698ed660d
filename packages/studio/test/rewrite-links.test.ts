import { expect, test } from "vitest";
import { rewriteLinks } from "../src/site/rewrite-links.ts";

const PLACES: Record<string, string> = {
  "docs/losses/dice.md": "/losses/dice.md",
  "docs/metrics.md": "/guide/metrics.md",
  "README.md": "/index.md",
};
const rewritten = (markdown: string, file = "docs/losses/README.md") =>
  rewriteLinks(markdown, file, (to) => PLACES[to]);

test("links to files lead to pages, with their headings", () => {
  expect(rewritten("[Dice](dice.md), [`m`](../metrics.md#volumes), [door](../../README.md)")).toBe(
    "[Dice](/losses/dice.md), [`m`](/guide/metrics.md#volumes), [door](/index.md)",
  );
});

test("what the site does not hold keeps its text", () => {
  expect(rewritten("see [the golden values](../../packages/segloss/test/golden/README.md).")).toBe(
    "see the golden values.",
  );
});

test("addresses, headings of the page and code are left alone", () => {
  const text =
    "[a](https://a.example/x) [b](#below) [c](/studio.md) `[d](dice.md)`\n\n```md\n[e](dice.md)\n```\n";
  expect(rewritten(text)).toBe(text);
});
