import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";

/** What a page loads until it stands there and asks for nothing more, in kB, each file packed by gzip at its best. */
export async function downloadedSize(browser: Browser, address: string, ready: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await page.goto(address);
  await page.waitForSelector(ready);
  await page.waitForLoadState("networkidle");
  const total = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
  await context.close();
  return total / 1000;
}
