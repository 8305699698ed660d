import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Case } from "./cases.ts";
import type { Answer } from "./page.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const ORT = path("../../../../node_modules/onnxruntime-web/dist/");

/** A page of the test: which bundle stands for onnxruntime-web/webgpu, and how Chromium is started. */
export interface Page {
  readonly bundle: string;
  readonly flags: readonly string[];
  readonly cases: readonly Case[];
}

/** The page's script from the sources, with ONNX Runtime left to the import map. */
export async function bundlePage(): Promise<string> {
  const result = await build({
    root: path("../.."),
    configFile: false,
    logLevel: "error",
    resolve: {
      alias: [
        { find: /^segloss$/, replacement: path("../../../segloss/src/index.ts") },
        { find: /^segloss\/door$/, replacement: path("../../../segloss/src/door/index.ts") },
        { find: "@segloss/train", replacement: path("../../src/index.ts") },
      ],
    },
    build: {
      write: false,
      target: "esnext",
      lib: { entry: path("./page.ts"), formats: ["es"] },
      rollupOptions: { external: [/^onnxruntime/] },
    },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as { output: { code: string }[] };
  return output[0].code;
}

function html(bundle: string): string {
  const imports = { "onnxruntime-web": `/ort/${bundle}`, "onnxruntime-web/webgpu": `/ort/${bundle}` };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  return `<!doctype html>${map}<script type="module" src="/page.js"></script>`;
}

const TYPES: readonly (readonly [ending: string, type: string])[] = [
  [".wasm", "application/wasm"],
  ["js", "text/javascript"],
];

function serve(url: string, response: ServerResponse, code: string, bundle: string): void {
  const type = TYPES.find(([ending]) => url.endsWith(ending))?.[1] ?? "text/html";
  response.setHeader("Content-Type", type);
  if (url.startsWith("/ort/")) createReadStream(join(ORT, basename(url))).pipe(response);
  else response.end(url === "/page.js" ? code : html(bundle));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += part;
  return body;
}

/** Opens a page in a fresh Chromium without a GPU and waits for its answer. */
export async function askPage(code: string, { bundle, flags, cases }: Page): Promise<Answer> {
  const script = path("../../../../scripts/ensure-chromium.mjs");
  const chromium = execFileSync(process.execPath, [script]).toString().trim();
  const profile = mkdtempSync(join(tmpdir(), "segloss-chromium-"));
  const server = createServer();
  let browser: ChildProcess | undefined;
  try {
    return await new Promise<Answer>((resolve, reject) => {
      server.on("request", async (request: IncomingMessage, response: ServerResponse) => {
        if (request.url !== "/answer") return serve(request.url ?? "/", response, code, bundle);
        resolve(JSON.parse(await bodyOf(request)));
        response.end();
      });
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo;
        const address = `http://127.0.0.1:${port}/#${encodeURIComponent(JSON.stringify({ cases }))}`;
        const options = ["--headless=new", "--no-sandbox", `--user-data-dir=${profile}`, ...flags];
        browser = spawn(chromium, [...options, address], { stdio: "ignore" });
        browser.on("error", reject);
      });
    });
  } finally {
    browser?.kill("SIGKILL");
    server.close();
    server.closeAllConnections();
    await new Promise((done) => setTimeout(done, 200));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
