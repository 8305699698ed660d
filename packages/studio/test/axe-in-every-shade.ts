import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** That axe finds nothing on a page as it stands: in light and dark, 390 and 1280 pixels wide. `then` checks more of each. */
export async function axeInEveryShade(
  page: Page,
  then: (width: number) => Promise<void> = async () => {},
): Promise<void> {
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.waitForFunction(
        (dark) => document.documentElement.classList.contains("dark") === dark,
        colorScheme === "dark",
      );
      await then(width);
      expect(await violations(page), `${colorScheme}, ${width}`).toEqual([]);
    }
}

async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
    }));
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.join(" | ")}`);
}
