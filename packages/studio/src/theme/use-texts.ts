import { useData } from "vitepress";
import { type ComputedRef, computed } from "vue";
import { textsOf } from "../texts/site-texts.ts";
import type { SiteTexts } from "../texts/site-words.ts";

/** The words of the frame in the language of the page. */
export function useTexts(): ComputedRef<SiteTexts> {
  const { lang } = useData();
  return computed(() => textsOf(lang.value));
}
