import type { Role } from "./side.ts";

const TRUTH = /(^|[^a-z])(truth|gt|ground|labels?|references?|ref|targets?|annotations?|expert|manual)/i;
const PREDICTED = /(^|[^a-z])(pred|predictions?|outputs?|results?|model|inference)/i;

/** What a name says; undefined where it says nothing. */
export function roleOfName(name: string): Role | undefined {
  if (PREDICTED.test(name)) return "predicted";
  return TRUTH.test(name) ? "truth" : undefined;
}

/** Whether a name says that it is the truth. */
export function isTruthName(name: string): boolean {
  return roleOfName(name) === "truth";
}
