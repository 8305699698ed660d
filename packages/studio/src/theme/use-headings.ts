import { type Header, useData } from "vitepress";
import { type ComputedRef, computed } from "vue";

/** Headings of the second level; in the reference the exports below them, too, which are what is looked for. One alone is no list. */
export function useHeadings(): ComputedRef<readonly Header[]> {
  const { page } = useData();
  return computed(() => {
    const { headers, relativePath } = page.value;
    const all = relativePath.startsWith("api/")
      ? headers.flatMap((one) => [one, ...(one.children ?? [])])
      : headers;
    return all.length > 1 ? all : [];
  });
}
