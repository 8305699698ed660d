import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listenNear } from "../../src/studio/listen-near.ts";
import { siteFolder } from "../../src/studio/site-folder.ts";
import { studioServer } from "../../src/studio/studio-server.ts";

const folder = mkdtempSync(join(tmpdir(), "segloss-studio-"));
const [site, data, outside] = ["site", "data", "outside"].map((name) => join(folder, name));
const server = studioServer({ site, token: "t0ken", data: { folder: data, index: { files: ["a.png"] } } });
let port: number;

beforeAll(async () => {
  for (const path of [join(site, "assets"), join(data, "masks"), join(data, ".hidden"), outside])
    mkdirSync(path, { recursive: true });
  writeFileSync(join(site, "index.html"), '<script src="/--base--/assets/a.js"></script>');
  writeFileSync(join(site, "404.html"), "no such page");
  writeFileSync(join(site, "assets/a.js"), 'fetch("/--base--/x")');
  writeFileSync(join(data, "masks/ä b.png"), Uint8Array.of(1, 2, 3));
  writeFileSync(join(data, "page.html"), "<script>alert(1)</script>");
  writeFileSync(join(data, ".hidden/key"), "secret");
  writeFileSync(join(data, ".env"), "secret");
  writeFileSync(join(outside, "key"), "secret");
  symlinkSync(join(outside, "key"), join(data, "link.png"));
  symlinkSync(outside, join(data, "way-out"));
  symlinkSync(join(data, "masks"), join(data, "inside"));
  port = await listenNear(server, 20000 + (process.pid % 20000));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

interface Got {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Sends the path as it stands: `fetch` would resolve what is tried here. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers, method }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts).toString(),
          headers: response.headers,
        }),
      );
    });
    asked.on("error", reject).end();
  });
}

describe("the server of the studio", () => {
  test("has the site below its token, with the token put in", async () => {
    expect((await get("/t0ken/")).body).toBe('<script src="/t0ken/assets/a.js"></script>');
    expect((await get("/t0ken/assets/a.js?v=1")).body).toBe('fetch("/t0ken/x")');
    expect(await get("/t0ken/none.html")).toMatchObject({ status: 404, body: "no such page" });
  });

  test("has nothing without the token", async () => {
    for (const path of ["/", "/index.html", "/data/index.json", "/t0ke/", "/T0KEN/", "//t0ken/", "/x/t0ken/"])
      expect(await get(path), path).toMatchObject({
        status: 404,
        body: "nothing is here: the address is the one that segloss studio printed, with its token\n",
      });
  });

  test("sends a strict policy and isolates its pages, whatever it answers", async () => {
    for (const path of ["/t0ken/", "/nothing", "/t0ken/data/files/page.html"]) {
      const { headers } = await get(path);
      expect(headers["content-security-policy"]).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(headers["content-security-policy"]).toContain("style-src 'self';");
      expect(headers["content-security-policy"]).not.toMatch(
        /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*/,
      );
      expect(headers).toMatchObject({
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
    }
  });

  test("keeps what has a hash in its name, and asks again for the rest", async () => {
    expect((await get("/t0ken/assets/a.js")).headers["cache-control"]).toContain("immutable");
    expect((await get("/t0ken/")).headers["cache-control"]).toBe("no-cache");
    expect((await get("/t0ken/data/files/page.html")).headers["cache-control"]).toBe("no-store");
  });

  test("refuses a foreign Host, as a name of another site that means 127.0.0.1 would send it", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      `127.0.0.1:${port + 1}`,
      "127.0.0.1",
      `[::1]:${port}`,
    ])
      expect(await get("/t0ken/", { host }), host).toMatchObject({
        status: 403,
        body: `this server answers to 127.0.0.1:${port} only\n`,
      });
    expect((await get("/t0ken/", { host: `localhost:${port}` })).status).toBe(200);
  });

  test("refuses pages of other sites", async () => {
    for (const origin of [
      "http://evil.example",
      "null",
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
    ])
      expect(await get("/t0ken/data/index.json", { origin }), origin).toMatchObject({
        status: 403,
        body: "this server answers its own pages only\n",
      });
    for (const site of ["cross-site", "same-site"])
      expect((await get("/t0ken/data/index.json", { "sec-fetch-site": site })).status, site).toBe(403);
    const own = { origin: `http://127.0.0.1:${port}`, "sec-fetch-site": "same-origin" };
    expect((await get("/t0ken/data/index.json", own)).status).toBe(200);
  });

  test("is read only", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect((await get("/t0ken/", {}, method)).status, method).toBe(405);
    expect(await get("/t0ken/", {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  });

  test("serves the files of DATA, as bytes and never as a page", async () => {
    expect(JSON.parse((await get("/t0ken/data/index.json")).body)).toEqual({ files: ["a.png"] });
    expect((await get(`/t0ken/data/files/masks/${encodeURIComponent("ä b.png")}`)).body).toBe(
      "\u0001\u0002\u0003",
    );
    expect((await get(`/t0ken/data/files/inside/${encodeURIComponent("ä b.png")}`)).status).toBe(200);
    expect((await get("/t0ken/data/files/page.html")).headers["content-type"]).toBe(
      "application/octet-stream",
    );
  });

  test("without DATA there is none, and no file", async () => {
    const bare = studioServer({ site, token: "t0ken" });
    const own = await listenNear(bare, port + 30);
    const at = (path: string) => fetch(`http://127.0.0.1:${own}/t0ken/data/${path}`);
    expect(await (await at("index.json")).json()).toBe(null);
    expect((await at("files/page.html")).status).toBe(404);
    bare.close();
    bare.closeAllConnections();
  });

  test.each([
    "../outside/key",
    "masks/../../outside/key",
    "..%2foutside%2fkey",
    "..%5coutside%5ckey",
    "%2e%2e/outside/key",
    "%252e%252e/outside/key",
    "/etc/hostname",
    "%2fetc%2fhostname",
    "link.png",
    "way-out/key",
    ".env",
    ".hidden/key",
    "masks",
    "masks/",
    "",
    "masks//a.png",
    "page.html%00.png",
    "%ff",
    "none.png",
  ])("serves nothing outside of DATA, and nothing hidden: %s", async (path) => {
    const { status, body } = await get(`/t0ken/data/files/${path}`);
    expect(status).toBe(404);
    expect(body).not.toMatch(/secret/);
  });

  test("the site itself has no way out either", async () => {
    for (const path of ["../data/.env", "..%2fdata%2f.env", "%2e%2e%2fdata%2f.env"])
      expect((await get(`/t0ken/${path}`)).body, path).not.toMatch(/secret/);
  });

  test("a taken port is passed over for the next", async () => {
    const second = studioServer({ site, token: "" });
    expect(await listenNear(second, port)).toBeGreaterThan(port);
    expect((second.address() as AddressInfo).address).toBe("127.0.0.1");
    second.close();
  });

  test("a missing package is an error with the line that installs it", () => {
    const missing = () => {
      throw new Error("Cannot find module");
    };
    expect(() => siteFolder(missing)).toThrow(/not installed: npm install @segloss\/studio@\d/);
    expect(() => siteFolder(() => join(folder, "package.json"))).toThrow(/not built: npm run studio/);
  });
});
