import type { Edit, Layer } from "./edit.ts";

/** Bytes of all edits that go into an address; longer ones are cut by chat programs and mailers. */
export const LONGEST = 6000;

const CODES: readonly Edit["kind"][] = ["stroke", "shift", "blur", "noise", "clear", "copy"];
const LAYERS: readonly Layer[] = ["truth", "prediction"];

/** Edits as letters that need no escape in an address: a few bytes each, in base64 for URLs. */
export function printEdits(edits: readonly Edit[]): string {
  const bytes = edits.flatMap((edit) => [CODES.indexOf(edit.kind), ...bytesOf(edit)]);
  return btoa(String.fromCharCode(...bytes.slice(0, LONGEST)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Whether all of them fit. */
export function fitInAddress(edits: readonly Edit[]): boolean {
  return edits.reduce((sum, edit) => sum + 1 + bytesOf(edit).length, 0) <= LONGEST;
}

function bytesOf(edit: Edit): number[] {
  switch (edit.kind) {
    case "stroke": {
      const { layer, label, radius, points } = edit;
      const count = points.length / 2;
      return [LAYERS.indexOf(layer), label, radius, count >> 8, count & 255, ...points];
    }
    case "shift":
      return [LAYERS.indexOf(edit.layer), edit.dx + 128, edit.dy + 128];
    case "blur":
      return [Math.round(edit.sigma * 10)];
    case "noise":
      return [edit.seed >> 8, edit.seed & 255, Math.round(edit.sigma * 10)];
    case "clear":
      return [LAYERS.indexOf(edit.layer)];
    case "copy":
      return [];
  }
}

/** Reads what `printEdits` wrote; what somebody cut or changed gives the edits before that place. */
export function parseEdits(text: string): Edit[] {
  const bytes = decoded(text);
  const edits: Edit[] = [];
  let at = 0;
  const next = (): number => bytes[at++] ?? Number.NaN;
  while (at < bytes.length) {
    const edit = readEdit(CODES[next()], next);
    if (edit === null) return edits;
    edits.push(edit);
  }
  return edits;
}

function decoded(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

function readEdit(kind: Edit["kind"] | undefined, next: () => number): Edit | null {
  if (kind === undefined) return null;
  if (kind === "blur") return whole({ kind, sigma: next() / 10 });
  if (kind === "noise") return whole({ kind, seed: next() * 256 + next(), sigma: next() / 10 });
  if (kind === "copy") return { kind };
  const layer = LAYERS[next()];
  if (layer === undefined) return null;
  if (kind === "clear") return { kind, layer };
  if (kind === "shift") return whole({ kind, layer, dx: next() - 128, dy: next() - 128 });
  const [label, radius, count] = [next(), next(), next() * 256 + next()];
  if (!(count > 0)) return null;
  const points = Array.from({ length: Math.min(2 * count, LONGEST) }, next);
  return points.every(Number.isFinite) ? { kind, layer, label, radius, points } : null;
}

/** An edit of numbers, or null when the text ended within it. */
function whole<E extends Edit>(edit: E): E | null {
  return Object.values(edit).some((value) => Number.isNaN(value)) ? null : edit;
}
