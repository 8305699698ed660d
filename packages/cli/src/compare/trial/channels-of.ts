/** Channels of the logits: 1 for two classes, otherwise one a class. */
export function channelsOf({ classes }: { readonly classes: readonly string[] }): number {
  return classes.length === 2 ? 1 : classes.length;
}
