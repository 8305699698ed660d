// Usage: node scripts/check-packages.mjs FOLDER
// Packs every package as it would be published, checks the tarballs, installs them into an empty project FOLDER and
// runs scripts/smoke.mjs there. Needs a build. FOLDER is left behind: run-readme.mjs goes on in it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { forbiddenTextBelow } from "./forbidden-text.mjs";
import { capture, exitCode, main, npm, root, run, tool } from "./run.mjs";

/**
 * @typedef {{ name: string, filename: string, files: { path: string }[] }} Packed what `npm pack --json` reports
 */

const QUIETLY = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** What an installation of the command may bring: packages, and bytes on disk. */
const MOST_PACKAGES = 24;
const MOST_BYTES = 20e6;

/** @param {string} text */
const say = (text) => console.log(`  ${text}`);

/**
 * @param {string} folder where the tarballs go
 * @returns {Packed[]}
 */
function pack(folder) {
  mkdirSync(folder, { recursive: true });
  return JSON.parse(capture(...npm("pack", "--workspaces", "--json", "--pack-destination", folder)));
}

/**
 * File paths that a package.json promises: its entry points, their types, its commands.
 * @param {unknown} value `exports` or `bin`
 * @returns {string[]}
 */
function promisedFiles(value) {
  if (typeof value === "string") return [value.replace(/^\.\//, "")];
  return value && typeof value === "object" ? Object.values(value).flatMap(promisedFiles) : [];
}

/**
 * @param {Packed} packed
 * @param {{ exports: unknown, bin?: unknown, files?: string[] }} manifest
 * @returns {string[]} what is missing from the tarball or should not be in it
 */
function contentProblems({ name, files }, manifest) {
  const paths = files.map(({ path }) => path);
  const wanted = ["LICENSE", "README.md", ...promisedFiles(manifest.exports), ...promisedFiles(manifest.bin)];
  const folders = (manifest.files ?? []).filter((entry) => !entry.startsWith("!"));
  const empty = folders.filter((entry) => !paths.some((path) => path.startsWith(entry)));
  const unwanted = paths.filter((path) => /^(src|test|bench)\/|\.test\.|tsbuildinfo$/.test(path));
  return [
    ...wanted.filter((path) => !paths.includes(path)).map((path) => `${name}: the package lacks ${path}`),
    ...empty.map((entry) => `${name}: the package lacks everything in ${entry}, which is to be built first`),
    ...unwanted.map((path) => `${name}: the package holds ${path}, which nobody needs`),
  ];
}

/** @returns {Map<string, { exports: unknown, bin?: unknown, files?: string[] }>} by package name */
function manifests() {
  return new Map(
    readdirSync(join(root, "packages"))
      .map((folder) => join(root, "packages", folder, "package.json"))
      .filter((path) => existsSync(path))
      .map((path) => JSON.parse(readFileSync(path, "utf8")))
      .map((manifest) => [manifest.name, manifest]),
  );
}

/** @param {string[]} problems */
function stopAt(problems) {
  if (problems.length > 0) throw new Error(`packed packages:\n${problems.join("\n")}`);
}

/**
 * An empty project with the packages in it, as a user would have it.
 * @param {string} project
 * @param {string[]} tarballs
 */
function install(project, tarballs) {
  writeFileSync(join(project, "package.json"), `${JSON.stringify({ private: true, type: "module" })}\n`);
  run(...npm("install", ...QUIETLY, ...tarballs), { cwd: project });
}

/**
 * That the command stays light: its packages with all that they bring.
 * @param {string} project
 */
function checkSize(project) {
  const listed = capture(...npm("ls", "--all", "--parseable", "--omit=peer"), { cwd: project });
  // The studio is a package that one adds.
  const packages = [...new Set(listed.trim().split("\n"))]
    .slice(1)
    .filter((path) => !/[\\/]@segloss[\\/]studio$/.test(path));
  const bytes = packages.reduce((sum, folder) => sum + bytesBelow(folder), 0);
  say(`${packages.length} packages, ${(bytes / 1e6).toFixed(1)} MB`);
  stopAt([
    ...(packages.length > MOST_PACKAGES
      ? [`${packages.length} packages are installed; expected at most ${MOST_PACKAGES}`]
      : []),
    ...(bytes > MOST_BYTES ? [`${bytes} bytes are installed; expected at most ${MOST_BYTES}`] : []),
  ]);
}

/**
 * @param {string} folder
 * @returns {number} without packages that lie below
 */
function bytesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? sum : sum + bytesBelow(path);
    return sum + statSync(path).size;
  }, 0);
}

/** @param {string} project */
function checkPackages(project) {
  const tarballs = join(project, "tarballs");
  say("npm pack");
  const packed = pack(tarballs);
  const known = manifests();
  stopAt(packed.flatMap((one) => contentProblems(one, known.get(one.name) ?? { exports: {} })));

  const paths = packed.map(({ filename }) => join(tarballs, filename));
  for (const path of paths) {
    say(`publint and attw: ${path.slice(tarballs.length + 1)}`);
    run(...tool("publint", "run", path, "--strict"), { quiet: true });
    run(...tool("@arethetypeswrong/cli", path, "--profile", "esm-only", "--no-color"), { quiet: true });
  }

  say("npm install in an empty project");
  install(project, paths);
  stopAt([...known.keys()].flatMap((name) => forbiddenTextBelow(join(project, "node_modules", name))));

  say("smoke test of what was installed");
  copyFileSync(join(root, "scripts/smoke.mjs"), join(project, "smoke.mjs"));
  run(process.execPath, ["smoke.mjs"], { cwd: project });
  run(...npm("exec", "--no", "--", "segloss", "--help"), { cwd: project, quiet: true });
  checkSize(project);
  say("segloss studio serves the site that was installed");
  copyFileSync(join(root, "scripts/check-studio.mjs"), join(project, "check-studio.mjs"));
  run(process.execPath, ["check-studio.mjs"], { cwd: project });
  say("compare asks for ONNX Runtime, and finds it once it is there");
  const asked = exitCode(...npm("exec", "--no", "--", "segloss", "compare", "nuclei"), {
    cwd: project,
    quiet: true,
  });
  if (asked !== 1) throw new Error(`segloss compare without onnxruntime-node ends with ${asked}, expected 1`);
  const { version } = JSON.parse(
    readFileSync(join(root, "node_modules/onnxruntime-node/package.json"), "utf8"),
  );
  run(...npm("install", ...QUIETLY, `onnxruntime-node@${version}`), { cwd: project });
}

main(() => {
  const folder = process.argv[2];
  if (!folder) throw new Error("usage: node scripts/check-packages.mjs FOLDER");
  checkPackages(resolve(folder));
});
