import { type LabelPair, labelsOf, meanOf, named, split } from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";

/** Each class of each image as two masks; its truth may be empty. */
export function rows(each: PeerCase): LabelPair[][] {
  const { include_background = true } = each.options;
  const images = split(labelsOf(each), 1).map((image) => split(image, 1));
  return images.map((image) => image.slice(include_background ? 0 : 1));
}

/** Values of [images][classes], reduced as MONAI does: what is NaN is left out. */
export function reduced(values: readonly (readonly number[])[], how = "none"): Nested {
  const columns = values[0].map((_, c) => values.map((row) => row[c]));
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
  const zero = (value: number): number => (Number.isNaN(value) ? 0 : value);
  const ways: Readonly<Record<string, () => Nested>> = {
    none: () => values,
    mean: () => zero(meanOf(values.map(meanOf))),
    sum: () => sum(values.map(sum)),
    mean_batch: () => columns.map((column) => zero(meanOf(column))),
    sum_batch: () => columns.map(sum),
    mean_channel: () => values.map((row) => zero(meanOf(row))),
    sum_channel: () => values.map(sum),
  };
  return named(ways, how)();
}

/** What is counted of [images][classes], added up as the reduction says, a mean as well as a sum, before it is valued. */
export function pooled<T>(
  images: readonly (readonly T[])[],
  how: unknown,
  together: (some: readonly T[]) => T,
): (value: (one: T) => Nested) => Nested {
  const ofBatch = () => images[0].map((_, c) => together(images.map((image) => image[c])));
  const ofChannels = () => images.map(together);
  const ofAll = () => together(images.flat());
  const ways: Readonly<Record<string, (value: (one: T) => Nested) => Nested>> = {
    none: (value) => images.map((image) => image.map(value)),
    mean_batch: (value) => ofBatch().map(value),
    sum_batch: (value) => ofBatch().map(value),
    mean_channel: (value) => ofChannels().map(value),
    sum_channel: (value) => ofChannels().map(value),
    mean: (value) => value(ofAll()),
    sum: (value) => value(ofAll()),
  };
  return named(ways, how);
}
