import type { LossDefinition } from "segloss";

export function koreanTexts(definition: LossDefinition): { title: string; summary: string; use: string } {
  return definition;
}
