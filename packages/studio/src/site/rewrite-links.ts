import { dirname, join } from "node:path/posix";

const CODE_OR_LINK = /(```[\s\S]*?\n```|`[^`\n]*`)|(!?)\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s]+)\)/g;

/**
 * Turns the links of a file of the repository into links of the site. What the site does not hold (a test, a folder of sources) keeps
 * its text and loses its link; code is left alone.
 *
 * @param markdown of the file
 * @param file its path below the repository
 * @param place of a file in the site ("/losses/dice.md"), or of a picture; undefined: the site does not hold it
 */
export function rewriteLinks(
  markdown: string,
  file: string,
  place: (file: string) => string | undefined,
): string {
  return markdown.replace(CODE_OR_LINK, (whole, code, picture, text, to) => {
    if (code !== undefined || /^[a-z]+:|^[#/]/.test(to)) return whole;
    const [path, heading] = to.split("#");
    const found = place(join(dirname(file), path).replace(/\/$/, ""));
    if (found === undefined) return text;
    return `${picture}[${text}](${found}${heading === undefined ? "" : `#${heading}`})`;
  });
}
