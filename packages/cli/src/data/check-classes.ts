import { dataError } from "./data-error.ts";
import type { ImageSource } from "./image-source.ts";

/** Most classes: labels and the one that is left out are bytes. */
const MOST_CLASSES = 255;

/** @throws DataError for a set that there is nothing to learn of */
export function checkClasses({ name, classes }: Pick<ImageSource, "name" | "classes">): void {
  if (classes.length >= 2 && classes.length <= MOST_CLASSES) return;
  throw dataError(
    `${name}: the masks have ${classes.length} classes; to compare losses takes 2 to ${MOST_CLASSES}`,
  );
}
