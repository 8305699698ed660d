import type { LossDefinition } from "segloss";
import { koreanTexts } from "./korean-texts.ts";

const AXIS = "probability of the true class, everywhere";

/**
 * The picture of a loss's curve with its words in Korean.
 *
 * @throws Error where the picture has no such axis any more
 */
export function koreanCurve(svg: string, definition: LossDefinition): string {
  if (!svg.includes(AXIS)) throw new Error(`The curve of ${definition.name} has no axis "${AXIS}".`);
  const title = `${koreanTexts(definition).title}: 참 클래스의 확률에 따른 손실`;
  return svg
    .replace(AXIS, "참 클래스의 확률, 어디서나 같음")
    .replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>`);
}
