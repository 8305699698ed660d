import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const ensure = fileURLToPath(new URL("../../../scripts/ensure-chromium.mjs", import.meta.url));

/** The Chromium of this machine. */
export function openBrowser(): Promise<Browser> {
  const executablePath = execFileSync(process.execPath, [ensure], { encoding: "utf8" }).trim();
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A page, and everything that went wrong in it: what a user would see in the console, and requests beyond its own server. */
export async function openPage(
  browser: Browser,
  base: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  const fault = (text: string) => faults.push(`${page.url().replace(base, "/")}: ${text}`);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && fault(message.text()));
  page.on("pageerror", (error) => fault(error.message));
  page.on("requestfailed", (request) => {
    // What a page had not finished loading when the next one was opened.
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") fault(`${request.url()} ${reason}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("blob:") && !url.startsWith("data:"))
      fault(`asks for ${url}`);
  });
  page.on(
    "response",
    (response) => response.status() >= 400 && fault(`${response.status()} ${response.url()}`),
  );
  return { page, faults };
}

/** Opens a page and waits until it answers: what stands there before is the text alone. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => {
    const app = document.querySelector("#app") as (Element & { __vue_app__?: object }) | null;
    return app?.__vue_app__ !== undefined;
  });
}
