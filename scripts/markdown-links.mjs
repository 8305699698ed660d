import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The places that a page links to, pictures among them; links to other hosts and the text of code blocks are left out.
 * @param {string} markdown
 * @returns {string[]} paths with the #heading, as they are written
 */
export function localLinks(markdown) {
  const prose = markdown.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to).filter((to) => !/^[a-z]+:/.test(to));
}

/**
 * The names by which links reach the headings of a page.
 * @param {string} markdown
 * @returns {string[]}
 */
export function headingNames(markdown) {
  const headings = markdown.replace(/^```.*?^```/gms, "").matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/ /g, "-"),
  );
}

/**
 * @param {string} root
 * @param {string} page below root
 * @returns {string[]} the links of the page that lead nowhere
 */
export function brokenLinks(root, page) {
  return localLinks(readFileSync(join(root, page), "utf8")).filter((to) => {
    const [path = "", heading] = to.split("#");
    const file = path ? join(root, dirname(page), path) : join(root, page);
    if (!existsSync(file)) return true;
    return heading !== undefined && !headingNames(readFileSync(file, "utf8")).includes(heading);
  });
}
