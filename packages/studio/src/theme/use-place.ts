import { useData } from "vitepress";
import { type ComputedRef, computed } from "vue";
import type { SideGroup, SideLink } from "../site/side-group.ts";
import type { SiteTheme } from "../site/theme-config.ts";

/** Where the page stands among the others. */
export interface Place {
  /** First part of the path: guide, losses, metrics, presets, api, studio; empty at the door. */
  readonly part: string;
  /** The list beside it. */
  readonly side: readonly SideGroup[];
  readonly before: SideLink | undefined;
  readonly next: SideLink | undefined;
  /** Address of the page below the base. */
  readonly link: string;
  /** Root of the language: / or /ko/. */
  readonly root: string;
  /** The same page in the other language. */
  readonly other: string;
}

export function usePlace(): ComputedRef<Place> {
  const { page, theme, lang } = useData<SiteTheme>();
  return computed(() => {
    const language = lang.value === "ko" ? "ko" : "en";
    const root = language === "ko" ? "/ko/" : "/";
    const path = page.value.relativePath.replace(/^ko\//, "");
    const part = path.includes("/") ? path.split("/")[0] : path.replace(/(index)?\.md$/, "");
    const link = `/${page.value.relativePath.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html")}`;
    const side = theme.value.side?.[language]?.[part] ?? [];
    const links = side.flatMap(({ links }) => links);
    const here = links.findIndex((one) => one.link === link);
    const otherRoot = language === "ko" ? "/" : "/ko/";
    return {
      part,
      side,
      before: here > 0 ? links[here - 1] : undefined,
      next: here >= 0 ? links[here + 1] : undefined,
      link,
      root,
      other: part === "api" || page.value.isNotFound ? otherRoot : link.replace(root, otherRoot),
    };
  });
}
