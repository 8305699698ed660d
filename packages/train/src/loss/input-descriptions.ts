import { CLASS_FIELDS, type Plan } from "segloss";

/** What the inputs and outputs of a loss's model are, by name. */
export function inputDescriptions(plan: Plan): Readonly<Record<string, string>> {
  const { fields, classFields, maps, setting } = plan;
  const own = {
    logits: setting.link === "none" ? "probabilities" : "outputs of the network, before any activation",
    targets: "one-hot, or values from 0 to 1",
    valid: "1 for a pixel that counts, 0 for one that is left out",
    weights: "weight of each pixel, 0 or more",
    progress: "how much of the training is done, from 0 to 1",
    value: "the loss, one number",
    gradient: "derivative of the loss with respect to logits",
  };
  return {
    ...own,
    ...Object.fromEntries(fields.flatMap(cellDistances)),
    ...Object.fromEntries(classFields.map((request) => [request.name, classField(request)])),
    ...Object.fromEntries(maps.map((name) => [name, `${name}, one value a pixel, as the formula reads it`])),
  };
}

function cellDistances({ settings, d1, d2 }: Plan["fields"][number]): [string, string][] {
  const cell = {
    components: "connected component of the targets",
    classes: "class of the targets",
    instances: "instance",
  };
  const what = (rank: string): string =>
    `distance of each pixel to the ${rank} ${cell[settings.cells]}${unit(settings.spacing)}; no gradient`;
  return [
    [d1, what("nearest")],
    [d2, what("second nearest")],
  ];
}

function classField({ field, spacing }: Plan["classFields"][number]): string {
  const { of, summary } = CLASS_FIELDS[field];
  const when = of === "prediction" ? "; made anew from every prediction" : "; made from the targets";
  return `one value a pixel and class: ${summary}${unit(spacing)}${when}; pixels that are left out are outside; no gradient`;
}

function unit(spacing: readonly number[] | null | undefined): string {
  return spacing ? `, for pixels of ${spacing.join(" x ")}` : ", in pixels";
}
