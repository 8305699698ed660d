import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { API_MODULES } from "./api-modules.ts";
import { studio } from "./repository.ts";
import { rewriteLinks } from "./rewrite-links.ts";

/** Pages of the API reference, in English alone: those that `make-api.mjs` has written, and the list of them. */
export function apiPages(): { readonly path: string; readonly text: string }[] {
  const made = API_MODULES.filter(({ file }) => existsSync(apiFile(file)));
  const pages = made.map(({ name, file, page }) => ({ path: `api/${page}`, text: modulePage(name, file) }));
  return [...pages, { path: "api/index", text: indexPage(made.length > 0) }];
}

function apiFile(file: string): string {
  return join(studio, ".cache/api", file);
}

/** What TypeDoc wrote about a module, with the name by which it is imported. */
function modulePage(name: string, file: string): string {
  const text = readFileSync(apiFile(file), "utf8").replace(/^# .*$/m, `# ${name}`);
  return rewriteLinks(text, file, (to) => {
    const found = API_MODULES.find((module) => module.file === to);
    return found && `/api/${found.page}.md`;
  });
}

function indexPage(made: boolean): string {
  const rows = API_MODULES.map(({ name, page, text }) =>
    made ? `| [\`${name}\`](/api/${page}.md) | ${text} |` : `| \`${name}\` | ${text} |`,
  );
  return [
    "# API",
    "",
    "What the packages export, from the docstrings of the sources. Losses and metrics have pages of their own: [the losses](/losses/index.md),",
    "[the metrics](/metrics/index.md). What an argument may be stands in [What goes in](/guide/inputs.md).",
    "",
    "| import from | holds |",
    "|---|---|",
    ...rows,
    "",
    ...(made
      ? []
      : ["This build of the site was made without the reference: `npm run studio` makes it.", ""]),
  ].join("\n");
}
