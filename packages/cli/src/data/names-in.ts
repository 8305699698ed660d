import { readdirSync } from "node:fs";

/**
 * What a folder holds; [] where it cannot be read. Read at once: to wait for one of some twenty small answers before the first mask is
 * read takes longer than the answer.
 */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
