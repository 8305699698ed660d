import { join } from "node:path";
import { cacheFolder } from "../data/cache.ts";

/**
 * Where compiled code of this Node is kept; undefined where there is no such place, or Node is told to keep none
 * (NODE_DISABLE_COMPILE_CACHE, as for its own). Other hosts compile in ways of their own.
 */
export function codeFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const isNode = !("bun" in process.versions || "deno" in process.versions);
  if (!isNode || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  try {
    return join(cacheFolder(env), "code", `${process.version}-${process.arch}`);
  } catch {
    // There is no home.
    return undefined;
  }
}
