import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";

const ensure = fileURLToPath(new URL("../../../../scripts/ensure-redis.mjs", import.meta.url));

/** A Redis of a test's own: on a free port, in a folder of its own. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Begins it again on the same port, with what it has kept. */
  begin(): Promise<void>;
  /** A folder that goes with it. */
  readonly folder: string;
  stop(): Promise<void>;
}

export const PASSWORD = "geheim@:/%";

/** @param options of redis-server, without the dashes */
export async function testRedis(
  options: Readonly<Record<string, string>> = { appendonly: "yes", requirepass: PASSWORD },
  host = "127.0.0.1",
): Promise<TestRedis> {
  const path = execFileSync(process.execPath, [ensure], { encoding: "utf8" }).trim();
  const folder = mkdtempSync(join(tmpdir(), "segloss-redis-"));
  const port = await freePort();
  const all = { bind: host, port: String(port), dir: folder, save: "", ...options };
  const args = Object.entries(all).flatMap(([key, value]) => [`--${key}`, value]);
  const password = options.requirepass === undefined ? "" : `:${encodeURIComponent(options.requirepass)}@`;
  const url = `redis://${password}${host}:${port}/0`;
  let server = spawn(path, args, { stdio: "ignore" });
  await answers(url);
  return {
    ...{ port, url, folder, kill },
    async begin() {
      server = spawn(path, args, { stdio: "ignore" });
      await answers(url);
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on("error", () => {});
    const is = await client.connect().then(
      () => client.ping().then(() => true),
      () => false,
    );
    client.disconnect();
    if (is) return;
    await setTimeout(25);
  }
  throw new Error("redis-server does not begin");
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
