import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** What no file of ours may hold: it would tie the project to the machine on which it was written. */
const RULES = [
  {
    what: "names a package registry's host",
    pattern:
      /https?:\/\/[^\s"'/]*(?:registry|artifactory|verdaccio|nexus)|\bregistry\.(?:npmjs|yarnpkg|npmmirror)\b/i,
  },
  {
    what: "holds an absolute path of a machine",
    // /home/web_user is no machine's: the home of everybody in code that Emscripten made.
    pattern: /(?<![\w.~*)}-])\/(?:work|root|home|Users)\/(?!web_user\b)\w/,
  },
];

/**
 * @param {string} text
 * @returns {string[]} "line 3 names ...: the line" for each forbidden thing
 */
export function forbiddenText(text) {
  return text
    .split("\n")
    .flatMap((line, index) =>
      RULES.filter(({ pattern }) => pattern.test(line)).map(
        ({ what }) => `line ${index + 1} ${what}: ${line.trim().slice(0, 120)}`,
      ),
    );
}

/**
 * Forbidden text in all text files below a folder.
 * @param {string} folder
 * @param {string[]} skipped names of folders left out
 * @returns {string[]}
 */
export function forbiddenTextBelow(folder, skipped = []) {
  return filesBelow(folder, skipped).flatMap((path) => {
    const bytes = readFileSync(path);
    if (bytes.subarray(0, 8000).includes(0)) return []; // a picture or another binary
    return forbiddenText(bytes.toString("utf8")).map((problem) => `${relative(folder, path)} ${problem}`);
  });
}

/**
 * @param {string} folder
 * @param {string[]} skipped
 * @returns {string[]}
 */
function filesBelow(folder, skipped) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.includes(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, skipped);
      return entry.isFile() ? [path] : [];
    });
}
