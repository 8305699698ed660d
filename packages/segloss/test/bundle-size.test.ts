import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src/", import.meta.url));
const page = readFileSync(new URL("../../../docs/bundle-size.md", import.meta.url), "utf8");

/** Rows of the page's table: what it is, the import, kB. */
const ROWS = [...page.matchAll(/^\| (.+?) \| `(import .+?)` \| ([\d.]+) \|$/gm)].map(
  ([, what, line, size]) => [what, line, Number(size)] as const,
);

/** Bytes, minified and compressed, of a bundle that keeps what the line imports. */
async function bundleSize(line: string): Promise<number> {
  const names = [...line.matchAll(/\{(.+?)\}/g)].flatMap(([, list]) => list.split(","));
  const bundle = await rolldown({
    input: "entry",
    external: ["@tensorflow/tfjs-core"],
    plugins: [
      {
        name: "sources",
        resolveId(id) {
          if (id === "entry") return "\0entry.js";
          const [, part] = /^segloss(?:\/(.+))?$/.exec(id) ?? [];
          return id.startsWith("segloss") ? `${source}${part ? `${part}/` : ""}index.ts` : null;
        },
        load: (id) => (id === "\0entry.js" ? `${line}; globalThis.kept = [${names}];` : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const code = output.map((part) => (part.type === "chunk" ? part.code : "")).join("");
  return gzipSync(code, { level: 9 }).length;
}

describe("a bundle is no larger than docs/bundle-size.md says", () => {
  it("the page has rows", () => expect(ROWS.length).toBe(9));

  it.each(ROWS)("%s", async (_, line, stated) => {
    const size = (await bundleSize(line)) / 1000;
    expect(size).toBeLessThan(1.03 * stated);
    // The page is brought up to date when something has become much lighter.
    expect(size).toBeGreaterThan(0.9 * stated);
  });
});
