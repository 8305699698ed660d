// Usage: node packages/studio/make-api.mjs
// Writes the API reference of all packages as markdown into packages/studio/.cache/api, from the sources' docstrings. TypeDoc needs the
// TypeScript 6 of this package.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";

const studio = fileURLToPath(new URL(".", import.meta.url));
const packages = join(studio, "..");
const ENTRIES = [
  "segloss/src/index.ts",
  "segloss/src/objects/index.ts",
  "segloss/src/metrics/index.ts",
  "segloss/src/fields/index.ts",
  "segloss/src/measure/index.ts",
  "segloss/src/tfjs/index.ts",
  "segloss/src/wasm/index.ts",
  "segloss/src/webgpu/index.ts",
  "io/src/index.ts",
  "train/src/index.ts",
];

/** Makes the reference anew. */
export async function makeApi() {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: ENTRIES.map((path) => join(packages, path)),
    tsconfig: join(studio, "tsconfig.api.json"),
    plugin: ["typedoc-plugin-markdown"],
    outputs: [{ name: "markdown", path: join(studio, ".cache/api") }],
    name: "API",
    readme: "none",
    disableSources: true,
    excludeInternal: true,
    logLevel: "Error",
    skipErrorChecking: true,
    validation: false,
    groupOrder: ["Functions", "Variables", "Interfaces", "Type Aliases", "Classes"],
    // Options of typedoc-plugin-markdown: a page for each module, members in tables.
    ...{
      router: "module",
      entryFileName: "index",
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useHTMLEncodedBrackets: true,
      parametersFormat: "table",
      interfacePropertiesFormat: "table",
      classPropertiesFormat: "table",
      typeDeclarationFormat: "table",
      propertyMembersFormat: "table",
    },
  });
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc found nothing to describe");
  const out = join(studio, ".cache/api");
  rmSync(out, { recursive: true, force: true });
  await app.generateOutputs(project);
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeApi();
