import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import type { Command as Parser } from "commander";
import { dataError } from "../data/data-error.ts";
import { aCount } from "../options/option-values.ts";
import { listenNear } from "../studio/listen-near.ts";
import { servedData } from "../studio/served-data.ts";
import { siteFolder } from "../studio/site-folder.ts";
import { baseOf, studioServer } from "../studio/studio-server.ts";
import type { Io } from "../terminal/io.ts";
import { showStatus } from "../terminal/progress.ts";
import type { Command } from "./command.ts";

interface StudioCommandOptions {
  readonly port: number;
  readonly json?: boolean;
}

/** `segloss studio`: losses that one can see and try in a page, and the documentation, on this machine alone. */
export const studio: Command = {
  name: "studio",
  examples: ["segloss studio", "segloss studio ./my-data"],
  define(parser: Parser, io: Io) {
    parser
      .description(
        "Serves the studio and the documentation to a browser on this machine: losses that one can paint on and train with " +
          "in the page, and with DATA what inspect says of your images. Nothing is sent anywhere, and only files inside of DATA can be read.",
      )
      .argument("[data]", "folder with images and masks, or annotations, that pages may read")
      .option("--port <number>", "port of 127.0.0.1; the next free one where it is taken", aCount(0), 8642)
      .option("--json", "one JSON object on stdout: address, port, files of the data")
      .action((data: string | undefined, options: StudioCommandOptions) => run(data, options, io));
  },
};

async function run(folder: string | undefined, { port, json }: StudioCommandOptions, io: Io): Promise<void> {
  if (port > 65535) throw dataError(`--port ${port}: expected at most 65535`);
  if (folder !== undefined) await checkFolder(folder);
  const site = siteFolder();
  const data = folder === undefined ? undefined : await openData(folder, io);
  const token = randomBytes(16).toString("hex");
  const server = studioServer({ site, token, ...(data && { data }) });
  const found = await listenNear(server, port);
  const page = data ? "data.html" : "";
  const address = `http://127.0.0.1:${port === 0 ? portOf(server) : found}${baseOf(token)}${page}`;
  if (json) io.out(`${JSON.stringify({ address, files: data?.index.files.length ?? null })}\n`);
  else io.out(`${address}\n`);
  io.say(
    `${data ? `${data.index.files.length} files of ${folder} and the` : "the"} studio, for this machine only; ctrl-C ends it`,
  );
  const stop = io.onInterrupt(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "close");
  await data?.close();
  stop();
}

function portOf(server: ReturnType<typeof studioServer>): number {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

async function openData(folder: string, io: Io): Promise<Awaited<ReturnType<typeof servedData>>> {
  const status = showStatus(io);
  const data = await servedData(folder, status.say);
  status.done();
  for (const problem of data.index.inspection.problems) io.say(problem);
  return data;
}

async function checkFolder(path: string): Promise<void> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) throw dataError(`${path}: expected a folder with images and masks`);
}
