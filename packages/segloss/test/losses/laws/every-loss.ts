import { LOSSES, type Loss } from "segloss";

type NamedLoss = readonly [string, Loss];

/** Every named loss with its defaults. */
export const EVERY_LOSS: readonly NamedLoss[] = LOSSES.map((factory) => [
  factory.definition.name,
  (factory as unknown as () => Loss)(),
]);

/** Those that do not look at where a pixel is. */
export const PLACELESS: readonly NamedLoss[] = EVERY_LOSS.filter(([, { terms }]) =>
  terms.every((term) => term.fields === null),
);

/** Those made of quotients of sums (or of ranks), which a factor on all weights cannot change. */
export const RATIOS: readonly NamedLoss[] = EVERY_LOSS.filter(([name]) =>
  ["dice", "jaccard", "tversky", "lovasz", "lovaszHinge"].includes(name),
);

/** Those whose formula does not tell the background from other classes. */
export const SYMMETRIC: readonly NamedLoss[] = PLACELESS.filter(
  ([, loss]) => !JSON.stringify(loss.terms.map(({ formula }) => formula)).includes("foreground"),
);
