// Usage: node scripts/bundle-command.mjs, after tsc -b (npm run build does both)
// Bundles the command with the packages of this repository into packages/cli/dist/command, in few chunks: the index of segloss
// has hundreds of modules, and finding and reading them took half of the time of `segloss list`. Of what others wrote little is
// bundled (`BUNDLED`); the rest stays a dependency. What is imported as a library (`exports` of the
// packages) is what tsc wrote, module by module, so that bundlers leave out what is not used.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, promises, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { parseAst } from "rolldown/parseAst";
import { main, root } from "./run.mjs";

const cli = join(root, "packages/cli");
const to = join(cli, "dist/command");

/** The command, and what it starts as threads and processes. */
const ENTRIES = {
  main: join(cli, "dist/main.js"),
  "score-worker": join(cli, "dist/score/score-worker.js"),
  "serve-trials": join(cli, "dist/compare/trial/pool/serve-trials.js"),
  "serve-shards": join(cli, "dist/queue/slot/serve-shards.js"),
  "serve-slot": join(cli, "dist/queue/slot/serve-slot.js"),
  "context-file": join(cli, "dist/compare/run/context-file.js"),
  "crop-thread": join(cli, "dist/data/crops/crop-thread.js"),
};

/**
 * Chunks of what is needed together, each with all that it imports, the first one first: without them each set of commands that
 * share a module has a chunk of its own, and `list` and `explain` load thirty.
 */
const CHUNKS = {
  base: [
    /segloss\/dist\/(door|wasm)\//,
    /segloss\/dist\/(engines\/read-floats|program\/engine-limit|source\/source-targets|formula\/(formula-error|did-you-mean))\.js$/,
    /io\/dist\/data-error\.js$/,
  ],
  start: [
    /cli\/dist\/(run|options\/option-values|terminal\/prose|data\/random)\.js$/,
    /node_modules\/commander\//,
  ],
  fields: [/segloss\/dist\/(fields\/index|engines\/make-fields)\.js$/],
  metrics: [/segloss\/dist\/metrics\/index\.js$/, /cli\/dist\/score\/scored-metrics\.js$/],
  losses: [/segloss\/dist\/((losses|presets)\/index|losses\/parse-loss)\.js$/],
  output: [/cli\/dist\/(output\/(check-place|write-whole)|terminal\/live-lines)\.js$/],
  reading: [
    /cli\/dist\/data\/(read-file|object-folder|list-masks|yolo-folder|painted-(mask|classes))\.js$/,
    /cli\/dist\/options\/polygons-option\.js$/,
    /io\/dist\/picture\/(mask-picture|no-data)\.js$/,
  ],
  statistics: [/cli\/dist\/statistics\/verdict\.js$/],
  pairs: [/cli\/dist\/score\/run-pairs\.js$/],
  scoring: [/cli\/dist\/commands\/score\/run-score\.js$/],
  explanation: [/segloss\/dist\/(explain\/explain|engines\/reference\/reference)\.js$/],
};

const groups = Object.entries(CHUNKS).map(([name, tests], i, all) => ({
  name,
  test: (/** @type {string} */ id) => tests.some((test) => test.test(id.replaceAll("\\", "/"))),
  priority: all.length - i,
}));

/** The command runs in Node, whose zlib unpacks: what stands in for it elsewhere, with all of fflate, is not loaded. */
const UNPACKED_BY_NODE = {
  name: "unpacked-by-node",
  load: (/** @type {string} */ id) =>
    /io[/\\]dist[/\\]inflate[/\\]anywhere\.js$/.test(id)
      ? "export const inflateAnywhere = undefined, startAnywhere = undefined;"
      : undefined,
};

/** The parser of arguments would start programs for subcommands; the command has none, and loading what starts them takes 3 ms. */
const STARTS_NO_PROGRAMS = {
  name: "starts-no-programs",
  transform: (/** @type {string} */ code, /** @type {string} */ id) =>
    /node_modules[/\\]commander[/\\]/.test(id)
      ? code.replace("require('node:child_process')", "{}")
      : undefined,
};

/** What Node has for files in promises takes 4 ms to load, and short calls do without. */
const FILES_ON_DEMAND = {
  name: "files-on-demand",
  resolveId: (/** @type {string} */ id) => (id === "node:fs/promises" ? "\0files-on-demand" : undefined),
  load(/** @type {string} */ id) {
    if (id !== "\0files-on-demand") return undefined;
    const names = Object.entries(promises).flatMap(([name, one]) => (typeof one === "function" ? name : []));
    return `import files from "node:fs";\n${names
      .map((name) => `export const ${name} = (...args) => files.promises.${name}(...args);`)
      .join("\n")}`;
  },
};

/** What others wrote and the bundle holds: what every call needs, and what can be imported alone, while chunks require. */
const BUNDLED = ["commander", "nifti-reader-js"];

/** @param {string} id as it is imported */
function isExternal(id) {
  if (BUNDLED.includes(packageOf(id))) return false;
  return !/^[./]|^[A-Za-z]:|^@?segloss(\/|$)|^node:fs\/promises$|^\0/.test(id);
}

