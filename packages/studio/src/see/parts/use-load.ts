import { loadOnto } from "../files/load-onto.ts";
import { LIKE_A_NETWORK } from "../paint/like-a-network.ts";
import { useStudio } from "./use-studio.ts";

/** Puts a file onto the layer that is painted on, and says what came of it. */
export function useLoad(): (file: File | undefined) => Promise<void> {
  const { tool, picture, texts, show, hasOwn, message } = useStudio();
  return async (file) => {
    if (!file) return;
    try {
      const { layer } = tool.value;
      const found = await loadOnto(picture.value, file, layer);
      // The prediction of a scene says nothing about somebody's own truth.
      const isFirst = layer === "truth" && !hasOwn();
      show(found.picture, isFirst ? LIKE_A_NETWORK : []);
      tool.value = { ...tool.value, layer };
      const said = [
        texts.value.loaded(file.name, found.width, found.height),
        ...(found.otherSize ? [texts.value.otherSize(found.otherSize.width, found.otherSize.height)] : []),
        ...(found.merges ? [texts.value.merged] : []),
        ...(isFirst ? [texts.value.madeFromTruth] : []),
        texts.value.loadedNote,
      ];
      message.value = said.join(" ");
    } catch (error) {
      message.value = `${texts.value.failed}: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}
