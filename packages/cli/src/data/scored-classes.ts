/** All classes but one that is called background, by index: those that means are taken over. */
export function scoredClasses(classes: readonly string[]): number[] {
  const all = classes.map((_, index) => index);
  return /^background$/i.test(classes[0]) ? all.slice(1) : all;
}
