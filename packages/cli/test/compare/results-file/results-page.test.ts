import { expect, it } from "vitest";
import { jsonSchema } from "../../../src/compare/results-file/json-schema.ts";
import { RESULTS } from "../../../src/compare/results-file/results-shape.ts";
import { resultsPage } from "./results-page.ts";

it("docs/results-json.md and its schema are what the types say (npm run docs)", async () => {
  await expect(resultsPage()).toMatchFileSnapshot("../../../../../docs/results-json.md");
  const schema = jsonSchema(RESULTS.node, "results.json of segloss compare, version 2");
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    "../../../../../docs/results.schema.json",
  );
});
