import type { Loss } from "../losses/loss.ts";
import { lovasz } from "../losses/lovasz.ts";
import { lovaszHinge } from "../losses/lovasz-hinge.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { flag, ignoredLabel } from "./specs.ts";

const REFUSED = { ignore: ignoredLabel() };

/** The losses of the Lovász-softmax authors under their names. */
export const berman: Readonly<Record<string, Preset>> = presetsOf("berman", [
  {
    name: "lovasz_softmax",
    summary: "lovasz; probabilities in",
    options: {
      classes: {
        kind: "numbers",
        default: "present",
        choices: ["present", "all"],
        doc: "classes that count",
      },
      per_image: flag(false, "the mean over images instead of the batch"),
      from_logits: flag(false, "an addition of ours: softmax inside"),
    },
    refused: REFUSED,
    build({ classes, per_image, from_logits }) {
      const selected = (typeof classes === "number" ? [classes] : classes) as
        | "present"
        | "all"
        | readonly number[];
      const loss: Loss = lovasz({ over: per_image ? "image" : "batch", classes: selected });
      return { loss, link: from_logits ? "softmax" : "none" };
    },
  },
  {
    name: "lovasz_hinge",
    summary: "lovaszHinge; logits in",
    options: { per_image: flag(true, "the mean over images instead of the batch") },
    refused: REFUSED,
    note: "an image that is ignored throughout: there it counts as 0 in the mean, here it is left out",
    build: ({ per_image }) => ({
      loss: lovaszHinge({ over: per_image ? "image" : "batch" }),
      link: "sigmoid",
    }),
  },
]);
