import { useData } from "vitepress";
import { type ComputedRef, computed } from "vue";
import { type SiteTexts, textsOf } from "../texts/site-texts.ts";

/** The words of the frame in the language of the page. */
export function useTexts(): ComputedRef<SiteTexts> {
  const { lang } = useData();
  return computed(() => textsOf(lang.value));
}
