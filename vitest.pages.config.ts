import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./scripts/find-chromium.mjs";
import { alias } from "./vitest.sources.ts";

// *.page.test.ts runs in a page of Chromium (npm run test:pages, verify), *.full-page.test.ts in verify:full. The browser is the one
// of this machine, or what CHROMIUM_PATH names: the runner downloads none.
const executablePath = findChromium();

const longest = process.env.SEGLOSS_FULL ? ["packages/*/test/**/*.full-page.test.ts"] : [];

/** Where a page is isolated it may share memory, and so have threads. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The same tests, in pages that are isolated or not; `inject("isolated")` says which. */
function pages(name: string, isolated: boolean) {
  return {
    resolve: { alias },
    server: { headers: isolated ? ISOLATION : {} },
    test: {
      name,
      include: ["packages/*/test/**/*.page.test.ts", ...longest],
      provide: { isolated },
      testTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: {
            args: ["--no-sandbox", "--enable-unsafe-webgpu"],
            ...(executablePath && { executablePath }),
          },
        }),
        instances: [{ browser: "chromium" as const }],
      },
    },
  };
}

declare module "vitest" {
  interface ProvidedContext {
    readonly isolated: boolean;
  }
}

export default defineConfig({ test: { projects: [pages("page", false), pages("isolated page", true)] } });
