import { koreanMemory } from "../korean/korean-memory.ts";
import { koreanMetricList } from "../korean/korean-metric-page.ts";
import type { Language } from "./contents.ts";
import { source } from "./repository.ts";
import type { SideGroup } from "./side-group.ts";

/** The metrics by their kinds, as the list in docs/metrics has them. */
export function metricGroups(language: Language): SideGroup[] {
  const root = language === "en" ? "/" : "/ko/";
  const english = source("docs/metrics/README.md");
  const list = language === "en" ? english : koreanMetricList(english, koreanMemory("metrics.json")).text;
  const sections = list.split(/^## /m).slice(1);
  return sections
    .map((section) => ({
      text: section.split("\n")[0],
      links: [...section.matchAll(/^\| \[(.+)\]\(([\w-]+)\.md\)/gm)].map(([, text, name]) => ({
        text,
        link: `${root}metrics/${name}.html`,
      })),
    }))
    .filter(({ links }) => links.length > 0);
}
