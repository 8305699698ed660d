import { notSupported } from "./reader-error.ts";

/**
 * Loads a package that is only needed for one format and is not installed by itself.
 *
 * @throws Error with the line that installs it
 */
export async function loadPeer<T extends object>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    const module: T & { default?: T } = await load();
    return module.default ?? module;
  } catch {
    throw notSupported(`reading it takes the package ${name}: npm install ${name}`);
  }
}
