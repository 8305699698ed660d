import { RESULTS } from "../../../src/compare/results-file/results-shape.ts";
import { shapeTables } from "../../../src/compare/results-file/shape-tables.ts";

/** docs/results-json.md. The tables come from the description that results.json is read by, which the compiler holds against the types. */
export function resultsPage(): string {
  return `# results.json of \`segloss compare\`, version 2

[\`segloss compare\`](compare.md) writes \`results.json\` beside its report, \`--json\` prints the same object, and \`segloss report\` reads it. It holds the evidence, the counts of
every class of every test image of every training, and what follows from it. As JSON Schema: [results.schema.json](results.schema.json).

Fields are added without notice; \`version\` grows when one changes its meaning, and \`segloss report\` refuses other versions by name. Version 1, of which the
scores of images are missing, stated none. \`losses[].loss\` and \`losses[].trials[].dice\` were there in version 1 and stay.

- Losses, images and classes are named by their place in \`losses\`, \`data.images\` and \`data.classes\`, from 0.
- Arrays of one entry a class hold \`null\` where the truth of the image lacks the class.
- JSON has no infinite numbers: where one may stand ("number, or its name as text" below, such as the loss of a training that diverges) it is the text
  \`"Infinity"\`, \`"-Infinity"\` or \`"NaN"\`.
- \`complete\` is false while trainings are missing; the file is written whole while trainings end, every 15 seconds at most, so a reader never sees half of one.

Mean Dice of each loss, and the Dice of each image from its counts:

\`\`\`python
import json

results = json.load(open("segloss-report/results.json"))
assert results["version"] == 2
for loss in results["losses"]:
    print(loss["loss"], [trial["dice"] for trial in loss["trials"]])
    for trial in loss["trials"]:
        for one in trial["evidence"]:
            name = results["data"]["images"][one["image"]]["name"]
            counts = list(zip(one["tp"], one["fp"], one["fn"]))
            dice = [2 * tp / (2 * tp + fp + fn) if tp + fn else None for tp, fp, fn in counts]
\`\`\`

The pictures of the report lie in \`pictures/\`, PNG files with an \`index.json\`, the networks in \`models/\`.

## Fields

${shapeTables(RESULTS.node)}`;
}
