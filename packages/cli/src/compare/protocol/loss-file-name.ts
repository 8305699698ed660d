import { sha256 } from "../../data/store/sha256.ts";

const LONGEST = 80;

/**
 * A loss as a part of file names, without what file systems dislike. One that does not stand in its name in full has a few digits of its SHA-256 beside it, so
 * that formulas that differ in their signs, or have the same beginning, have names of their own.
 */
export function lossFileName(loss: string): string {
  const plain = loss
    .replace(/\s+/g, "")
    .replace(/[^\w.+=-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const isWhole = plain.length <= LONGEST && /^[\w.+=(),\s-]*$/.test(loss);
  if (isWhole) return plain;
  const digest = sha256([loss]).slice(0, 8);
  return `${plain.slice(0, LONGEST - 9)}-${digest}`;
}
