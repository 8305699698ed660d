import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { dataError } from "../data/data-error.ts";
import { VERSION } from "../host/version.ts";

/** Folder of the built site, which is a package of its own: most who install the command never open it. */
export function siteFolder(
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): string {
  const site = join(dirname(manifestOf(resolve)), "dist/site");
  if (existsSync(join(site, "index.html"))) return site;
  throw dataError("the studio is there but not built: npm run studio, in the clone, builds it");
}

function manifestOf(resolve: (name: string) => string): string {
  try {
    return resolve("@segloss/studio/package.json");
  } catch (error) {
    throw dataError(
      `the studio is a package of its own, which is not installed: npm install @segloss/studio@${VERSION}`,
      error,
    );
  }
}
