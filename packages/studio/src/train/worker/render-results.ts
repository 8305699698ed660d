import { NO_PICTURES, parseResults, renderComparison } from "@segloss/cli/training";

/**
 * The page of a results.json, as `segloss report` makes it; without pictures, which lie beside the file.
 *
 * @throws DataError where it is none of this version
 */
export function renderResults(text: string, name: string): string {
  return renderComparison({ results: parseResults(text, name), pictures: NO_PICTURES });
}
