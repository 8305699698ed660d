import { EN } from "./en.ts";
import { KO } from "./ko.ts";
import type { Texts } from "./texts.ts";

export type { Texts } from "./texts.ts";

/** The texts of a language tag; English where there are none. */
export function textsOf(language: string): Texts {
  return language.toLowerCase().startsWith("ko") ? KO : EN;
}
