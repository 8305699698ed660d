// The parts of npm's own modules that are used here; neither package brings types.

declare module "pacote" {
  const pacote: {
    tarball(spec: string, options: Record<string, unknown>): Promise<Uint8Array>;
  };
  export = pacote;
}

declare module "@npmcli/config" {
  class Config {
    constructor(options: Record<string, unknown>);
    load(): Promise<void>;
    readonly flat: Record<string, unknown>;
  }
  export = Config;
}

declare module "@npmcli/config/lib/definitions/index.js" {
  const parts: { definitions: unknown; shorthands: unknown; flatten: unknown };
  export = parts;
}
