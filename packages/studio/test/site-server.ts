import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSite } from "../../../scripts/studio.mjs";
import { type ServedData, studioServer } from "../../cli/src/studio/studio-server.ts";

const site = fileURLToPath(new URL("../dist/site", import.meta.url));

/** Folder of the built site; built where it is missing (verify has built it before the tests). */
export function builtSite(): string {
  if (!existsSync(join(site, "index.html"))) buildSite();
  return site;
}

/** The site as `segloss studio` serves it: strict policy, below a folder. */
export async function serveSite(data?: ServedData): Promise<{ readonly base: string; close(): void }> {
  const server = studioServer({ site: builtSite(), token: "some-where", ...(data && { data }) });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}/some-where/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
