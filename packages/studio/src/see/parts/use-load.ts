import { loadOnto } from "../files/load-onto.ts";
import { useStudio } from "./use-studio.ts";

/** Puts a file onto the layer that is painted on, and says what came of it. */
export function useLoad(): (file: File | undefined) => Promise<void> {
  const { tool, picture, texts, show, message } = useStudio();
  return async (file) => {
    if (!file) return;
    try {
      const found = await loadOnto(picture.value, file, tool.value.layer);
      show(found.picture);
      message.value = `${texts.value.loaded(file.name, found.width, found.height)} ${texts.value.loadedNote}`;
    } catch (error) {
      message.value = `${texts.value.failed}: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}