/** @param {string} id @returns {string} the package that an import is of */
function packageOf(id) {
  return id
    .split("/")
    .slice(0, id.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * The bundle imports what other packages here depend on, from its own place: so the command has to depend on it, too.
 * @param {readonly string[]} imports
 */
function checkDependencies(imports) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));
  const known = { ...dependencies, ...peerDependencies };
  const foreign = imports.filter((id) => !id.startsWith("node:") && !builtinModules.includes(id));
  const missing = [...new Set(foreign.map(packageOf))].filter((name) => !(name in known));
  if (missing.length > 0)
    throw new Error(
      `the bundled command imports ${missing.join(", ")}: add to the dependencies of packages/cli, as the package has it that it is from`,
    );
}

/**
 * Chunks require what they import at once.
 * @param {readonly string[]} imports
 */
function checkRequirable(imports) {
  const require = createRequire(join(cli, "package.json"));
  for (const id of imports) {
    if (id.startsWith("node:") || builtinModules.includes(id)) continue;
    try {
      require.resolve(id);
    } catch (cause) {
      throw new Error(`${id} can be imported alone: import() it where it is needed, or bundle it (BUNDLED)`, {
        cause,
      });
    }
  }
}

/**
 * Makes the folder hold these files. Those that stay the same are left alone: the command may be running, and tests build it.
 * @param {ReadonlyMap<string, string>} files
 */
function update(files) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(to)) if (!files.has(name)) rmSync(join(to, name));
  for (const [name, text] of files) {
    const path = join(to, name);
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
}

/**
 * V8 looks through all of a chunk before it runs: a tenth of the time of `segloss list`, were it not minified. CommonJS, since modules
 * of the other kind are found and linked in several steps each, and Node 20 can keep no code that it has compiled of them.
 * @param {import("rolldown").InputOptions} input
 * @param {import("rolldown").OutputOptions} output
 */
async function chunksOf(input, output) {
  const bundle = await rolldown({
    platform: "node",
    external: isExternal,
    // Errors are loaded on demand by some and at once by others.
    checks: { ineffectiveDynamicImport: false },
    ...input,
  });
  const made = await bundle.generate({
    format: "cjs",
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    ...output,
  });
  return made.output.filter((file) => file.type === "chunk");
}

/**
 * Scripts that are compiled by themselves cannot `import()`: they are given a function that does (`load-chunk`).
 * @param {string} code
 */
function importingHere(code) {
  /** @type {number[]} */
  const places = [];
  /** @param {any} node */
  const walk = (node) => {
    if (node?.type === "ImportExpression") places.push(node.start);
    if (typeof node === "object" && node !== null) for (const part of Object.values(node)) walk(part);
  };
  walk(parseAst(code));
  return places
    .sort((a, b) => b - a)
    .reduce((text, at) => {
      if (!text.startsWith("import(", at)) throw new Error(`no import at ${at} of a chunk`);
      return `${text.slice(0, at)}importHere${text.slice(at + "import".length)}`;
    }, code);
}

/** @param {string} code @returns {string} with a sum of it in front, by which what was compiled of it is found */
function summed(code) {
  return `/*${createHash("sha256").update(code).digest("hex").slice(0, 16)}*/${code}`;
}

/** What is started beside the command, by the command whose code it shares; others have code of their own. */
const SHARES = new Map([["score-worker", "score"]]);

/**
 * What processes, threads and imports begin with.
 * @param {string} name
 * @param {readonly string[]} exports by their names, since Node looks for them in the text
 */
function entryCode(name, exports) {
  const command = name === "main" ? "" : `, "${SHARES.get(name) ?? name}"`;
  const given = exports.map((one) => `exports.${one} = chunk.${one};\n`);
  const start = `require("./start-chunk.js").startChunk("./${name}.code.js"${command})`;
  return `const chunk = ${start};\n${given.join("")}`;
}

/** @param {string} name of a package */
function licenseOf(name) {
  for (const folder of [cli, join(root, "packages/io"), root]) {
    const path = join(folder, "node_modules", name, "LICENSE");
    if (existsSync(path)) return readFileSync(path, "utf8");
  }
  throw new Error(`${name} is bundled, and its license is not found`);
}

main(async () => {
  const plugins = [UNPACKED_BY_NODE, STARTS_NO_PROGRAMS, FILES_ON_DEMAND];
  const chunks = await chunksOf(
    { input: ENTRIES, plugins },
    {
      entryFileNames: "[name].code.js",
      chunkFileNames: "[name].chunk.js",
      codeSplitting: { groups },
    },
  );
  const starter = await chunksOf(
    { input: { "start-chunk": join(cli, "dist/host/start-chunk.js") }, plugins: [FILES_ON_DEMAND] },
    { entryFileNames: "[name].js" },
  );
  const files = new Map(chunks.map(({ fileName, code }) => [fileName, summed(importingHere(code))]));
  const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  checkDependencies(imports.filter((id) => !files.has(id)));
  checkRequirable(chunks.flatMap((chunk) => chunk.imports).filter((id) => !files.has(id)));
  for (const { fileName, code } of starter) files.set(fileName, code);
  for (const { name, exports } of chunks.filter((chunk) => chunk.isEntry))
    files.set(`${name}.js`, entryCode(name, exports));
  files.set("package.json", '{ "type": "commonjs" }\n');
  for (const name of BUNDLED) files.set(`${name}.LICENSE`, licenseOf(name));
  update(files);
});
