/** For JSON.stringify: what is infinite or no number becomes a text. JSON would make it null, which means absent. */
export function infiniteAsText(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
