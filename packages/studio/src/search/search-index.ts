import index from "@localSearchIndex";
import MiniSearch, { type SearchResult } from "minisearch";
import { withoutLoanwords } from "./loanwords.ts";
import { tokenize } from "./tokenize.ts";

/** A section of a page that was found. */
export interface Hit {
  readonly link: string;
  readonly title: string;
  /** Titles above it, from the page on. */
  readonly above: readonly string[];
}

const HANGUL = /\p{Script=Hangul}/u;
/** Sections that are shown, of all pages and of one: the title of a page counts for all of its sections. */
const MOST = 24;
const MOST_OF_PAGE = 3;

/** What is looked for most often comes first: losses; pages for those who work on the library come last. */
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/\/losses\//, 1.6],
  [/\/presets\//, 0.7],
  [/\/guide\/(architecture|contributing|how-a-formula|results-json)/, 0.5],
];

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
      boostDocument: (id: string) => WEIGHTS.find(([path]) => path.test(id))?.[1] ?? 1,
      boost: { title: 4, titles: 1.5 },
    },
  });
  return (typed) => {
    const words = withoutLoanwords(typed);
    const all = search.search(words, { combineWith: "AND" });
    return named(words, fewOfEach(all.length > 0 ? all : search.search(words))).map(hit);
  };
}

/** The best sections, a few of each page; sections of a page stand together, where its best one does. */
function fewOfEach(results: readonly SearchResult[]): SearchResult[] {
  const pages = new Map<string, SearchResult[]>();
  for (const result of results) {
    const page = result.id.split("#")[0];
    const sections = pages.get(page) ?? [];
    if (sections.length < MOST_OF_PAGE) pages.set(page, [...sections, result]);
  }
  return [...pages.values()].flat().slice(0, MOST);
}

/** A page that is called what is looked for comes first, with its sections. */
function named(words: string, results: readonly SearchResult[]): readonly SearchResult[] {
  const wanted = words.toLowerCase();
  const isNamed = (title: string) => title.toLowerCase().replace(/\s*\(.*\)$/, "") === wanted;
  const pages = results.filter(({ title, titles }) => isNamed(titles[0] ?? title));
  return [...pages, ...results.filter((result) => !pages.includes(result))];
}

function hit({ id, title, titles }: SearchResult): Hit {
  return { link: id, title, above: titles };
}
