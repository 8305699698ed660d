import type { ClassField } from "../losses/class-field.ts";
import type { ClassFields, Term } from "../losses/loss.ts";

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
