import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const INLINE = /<script id="(check-[\w-]+)">([\s\S]*?)<\/script>/g;

/**
 * A page that a strict Content-Security-Policy has nothing to refuse in: the inline scripts of VitePress become files, and a style
 * attribute or another inline script is an error of the build.
 *
 * @param file of the page, for the message
 * @param folder of the site, into which the scripts go
 */
export function strictHtml(html: string, file: string, folder: string, base: string): string {
  const strict = html.replaceAll(INLINE, (_, name, code) => {
    mkdirSync(join(folder, "assets"), { recursive: true });
    writeFileSync(join(folder, `assets/${name}.js`), code);
    return `<script src="${base}assets/${name}.js"></script>`;
  });
  const refused = /<script(?![^>]*\ssrc=)[^>]*>|<[^>]*\sstyle="[^"]*"[^>]*>|<style[\s>]/.exec(strict);
  if (refused)
    throw new Error(
      `${file}: the Content-Security-Policy refuses ${refused[0].slice(0, 200)}; use a class, or a file`,
    );
  return strict;
}
