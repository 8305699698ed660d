/// <reference path="./npm-modules.d.ts" />
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

// Milliseconds.
const QUICK_RETRY = { minTimeout: 500, maxTimeout: 2000 };

export interface NpmPackage {
  /** `name@version`. */
  spec: string;
  /** The registry's integrity string of the tarball; other bytes are an error. */
  integrity: string;
}

/**
 * Fetches a package's tarball as the user's npm would (registry, proxy, certificates and tokens of their .npmrc and
 * environment, their npm cache first), runs nothing of it, and unpacks only the files named, flat, into `folder`.
 */
export async function unpackNpmFiles(
  source: NpmPackage,
  files: readonly string[],
  folder: string,
): Promise<void> {
  // Loaded when needed: together they take a second to start.
  const [{ default: pacote }, { extract }] = await Promise.all([import("pacote"), import("tar")]);
  const tarball = await pacote.tarball(source.spec, {
    ...(await userSettings()),
    integrity: source.integrity,
  });
  const archive = join(folder, "package.tgz");
  await writeFile(archive, tarball);
  for (const file of files) {
    const strip = file.split("/").length;
    await extract({ file: archive, cwd: folder, strip, filter: (path) => path === `package/${file}` });
  }
  await rm(archive);
}

async function userSettings(): Promise<Record<string, unknown>> {
  const [{ default: Config }, { default: settings }] = await Promise.all([
    import("@npmcli/config"),
    import("@npmcli/config/lib/definitions/index.js"),
  ]);
  const config = new Config({
    ...settings,
    // Where npm itself lies, for a built-in npmrc that some packagers add; there is none here.
    npmPath: join(import.meta.dirname, "no-npm"),
    argv: ["node", "segloss"],
    // Loading writes npm_config_ variables into what it is given.
    env: { ...process.env },
    warn: false,
  });
  await config.load();
  // As many tries as the user's npm makes, but without its pauses of 10 and 60 seconds: offline should say so soon.
  const retry = { ...(config.flat.retry as object), ...QUICK_RETRY };
  return { ...config.flat, retry };
}
