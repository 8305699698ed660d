/** Numbers that JSON lacks, as the only field of an object. */
const FIELD = "$number";
const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-0": -0,
};

/** JSON from which every number comes back to the bit: plain JSON makes null of NaN and infinities, and 0 of -0. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    isLacking(one) ? { [FIELD]: Object.is(one, -0) ? "-0" : String(one) } : one,
  );
}

export function fromExactJson(text: string): unknown {
  // Reviving costs more than parsing, and hardly any text needs it.
  if (!text.includes(`"${FIELD}"`)) return JSON.parse(text);
  return JSON.parse(text, (_, one) => numberOf(one) ?? one);
}

function isLacking(value: unknown): boolean {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));
}

function numberOf(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, FIELD)) return undefined;
  const name = String((value as Readonly<Record<string, unknown>>)[FIELD]);
  return Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
}
