/** The first item of the part of each: two lists are equal where they divide the items alike, whatever the parts are called. */
export function firstOfEach(parts: readonly (string | number)[]): number[] {
  const first = new Map<string | number, number>();
  return parts.map((part, item) => {
    const known = first.get(part) ?? item;
    first.set(part, known);
    return known;
  });
}

/** Whether several divisions of the same items are one, whatever their parts are called. */
export function isOnePartition(divisions: readonly (readonly (string | number)[])[]): boolean {
  const [first, ...others] = divisions.map(firstOfEach);
  return others.length > 0 && others.every((one) => one.every((item, k) => item === first[k]));
}
