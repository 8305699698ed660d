import type { Role, Side, Sides } from "./side.ts";

const TRUTH = /(^|[^a-z])(truth|gt|ground|labels?|references?|ref|targets?|annotations?|expert|manual)/i;
const PREDICTED = /(^|[^a-z])(pred|predictions?|outputs?|results?|model|inference)/i;

/**
 * Puts what was given where it belongs: two sides by their names where those tell, else in their order, the prediction first as in
 * `segloss score`; one side by its name, else where nothing is yet.
 */
export function assignRoles(before: Sides, given: readonly Side[], asked?: Role): Sides {
  const [first, second] = given;
  if (!first) return before;
  if (asked) return { ...before, [asked]: asFolder(given) };
  if (!second) return { ...before, [roleOf(first) ?? freeRole(before)]: first };
  const isSwapped =
    (roleOf(first) === "truth" && roleOf(second) !== "truth") ||
    (roleOf(second) === "predicted" && roleOf(first) !== "predicted");
  return isSwapped ? { predicted: second, truth: first } : { predicted: first, truth: second };
}

/** What a name says; undefined where it says nothing. */
function roleOf({ name }: Side): Role | undefined {
  if (PREDICTED.test(name)) return "predicted";
  return TRUTH.test(name) ? "truth" : undefined;
}

function freeRole({ predicted }: Sides): Role {
  return predicted ? "truth" : "predicted";
}

/** Several masks that are given as one side are a folder. */
function asFolder(given: readonly Side[]): Side {
  const [first] = given;
  if (given.length === 1 && first) return first;
  return { name: "masks", isFolder: true, files: [...new Set(given.flatMap(({ files }) => files))] };
}
