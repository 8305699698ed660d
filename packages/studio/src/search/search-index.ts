import index from "@localSearchIndex";
import MiniSearch, { type SearchResult } from "minisearch";
import { tokenize } from "./tokenize.ts";

/** A section of a page that was found. */
export interface Hit {
  readonly link: string;
  readonly title: string;
  /** Titles above it, from the page on. */
  readonly above: readonly string[];
}

const HANGUL = /\p{Script=Hangul}/u;
const MOST = 24;

/**
 * Loads the index of a language, once it is asked for, and finds sections by words: all of them where a section has all, else any.
 * Hangul is found by its pairs, exactly; other words by their beginning and with a slip or two.
 */
export async function openSearch(locale: string): Promise<(words: string) => Hit[]> {
  const text = (await index[locale]()).default;
  const search = MiniSearch.loadJSON<{ title: string; titles: string[] }>(text, {
    fields: ["title", "titles", "text"],
    storeFields: ["title", "titles"],
    tokenize,
    searchOptions: {
      prefix: (term) => !HANGUL.test(term) || term.length === 1,
      fuzzy: (term) => (HANGUL.test(term) || term.length < 5 ? false : 0.15),
      boost: { title: 6, titles: 2 },
    },
  });
  return (words) => {
    const all = search.search(words, { combineWith: "AND" });
    return (all.length > 0 ? all : search.search(words)).slice(0, MOST).map(hit);
  };
}

function hit({ id, title, titles }: SearchResult): Hit {
  return { link: id, title, above: titles };
}
