/**
 * @typedef {object} Block a fenced block of a README that is to be run
 * @property {number} line of the opening fence, from 1
 * @property {string} language "sh", "js" or "ts"
 * @property {string} code
 * @property {boolean} marked whether a `<!-- verify -->` stands before it
 */

const FENCED =
  /(?:^<!--\s*verify\b(?<words>[^\n]*?)-->[ \t]*\n\s*)?^```(?<language>\w+)[^\n]*\n(?<code>.*?)^```[ \t]*$/gms;

/**
 * The fenced blocks in sh, js and ts. An HTML comment before a block marks it to be run by verify:
 *
 *     <!-- verify -->                the block is run as it stands
 *     <!-- verify --epochs 1 -->     the words are added to its last line: the shortened form of a long command
 *
 * @param {string} markdown
 * @returns {Block[]}
 */
export function readmeBlocks(markdown) {
  return [...markdown.matchAll(FENCED)]
    .map((match) => {
      const { words, language = "", code = "" } = match.groups ?? {};
      const fence = match.index + match[0].indexOf("```");
      return {
        line: markdown.slice(0, fence).split("\n").length,
        language,
        code: words?.trim() ? `${code.trimEnd()} ${words.trim()}\n` : code,
        marked: words !== undefined,
      };
    })
    .filter(({ language }) => ["sh", "js", "ts"].includes(language));
}
