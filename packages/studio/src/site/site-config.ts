import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { UserConfig } from "vitepress";
import { tokenize } from "../search/tokenize.ts";
import { gatherPages, PAGES } from "./gather-pages.ts";
import { licences } from "./licences.ts";
import { markdownOptions } from "./markdown.ts";
import { repository, studio } from "./repository.ts";
import { strictHtml } from "./strict-html.ts";
import { themeConfig } from "./theme-config.ts";

/** Stands for the folder that the site is served from, until it is served or copied. */
export const BASE = "/--base--/";

/** The configuration of VitePress. Gathers the pages first, since VitePress looks for them right after. */
export async function siteConfig(): Promise<UserConfig> {
  await gatherPages();
  return {
    base: BASE,
    srcDir: PAGES,
    outDir: join(studio, "dist/site"),
    cacheDir: join(studio, ".cache/vitepress"),
    title: "segloss",
    titleTemplate: ":title · segloss",
    head: [["link", { rel: "icon", type: "image/svg+xml", href: `${BASE}favicon.svg` }]],
    // A page with a long list at its side would ask for forty others.
    router: { prefetchLinks: false },
    // In place of the style attribute that VitePress would set.
    contentProps: { class: "content" },
    // The style element by which a change of colours would be made without transitions is refused by the policy.
    appearance: { disableTransition: false } as NonNullable<UserConfig["appearance"]>,
    // The data of the site in a file: an inline script is refused by the policy, and without it nothing starts.
    metaChunk: true,
    locales: {
      root: {
        label: "English",
        lang: "en",
        description: "Losses and metrics of image segmentation: see them, try them, use them.",
      },
      ko: {
        label: "한국어",
        lang: "ko",
        description: "영상 분할의 손실 함수와 평가 지표: 보고, 시험하고, 쓰세요.",
      },
    },
    themeConfig: { ...themeConfig(), search: searchOptions() },
    markdown: { ...(await markdownOptions()), headers: { level: [2, 3] } },
    transformHtml: (html, file) => strictHtml(html, file, join(studio, "dist/site"), BASE),
    vite: {
      plugins: [licences()],
      build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
      // Of the runtimes that can train only the browser's is used.
      worker: { format: "es", rollupOptions: { external: ["onnxruntime-node"] } },
      resolve: { alias: runtimeFiles() },
      define: { __ORT_VERSION__: JSON.stringify(runtimeVersion()) },
      server: { fs: { allow: [repository] } },
    },
  };
}

const RUNTIME = join(repository, "node_modules/onnxruntime-web");

/**
 * The smallest builds of ONNX Runtime that compute on the CPU and by WebGPU, each with its wasm file beside it, which the site then serves
 * itself: the package's own entry would bring a build for WebGL and another WebGPU, twice as large.
 */
function runtimeFiles() {
  return [
    { find: /^onnxruntime-web$/, replacement: join(RUNTIME, "dist/ort.wasm.bundle.min.mjs") },
    { find: /^onnxruntime-web\/webgpu$/, replacement: join(RUNTIME, "dist/ort.webgpu.bundle.min.mjs") },
  ];
}

function runtimeVersion(): string {
  return JSON.parse(readFileSync(join(RUNTIME, "package.json"), "utf8")).version;
}

/**
 * The index is made by VitePress with our tokens; pages of the API stay out. `miniSearch` is invisible to what sends the options to the
 * browser: a function among them would be revived by eval there, which the policy refuses.
 */
function searchOptions(): object {
  const options = {
    _render(
      source: string,
      env: { relativePath: string; frontmatter?: Record<string, unknown> },
      md: { render(source: string, env: object): string },
    ) {
      if (env.relativePath.startsWith("api/")) return "";
      const html = md.render(source, env);
      return env.frontmatter?.search === false
        ? ""
        : html.replaceAll(/<math[\s\S]*?<\/math>|<button[\s\S]*?<\/button>/g, "");
    },
  };
  Object.defineProperty(options, "_render", { enumerable: false });
  Object.defineProperty(options, "miniSearch", { enumerable: false, value: { options: { tokenize } } });
  return { provider: "local", options };
}
