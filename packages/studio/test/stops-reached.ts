import type { Page } from "playwright-core";

export interface Stops {
  readonly wanted: number;
  readonly reached: number;
}

/**
 * How many of the elements that the selector finds, and that are seen, the Tab key comes to.
 *
 * @param but elements, or parts of the page, that are left out
 * @param more presses than there are elements: for what stands before them
 */
export async function stopsReached(page: Page, selector: string, but: string, more: number): Promise<Stops> {
  const wanted = await page.evaluate(
    ([all, left]) => {
      const seen = [...document.querySelectorAll<HTMLElement>(all)].filter(
        (element) => element.checkVisibility() && !element.closest(left),
      );
      for (const [i, element] of seen.entries()) element.setAttribute("data-stop", String(i));
      return seen.length;
    },
    [selector, but] as const,
  );
  const reached = new Set<string>();
  for (let i = 0; i < wanted + more; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => document.activeElement?.getAttribute("data-stop") ?? "");
    if (stop) reached.add(stop);
  }
  return { wanted, reached: reached.size };
}
