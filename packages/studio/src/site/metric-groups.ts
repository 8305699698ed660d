import { source } from "./repository.ts";
import type { SideGroup } from "./side-group.ts";

/** The metrics by their kinds, as the list in docs/metrics has them. */
export function metricGroups(root: string): SideGroup[] {
  const sections = source("docs/metrics/README.md").split(/^## /m).slice(1);
  return sections
    .map((section) => ({
      text: section.split("\n")[0],
      links: [...section.matchAll(/^\| \[([^\]]+)\]\(([\w-]+)\.md\)/gm)].map(([, text, name]) => ({
        text,
        link: `${root}metrics/${name}.html`,
      })),
    }))
    .filter(({ links }) => links.length > 0);
}
