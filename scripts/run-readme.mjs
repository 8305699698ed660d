// Usage: node scripts/run-readme.mjs FOLDER
// Runs the marked blocks of the READMEs (see readme-blocks.mjs), in their order, in the project FOLDER that
// check-packages.mjs made: they meet the packages as a reader would install them. A block that the translation
// shares with the English README runs once.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { readmeBlocks } from "./readme-blocks.mjs";
import { main, root, run, tool } from "./run.mjs";

/**
 * @typedef {import("./readme-blocks.mjs").Block & { file: string }} PlacedBlock
 */

/**
 * @param {string} file
 * @returns {PlacedBlock[]} the marked ones
 */
function markedBlocks(file) {
  const path = join(root, file);
  if (!existsSync(path)) return [];
  const blocks = readmeBlocks(readFileSync(path, "utf8"));
  const marked = blocks.filter((block) => block.marked);
  if (blocks.length > 0 && marked.length === 0)
    throw new Error(
      `${file} shows ${blocks.length} blocks of code and marks none: put <!-- verify --> above those to run`,
    );
  return marked.map((block) => ({ ...block, file }));
}

/** Those that show how a package is used, in the order in which their blocks run. */
const READMES = ["README.md", "README.ko.md", "packages/train/README.md"];

/**
 * How each language runs: the code is written to a file of the project, and the file is run there.
 * @type {Record<string, { ending: string, run(file: string, project: string): void }>}
 */
const LANGUAGES = {
  sh: { ending: "sh", run: (file, cwd) => run("bash", ["-euo", "pipefail", file], { cwd }) },
  js: { ending: "mjs", run: (file, cwd) => run(process.execPath, [file], { cwd }) },
  ts: { ending: "mts", run: runTypeScript },
};

/**
 * Checks the types against the installed packages, then runs what the compiler writes.
 * @param {string} file
 * @param {string} cwd
 */
function runTypeScript(file, cwd) {
  const types = ["--typeRoots", join(root, "node_modules/@types"), "--types", "node"];
  const options = ["--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck", ...types];
  run(...tool("typescript", ...options, file), { cwd });
  run(process.execPath, [file.replace(/mts$/, "mjs")], { cwd });
}

/**
 * @param {PlacedBlock} block
 * @param {string} project
 */
function runBlock({ file, line, language, code }, project) {
  const place = `${file}:${line}`;
  const { ending, run: runFile } = LANGUAGES[language];
  const name = `${file.replaceAll(/[./]/g, "-")}-${line}.${ending}`;
  writeFileSync(join(project, name), code);
  console.log(`  ${place}`);
  try {
    runFile(name, project);
  } catch (error) {
    throw new Error(`the block at ${place} fails\n${error instanceof Error ? error.message : error}`);
  }
}

/** @param {string} project */
function runReadmes(project) {
  process.env.PATH = `${join(project, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
  const blocks = READMES.flatMap(markedBlocks);
  const first = blocks.filter(
    (block, index) => blocks.findIndex(({ code }) => code === block.code) === index,
  );
  for (const block of first) runBlock(block, project);
  console.log(`  ${first.length} README blocks run`);
}

main(() => {
  const folder = process.argv[2];
  if (!folder) throw new Error("usage: node scripts/run-readme.mjs FOLDER");
  runReadmes(resolve(folder));
});
