/** An object of JSON whose fields are not known yet. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list in a field. @throws Error that names the field and what was expected */
export function listOf(object: Json, field: string, where: string): readonly Json[] {
  const value = object[field];
  if (!Array.isArray(value) || !value.every(isJson))
    throw new Error(`${where}: expected a list of objects in "${field}"`);
  return value;
}

/** Pixels of a mask that memory can hold, as an array of 32 bits each. */
const MOST_PIXELS = 2 ** 29;

/** The size of an image. @throws Error unless both are whole numbers from 1 to what a mask may have */
export function sizeOf(width: unknown, height: unknown, where: string): { width: number; height: number } {
  const isSide = (side: unknown): side is number =>
    Number.isInteger(side) && (side as number) >= 1 && (side as number) <= 2 ** 16;
  if (!isSide(width) || !isSide(height))
    throw new Error(
      `${where}: its size is ${shownValue(width)} x ${shownValue(height)}; expected whole numbers from 1 to 65536`,
    );
  if (width * height > MOST_PIXELS)
    throw new Error(
      `${where}: its size is ${width} x ${height}; a mask in memory has at most ${MOST_PIXELS} pixels`,
    );
  return { width, height };
}

/** A value of a file for messages. */
export function shownValue(value: unknown): string {
  if (value === undefined || Number.isNaN(value)) return "missing";
  return typeof value === "object" ? JSON.stringify(value).slice(0, 40) : String(value).slice(0, 40);
}

export function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number" && Number.isFinite(one));
}
