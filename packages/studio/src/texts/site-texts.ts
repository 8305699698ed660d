import { en } from "./en.ts";
import { ko } from "./ko.ts";
import type { SiteTexts } from "./site-words.ts";

export const TEXTS: Readonly<Record<string, SiteTexts>> = { en, ko };

/** The texts of a language as VitePress names it. */
export function textsOf(lang: string): SiteTexts {
  return TEXTS[lang] ?? en;
}
