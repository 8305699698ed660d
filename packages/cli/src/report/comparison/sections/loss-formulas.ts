import { formulas } from "../../formulas.ts";
import type { Section } from "../view.ts";

export const lossFormulas: Section = {
  id: "formulas",
  title: "The losses as formulas",
  render: ({ results }) => (results.losses.length === 0 ? undefined : formulas(results)),
};
