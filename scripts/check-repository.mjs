// Checks what no compiler sees: nothing names a machine or a registry, the library has no dependency, and every
// package carries licence and README. Uses Node's own modules only, so that it can run before the install.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forbiddenTextBelow } from "./forbidden-text.mjs";
import { root } from "./run.mjs";

const GENERATED = [".git", "node_modules", "dist", "coverage", "segloss-report", ".cache"];

/** @param {string} path below the root */
const read = (path) => readFileSync(join(root, path), "utf8");

const LOCKS = ["package-lock.json", "scripts/runtimes/package-lock.json"];

/**
 * @param {string} file
 * @returns {string[]}
 */
function lockProblems(file) {
  /** @type {{ packages: Record<string, { resolved?: string }> }} */
  const { packages } = JSON.parse(read(file));
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved?.includes("://"))
    .map(([path]) => `${file} says from where ${path} came: install with this repository's .npmrc in force`);
}

/** @returns {string[]} */
function libraryProblems() {
  const manifest = JSON.parse(read("packages/segloss/package.json"));
  const installed = { ...manifest.dependencies, ...manifest.optionalDependencies };
  const peers = Object.keys(manifest.peerDependencies ?? {});
  const forced = peers.filter((name) => !manifest.peerDependenciesMeta?.[name]?.optional);
  return [
    ...Object.keys(installed).map((name) => `packages/segloss depends on ${name}: it must depend on nothing`),
    ...forced.map((name) => `packages/segloss has the peer ${name}: a peer must be optional`),
  ];
}

/** @returns {string[]} */
function packageProblems() {
  return readdirSync(join(root, "packages")).flatMap((name) => {
    const folder = `packages/${name}`;
    const licence = `${folder}/LICENSE`;
    return [
      ...(existsSync(join(root, folder, "README.md")) ? [] : [`${folder}/README.md is missing`]),
      ...(existsSync(join(root, licence)) && read(licence) === read("LICENSE")
        ? []
        : [`${licence} must be a copy of LICENSE`]),
    ];
  });
}

const problems = [
  ...forbiddenTextBelow(root, GENERATED),
  ...LOCKS.flatMap(lockProblems),
  ...libraryProblems(),
  ...packageProblems(),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
