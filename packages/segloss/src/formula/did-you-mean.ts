import { check } from "../door/check.ts";
import type { Kind } from "../door/kind.ts";
import { TEXT } from "../door/kinds.ts";

const WORDS: Kind = {
  expected: "a list of words",
  fits: (value) =>
    typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === "function" &&
    !ArrayBuffer.isView(value) &&
    [...(value as Iterable<unknown>)].every(TEXT.fits),
};

/** ` Did you mean "focal"?` when a candidate is near, else nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  check("didYouMean: word", word, TEXT);
  check("didYouMean: candidates", candidates, WORDS);
  const near = nearest(word, candidates);
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

/** The word that `didYouMean` has put at the end of a message. */
export function suggestionIn(message: string): string | undefined {
  return / Did you mean "([^"]+)"\?$/.exec(message)?.[1];
}

/** The candidate with the fewest edits, when a third of the letters or fewer differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/** Longer words are no misspelt names, and comparing takes the product of the lengths. */
const LONGEST = 64;

/** Edits (insert, delete, replace, swap of neighbours) between two words: Damerau-Levenshtein, 1964. */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}
