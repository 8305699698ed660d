import type { Server } from "node:http";
import { dataError } from "../data/data-error.ts";

/** Ports that are tried one after another. */
const TRIES = 20;

/**
 * Listens on 127.0.0.1, at a port or, where that is taken, the next one that is free.
 *
 * @returns the port
 */
export async function listenNear(server: Server, port: number): Promise<number> {
  const last = Math.min(port + TRIES - 1, 65535);
  for (let wanted = port; wanted <= last; wanted++) if (await listens(server, wanted)) return wanted;
  throw dataError(`ports ${port} to ${last} of 127.0.0.1 are taken; give a free one with --port`);
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off("listening", done);
      if (error.code === "EADDRINUSE") resolve(false);
      else if (error.code === "EACCES")
        reject(dataError(`port ${port} is not for everybody; give one above 1023 with --port`, error));
      else reject(error);
    };
    const done = () => {
      server.off("error", failed);
      resolve(true);
    };
    server.once("error", failed).once("listening", done);
    server.listen(port, "127.0.0.1");
  });
}
