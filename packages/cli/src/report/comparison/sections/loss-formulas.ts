import { formulas } from "../../../page/formulas.ts";
import { lossLabel } from "../loss-label.ts";
import type { Section } from "../view.ts";

export const lossFormulas: Section = {
  id: "formulas",
  title: "Formulas",
  render: ({ results }) => (results.losses.length === 0 ? undefined : formulas(results, lossLabel)),
};
