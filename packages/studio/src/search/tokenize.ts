const WORD = /[\p{L}\p{N}]+/gu;
const HANGUL = /[\p{Script=Hangul}]+/gu;

/** Words that nearly every section has, and that people ask with: "how to choose a loss". */
const STOP = new Set(
  "a an and are as at be by do for from how i in is it my of on or that the this to what when where which with".split(
    " ",
  ),
);

/**
 * Words as the search knows them, the same for the index and for what is typed. Korean writes compounds without a space and particles
 * behind their noun, so Hangul is found by pairs of letters: 손실 in 손실을, 함수 in 손실함수. `crossEntropy` is also cross and entropy.
 */
export function tokenize(text: string): string[] {
  return [...text.matchAll(WORD)]
    .filter(([word]) => !STOP.has(word.toLowerCase()))
    .flatMap(([word]) => [...camelParts(word), ...hangulPairs(word)]);
}

function camelParts(word: string): string[] {
  if (/\p{Script=Hangul}/u.test(word)) return word.split(HANGUL).filter(Boolean);
  const parts = word.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").split(" ");
  return parts.length > 1 ? [word, ...parts] : [word];
}

function hangulPairs(word: string): string[] {
  return [...word.matchAll(HANGUL)].flatMap(([run]) => {
    const letters = [...run];
    if (letters.length === 1) return letters;
    return letters.slice(1).map((letter, i) => letters[i] + letter);
  });
}
