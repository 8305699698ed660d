import { createHash } from "node:crypto";
import { fromExactJson, toExactJson } from "../protocol/exact-json.ts";

/** A value as text behind its own SHA-256: what is not named by its content is checked by this. */
export function sealed(value: unknown): Uint8Array {
  const text = toExactJson(value);
  return new TextEncoder().encode(`${digest(text)}\n${text}`);
}

/** Undefined for what is not whole. */
export function unsealed(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  const body = text.slice(65);
  return text[64] === "\n" && digest(body) === text.slice(0, 64) ? fromExactJson(body) : undefined;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
