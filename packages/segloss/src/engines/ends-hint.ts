import type { LinkName } from "../links/index.ts";

/** What to add to a message about a value or slope that is not finite: without a link it is most often that of log 0. */
export function endsHint(link: LinkName): string {
  if (link !== "none") return "";
  return " Without a link, a true class needs p > 0 and a false one p < 1: clip p, or pass logits.";
}
