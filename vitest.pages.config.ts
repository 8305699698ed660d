import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./scripts/find-chromium.mjs";
import { alias, source } from "./vitest.sources.ts";

// *.page.test.ts runs in a page of Chromium (npm run test:pages, verify), *.full-page.test.ts in verify:full. The browser is the one
// of this machine, or what CHROMIUM_PATH names: the runner downloads none.
const executablePath = findChromium();

const full = Boolean(process.env.SEGLOSS_FULL);
const longest = full ? ["packages/*/test/**/*.full-page.test.ts"] : [];

/** Where a page is isolated it may share memory, and so have threads. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Without a GPU Chromium offers WebGPU, on SwiftShader, only when told to. */
const WEBGPU = "--enable-unsafe-webgpu";

/** A kind of page: what is in it, and how Chromium is started. */
interface PageKind {
  readonly include: readonly string[];
  /** `inject("isolated")` says it to the tests. */
  readonly isolated: boolean;
  readonly flags: readonly string[];
  /** File of onnxruntime-web that stands for it. */
  readonly bundle?: string;
}

function pages(name: string, { include, isolated, flags, bundle }: PageKind) {
  const launchOptions = {
    args: ["--no-sandbox", ...flags],
    ...(executablePath && { executablePath }),
  };
  return {
    resolve: { alias: bundle ? [...alias, ...runtimeOf(bundle)] : alias },
    server: { headers: isolated ? ISOLATION : {} },
    test: {
      name,
      include: [...include],
      provide: { isolated, full },
      testTimeout: 120_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions }),
        instances: [{ browser: "chromium" as const }],
      },
    },
  };
}

function runtimeOf(bundle: string) {
  const replacement = source(`node_modules/onnxruntime-web/dist/${bundle}`);
  return [{ find: /^onnxruntime-web(\/webgpu)?$/, replacement }];
}

const ANY = ["packages/*/test/**/*.page.test.ts", ...longest];
const training = (...names: string[]) =>
  names.map((name) => `packages/train/test/gpu/${name}.training-page.test.ts`);
const WITH_WEBGPU = "ort.webgpu.bundle.min.mjs";

const projects = [
  pages("page", { include: ANY, isolated: false, flags: [WEBGPU] }),
  pages("isolated page", { include: ANY, isolated: true, flags: [WEBGPU] }),
  pages("training", {
    ...{
      include: training("webgpu", "loss-on-device"),
      isolated: false,
      flags: [WEBGPU],
      bundle: WITH_WEBGPU,
    },
  }),
  pages("training, default bundle", {
    ...{
      include: training("default-bundle"),
      isolated: false,
      flags: [WEBGPU],
      bundle: "ort.bundle.min.mjs",
    },
  }),
  pages("training, no adapter", {
    ...{ include: training("no-adapter"), isolated: false, flags: [], bundle: WITH_WEBGPU },
  }),
];

declare module "vitest" {
  interface ProvidedContext {
    readonly isolated: boolean;
    /** Whether it is `verify:full` that runs. */
    readonly full: boolean;
  }
}

export default defineConfig({ test: { projects } });
