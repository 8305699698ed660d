import type { ClassField, ClassFields, Term } from "../losses/loss.ts";

interface ClassFieldKind {
  /** Whose masks it is made from. */
  readonly of: "targets" | "prediction";
  readonly summary: string;
}

/**
 * Fields that a formula may name beside `d1` and `d2`: one value per pixel and class, made from the mask of each class
 * before the first sum, and constants for the gradient.
 */
export const CLASS_FIELDS: Readonly<Record<ClassField, ClassFieldKind>> = {
  distance: {
    of: "targets",
    summary: "signed distance to the border of the class, negative inside; 0 for an empty or full mask",
  },
  predictedDistance: {
    of: "prediction",
    summary: "signed distance to the border of the mask p > 1/2, negative inside; 0 for an empty or full one",
  },
  nearness: {
    of: "targets",
    summary: "1 at the border of the class, falling to 0 at the pixel farthest from it on either side",
  },
  smoothed: {
    of: "targets",
    summary: "the mask of the class filtered with a kernel along each axis, 0 beyond the image",
  },
};

/** A field of classes that a plan needs. */
export interface ClassFieldRequest {
  readonly field: ClassField;
  readonly spacing: readonly number[] | null;
  /** The logit above which a pixel is predicted; null: where p > 1/2. */
  readonly above: number | null;
  readonly kernel: readonly number[] | null;
  /** Name by which the expressions know it. */
  readonly name: string;
}

/** Every field that the terms ask for, once for each of their settings. */
export function classFieldRequests(terms: readonly Term[]): ClassFieldRequest[] {
  const requests: ClassFieldRequest[] = [];
  for (const { fields } of terms) {
    if (fields?.classFields === undefined) continue;
    for (const field of fields.classFields) {
      if (requestFor(requests, field, fields)) continue;
      const others = requests.filter((request) => request.field === field).length;
      const name = others === 0 ? field : `${field}_${others + 1}`;
      requests.push({ field, ...settingsOf(fields), name });
    }
  }
  return requests;
}

/** The request that serves a field of a term. */
export function requestFor(
  requests: readonly ClassFieldRequest[],
  field: ClassField,
  fields: ClassFields,
): ClassFieldRequest | undefined {
  const wanted = JSON.stringify(settingsOf(fields));
  return requests.find(
    ({ field: known, name: _, ...settings }) => known === field && JSON.stringify(settings) === wanted,
  );
}

function settingsOf({
  spacing = null,
  above = null,
  kernel = null,
}: {
  readonly [K in "spacing" | "above" | "kernel"]?: ClassFields[K] | null;
}): Omit<ClassFieldRequest, "field" | "name"> {
  return { spacing, above, kernel } as Omit<ClassFieldRequest, "field" | "name">;
}
