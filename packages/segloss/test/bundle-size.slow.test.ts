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

/** A bundle: its bytes, minified and compressed, and the modules that are in it. */
interface Bundle {
  readonly bytes: number;
  readonly modules: readonly string[];
}

const made = new Map<string, Promise<Bundle>>();

/** One that keeps what the line imports. */
function bundled(line: string): Promise<Bundle> {
  const bundle = made.get(line) ?? bundleOf(line);
  made.set(line, bundle);
  return bundle;
}

async function bundleOf(line: string): Promise<Bundle> {
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
  const chunks = output.filter((part) => part.type === "chunk");
  const code = chunks.map((chunk) => chunk.code).join("");
  const modules = chunks.flatMap((chunk) =>
    Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
  );
  return { bytes: gzipSync(code, { level: 9 }).length, modules };
}

describe("a bundle is no larger than docs/bundle-size.md says", () => {
  it("the page has rows", () => expect(ROWS.length).toBe(12));

  it.each(ROWS)("%s", async (_, line, stated) => {
    const size = (await bundled(line)).bytes / 1000;
    expect(size).toBeLessThan(1.03 * stated);
    // The page is brought up to date when something has become much lighter.
    expect(size).toBeGreaterThan(0.9 * stated);
  });
});

describe("a bundle has the kernels of the losses in it alone", () => {
  const KERNELS = {
    ranks: /engines\/wasm\/kernels\/rank\/|reference\/(over-ranks|rank-weights)/,
    skeletons: /engines\/wasm\/kernels\/stencil\/|reference\/(over-neighbours|soft-skeleton)/,
    fields: /engines\/(make-fields|class-fields)|\/fields\/(nearest-cells|signed-distance)/,
  };

  it.each([
    ["dice, reference", []],
    ["dice, wasm", ["fields"]],
    ["lovasz, wasm", ["ranks", "fields"]],
    ["softClDice, wasm", ["skeletons", "fields"]],
  ])("%s", async (names, has) => {
    const { modules } = await bundled(`import { ${names} } from "segloss"`);
    const found = Object.entries(KERNELS).filter(([, kernel]) => modules.some((id) => kernel.test(id)));
    expect(found.map(([name]) => name)).toEqual(has);
  });
});
