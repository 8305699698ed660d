/** How a part of a page's state stands in the address; undefined for text that says nothing. */
export interface Property<T> {
  readonly key: string;
  print(value: T): readonly string[];
  parse(texts: readonly string[]): T | undefined;
}

/** One of some words. */
export function choice<T extends string>(key: string, ...choices: readonly T[]): Property<T> {
  return {
    key,
    print: (value) => [value],
    parse: ([text]) => choices.find((each) => each === text),
  };
}

/** A whole number between two. */
export function whole(key: string, low: number, high: number): Property<number> {
  return {
    key,
    print: (value) => [String(value)],
    parse: ([text]) => {
      const value = Number(text);
      return /^\d+$/.test(text ?? "") && value >= low && value <= high ? value : undefined;
    },
  };
}

/** Longer texts are no loss that somebody typed. */
const LONGEST_LOSS = 1000;

/** Texts of losses, so many at most. */
export function lossTexts(key: string, most: number): Property<readonly string[]> {
  return {
    key,
    print: (losses) => losses,
    parse: (texts) => {
      const losses = texts.filter((text) => text.length <= LONGEST_LOSS).slice(0, most);
      return losses.length === 0 ? undefined : losses;
    },
  };
}
