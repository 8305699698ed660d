/** How the file names of two folders belong together: what stands in the place of `{id}` is the same. */
export interface PairPattern {
  readonly first: NamePattern;
  readonly second: NamePattern;
}

/** A file name with one place for what varies. */
export interface NamePattern {
  readonly before: string;
  readonly after: string;
}

const PLACE = "{id}";

/** Reads `{id}_seg.nii.gz={id}.nii.gz`; a text that says what is wrong where it is no pattern. */
export function parsePairPattern(text: string): PairPattern | string {
  const sides = text.split("=");
  if (sides.length !== 2) return 'Expected two names with = between them, such as "{id}_seg.png={id}.png".';
  const [first, second] = sides.map(namePattern);
  if (!first || !second) return 'Expected {id} once in each name, such as "{id}_seg.png={id}.png".';
  return { first, second };
}

function namePattern(text: string): NamePattern | undefined {
  const parts = text.trim().split(PLACE);
  return parts.length === 2 ? { before: parts[0], after: parts[1] } : undefined;
}

/** What stands in the place of `{id}`; undefined for a name that does not fit. */
export function idOf(name: string, { before, after }: NamePattern): string | undefined {
  if (name.length <= before.length + after.length) return undefined;
  if (!name.startsWith(before) || !name.endsWith(after)) return undefined;
  return name.slice(before.length, name.length - after.length);
}

export function patternText({ before, after }: NamePattern): string {
  return `${before}${PLACE}${after}`;
}
