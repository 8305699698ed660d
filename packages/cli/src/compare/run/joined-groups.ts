/**
 * Groups in which images that stand for each other (the same pixels under two names) are one, so that no fold tests what another trained on.
 *
 * @param groups of the images
 * @param together lists of images by index
 */
export function joinedGroups(groups: readonly string[], together: readonly (readonly number[])[]): string[] {
  const leader = new Map(groups.map((group) => [group, group]));
  const find = (group: string): string => {
    const next = leader.get(group)!;
    return next === group ? group : find(next);
  };
  for (const images of together)
    for (const image of images.slice(1)) leader.set(find(groups[image]), find(groups[images[0]]));
  return groups.map(find);
}
