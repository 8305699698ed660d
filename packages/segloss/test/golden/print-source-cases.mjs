// Prints the cases of make_source.py as JSON, a line each: source code, arguments, and what the reference engine gives.
// Reads the build: run `npx tsc -b packages/segloss` before.
import { parseLoss, reference, sourceCode } from "segloss";
import { makeFields } from "../../dist/engines/make-fields.js";
import { validPixels } from "../../dist/engines/valid-pixels.js";
import { sourceCases } from "./source-cases.mjs";
import { sourceData } from "./source-data.mjs";

const SNAKE = { predictedDistance: "predicted_distance" };

for (const c of sourceCases()) {
  const { logits, targets, weights, mask, maps, fields, progress, batch, value, gradient } = sourceData(c, {
    parseLoss,
    reference,
    makeFields,
    validPixels,
  });
  const lists = { logits, targets, weights, mask, ...maps, ...fields };
  const given = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [
      name.replace(/^predictedDistance/, SNAKE.predictedDistance),
      Array.from(list),
    ]),
  );
  for (const as of /** @type {const} */ (["pytorch", "jax", "keras"])) {
    const source = sourceCode(parseLoss(c.loss), {
      as,
      channels: c.channels,
      link: c.link,
      dimensions: c.space.length,
      targets: c.targets ?? "indices",
      weights: c.weights ?? false,
      mask: c.mask ?? false,
      ...(c.ignore !== undefined && { ignore: c.ignore }),
    });
    const names = source.arguments.map((argument) => argument.name);
    const line = {
      ...{ name: c.name, as, code: source.code, function: source.name, names },
      ...{
        batch,
        space: c.space,
        channels: c.channels,
        given: { ...given, progress },
        value,
        gradient: Array.from(gradient),
      },
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
