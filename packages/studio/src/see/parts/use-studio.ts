import { inject } from "vue";
import { STUDIO, type Studio } from "./studio.ts";

/** The studio that the component stands in. */
export function useStudio(): Studio {
  const studio = inject(STUDIO);
  if (!studio) throw new Error("This component stands in a SeeStudio or a LossLive only.");
  return studio;
}
