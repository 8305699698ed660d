import { shown } from "segloss/door";
import type { Json } from "../networks/network.ts";

/** Refuses what JSON would lose or change. */
export function checkMetadata(where: string, value: Json): void {
  if (isJson(value)) return;
  throw new TypeError(
    `${where} must be JSON data: null, text, finite numbers, lists, objects; got ${shown(value)}.`,
  );
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isPlain(value) && Object.values(value).every(isJson);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
