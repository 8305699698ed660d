import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { once, randomInputs } from "./steps.ts";

/** The path of a Chromium, which `npm run verify` installs where it is missing; without one these tests fail. */
const CHROMIUM = execFileSync(process.execPath, [
  fileURLToPath(new URL("../../../../../scripts/ensure-chromium.mjs", import.meta.url)),
])
  .toString()
  .trim();
const SHAPE = [2, 160, 161, 1];
const LOSS = "dice + crossEntropy";

/** What the page runs: the engine from its sources, bundled, on the same inputs as here. */
const PAGE_SOURCE = fileURLToPath(new URL("./browser-page.ts", import.meta.url));

interface Answer {
  readonly threads: number;
  readonly isolated: boolean;
  readonly value: number;
  readonly gradientSum: number;
}

async function bundle(): Promise<string> {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    resolve: { alias: { segloss: join(root, "src/index.ts") } },
    build: { write: false, minify: true, lib: { entry: PAGE_SOURCE, formats: ["es"] } },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as { output: { code: string }[] };
  return output[0].code;
}

/** Serves the page, cross-origin isolated or not, and waits for its answer. */
async function askBrowser(code: string, isolated: boolean): Promise<Answer> {
  let server: Server | undefined;
  let browser: ChildProcess | undefined;
  const profile = mkdtempSync(join(tmpdir(), "segloss-chromium-"));
  try {
    return await new Promise<Answer>((resolve, reject) => {
      server = createServer((request, response) => {
        if (request.url === "/answer") {
          let body = "";
          request.on("data", (part) => {
            body += part;
          });
          request.on("end", () => {
            response.end();
            const answer = JSON.parse(body);
            if (answer.error) reject(new Error(answer.error));
            else resolve(answer);
          });
          return;
        }
        if (isolated) {
          response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
          response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
        }
        const script = request.url === "/page.js";
        response.setHeader("Content-Type", script ? "text/javascript" : "text/html");
        response.end(script ? code : '<!doctype html><script type="module" src="/page.js"></script>');
      });
      server.listen(0, "127.0.0.1", () => {
        const { port } = (server as Server).address() as AddressInfo;
        const options = ["--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
        browser = spawn(CHROMIUM, [...options, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
        browser.on("error", reject);
      });
    });
  } finally {
    browser?.kill("SIGKILL");
    server?.close();
    server?.closeAllConnections();
    await new Promise((done) => setTimeout(done, 200));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe("in headless Chromium (CHROMIUM_PATH names another)", () => {
  for (const isolated of [true, false]) {
    it(`${isolated ? "two threads on an isolated page" : "one thread on any other page"}, the same loss`, async () => {
      const engine = await wasm();
      const here = once(engine, LOSS, { shape: SHAPE }, randomInputs(SHAPE));
      const answer = await askBrowser(await bundle(), isolated);
      expect(answer.isolated).toBe(isolated);
      expect(answer.threads).toBe(isolated ? 2 : 1);
      // The browser may have relaxed SIMD, which rounds otherwise.
      expect(Math.abs(answer.value / here.value - 1)).toBeLessThan(1e-7);
      const sum = here.gradient.reduce((a, g) => a + Math.abs(g), 0);
      expect(Math.abs(answer.gradientSum / sum - 1)).toBeLessThan(1e-6);
    });
  }
});
