import { API_MODULES } from "./api-modules.ts";
import { GUIDE_GROUPS, type Language } from "./contents.ts";
import { familiesOf } from "./families.ts";
import { kebab } from "./kebab.ts";
import { metricGroups } from "./metric-groups.ts";
import { presetLibraries } from "./preset-pages.ts";
import type { SideGroup } from "./side-group.ts";

/** What the theme reads besides the page itself. */
export interface SiteTheme {
  /** For each language, lists by the first part of the path: guide, losses, metrics. */
  readonly side: Readonly<Record<Language, Readonly<Record<string, readonly SideGroup[]>>>>;
}

export function themeConfig(): SiteTheme {
  return { side: { en: side("en"), ko: side("ko") } };
}

function side(language: Language): Record<string, readonly SideGroup[]> {
  const root = language === "en" ? "/" : "/ko/";
  const guides = GUIDE_GROUPS.map(({ label, guides }) => ({
    text: label[language],
    links: guides.map(({ label, path }) => ({ text: label[language], link: `${root}${path}.html` })),
  }));
  const libraries = {
    text: language === "en" ? "Losses of other libraries" : "다른 라이브러리의 손실",
    links: [
      { text: language === "en" ? "All of them" : "모두", link: `${root}presets/` },
      ...presetLibraries().map(({ title, page }) => ({ text: title, link: `${root}${page}.html` })),
    ],
  };
  const families = familiesOf(language).map(({ text, losses }) => ({
    text,
    links: losses.map(({ name, title }) => ({ text: title, link: `${root}losses/${kebab(name)}.html` })),
  }));
  return {
    guide: guides,
    losses: [...families, libraries],
    presets: [libraries],
    metrics: metricGroups(language),
    api: [
      {
        text: "API",
        links: API_MODULES.map(({ name, page }) => ({ text: name, link: `/api/${page}.html` })),
      },
    ],
  };
}
