import { roleOfName } from "./role-of-name.ts";
import type { Side, Sides } from "./side.ts";
import { folderOf } from "./sides-of.ts";

/** Where something was dropped: onto the truth, a prediction by its number, or beside all predictions. */
export type Place = "truth" | number;

/**
 * Puts what was given where it belongs: two sides by their names where those tell, else in their order, the predictions first and the truth last as
 * in `segloss score`; one side by its name, else where nothing is yet, else it is another model.
 */
export function assignRoles(before: Sides, given: readonly Side[], place?: Place): Sides {
  const [first] = given;
  if (!first) return before;
  if (place === "truth") return { ...before, truth: asOne(given) };
  if (place !== undefined) return { ...before, predicted: replaced(before.predicted, place, given) };
  if (given.length > 1) return ofSeveral(given);
  const role =
    roleOfName(first.name) ?? (before.predicted.length === 0 || before.truth ? "predicted" : "truth");
  if (role === "truth") return { ...before, truth: first };
  return { ...before, predicted: [...before.predicted, first] };
}

/** The one that is called truth, where one alone is, or the last. */
function ofSeveral(given: readonly Side[]): Sides {
  const [first, second] = given;
  const named = given.filter(({ name }) => roleOfName(name) === "truth");
  const isTurned =
    given.length === 2 && roleOfName(second!.name) === "predicted" && roleOfName(first!.name) !== "predicted";
  const truth = named.length === 1 ? named[0] : isTurned ? first : given.at(-1);
  return { predicted: given.filter((side) => side !== truth), truth: truth ?? null };
}

/** Loose masks given as one side are a folder; folders stand for models of their own. */
function replaced(before: readonly Side[], at: number, given: readonly Side[]): readonly Side[] {
  const areModels = given.length > 1 && given.every(({ isFolder }) => isFolder);
  return before.toSpliced(at, 1, ...(areModels ? given : [asOne(given)]));
}

function asOne(given: readonly Side[]): Side {
  const [first] = given;
  if (given.length === 1 && first) return first;
  return folderOf([...new Set(given.flatMap(({ files }) => files))]);
}
