// Usage: node scripts/studio.mjs [DATA] [--port N] | --build | --out FOLDER [--base /some/where/]
// Builds the studio and the documentation, and serves them on 127.0.0.1 (npm run studio), or copies them for a web host. Needs a build of
// the packages (npm run build).
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { exitCode, main, root, run } from "./run.mjs";

const site = join(root, "packages/studio/dist/site");

/** Stands in the built site for the folder that it is served from. */
const PLACEHOLDER = "/--base--/";

/** Builds the site into packages/studio/dist/site. */
export function buildSite() {
  rmSync(site, { recursive: true, force: true });
  run(process.execPath, ["packages/studio/make-api.mjs"], { quiet: true });
  run(process.execPath, [join(root, "node_modules/vitepress/bin/vitepress.js"), "build", "packages/studio"], {
    quiet: true,
  });
}

/**
 * Copies the built site for a web host that has it below `base`.
 * @param {string} folder that the files go to
 * @param {string} base "/" or "/some/where/"
 */
export function placeSite(folder, base) {
  if (!/^\/([\w.~-]+\/)*$/.test(base))
    throw new Error(`--base ${base}: expected a path that begins and ends with a slash, as /some/where/`);
  cpSync(site, folder, { recursive: true });
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (!/\.(html|m?js|css|json)$/.test(name) || !statSync(path).isFile()) continue;
    const text = readFileSync(path, "utf8");
    if (text.includes(PLACEHOLDER)) writeFileSync(path, text.replaceAll(PLACEHOLDER, base));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(studio);

function studio() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      build: { type: "boolean" },
      out: { type: "string" },
      base: { type: "string", default: "/" },
      port: { type: "string" },
    },
  });
  buildSite();
  if (values.build) return;
  if (values.out !== undefined) return placeSite(resolve(values.out), values.base);
  const port = values.port === undefined ? [] : ["--port", values.port];
  process.exitCode = exitCode(process.execPath, [
    join(root, "packages/cli/bin/segloss.js"),
    "studio",
    ...positionals,
    ...port,
  ]);
}
