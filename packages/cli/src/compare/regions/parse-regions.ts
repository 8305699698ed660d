import { dataError } from "../../data/data-error.ts";
import type { PlannedRegion } from "../protocol/plan.ts";

/**
 * Regions from text such as `whole=1+2+4, core=1+4`: names, and the classes that each is the union of, by name or by number.
 *
 * @param classes names of the classes, by number
 * @throws DataError where the text says something else
 */
export function parseRegions(text: string, classes: readonly string[]): PlannedRegion[] {
  const regions = text.split(",").map((part) => parseRegion(part.trim(), classes));
  const twice = regions.find(({ name }, k) => regions.findIndex((one) => one.name === name) !== k);
  if (twice) throw dataError(`--regions: ${twice.name} is named twice`);
  checkDifferent(regions);
  return regions;
}

/** Two outputs that learn the same thing would count it twice in every mean. */
function checkDifferent(regions: readonly PlannedRegion[]): void {
  const keys = regions.map((one) => one.classes.join());
  const again = keys.findIndex((key, k) => keys.indexOf(key) !== k);
  if (again < 0) return;
  const [first, second] = [regions[keys.indexOf(keys[again])], regions[again]];
  throw dataError(
    `--regions: ${first.name} and ${second.name} are made of the same classes (${first.classes.join("+")}); leave one out`,
  );
}

function parseRegion(text: string, classes: readonly string[]): PlannedRegion {
  const match = /^([^=+]+)=(.+)$/.exec(text);
  if (!match)
    throw dataError(
      `--regions "${text}": expected a name and its classes, such as whole=1+2, with commas between regions`,
    );
  const [name, list] = [match[1].trim(), match[2].split("+").map((part) => part.trim())];
  const numbers = list.map((part) => classNumber(part, name, classes));
  return { name, classes: [...new Set(numbers)].sort((a, b) => a - b) };
}

/** A name counts before a number, since masks may be labelled 0, 1, 2, 4. */
function classNumber(part: string, region: string, classes: readonly string[]): number {
  const named = classes.indexOf(part);
  if (named >= 0) return named;
  if (/^\d+$/.test(part) && Number(part) < classes.length) return Number(part);
  throw dataError(
    `--regions ${region}: no class is called ${part || "nothing"}; expected ${classes.map((name, c) => `${name} (${c})`).join(", ")}`,
  );
}
