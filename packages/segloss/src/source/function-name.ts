import type { Loss } from "../losses/loss.ts";

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function functionName({ terms }: Loss): string {
  const names = [...new Set(terms.map(({ name }) => name))];
  const [name] = names;
  if (names.length > 1 || name === "formula") return "segmentation_loss";
  return `${snakeCase(name)}_loss`;
}
