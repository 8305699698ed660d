import { VERSION } from "../../commands/version.ts";
import { environment } from "../../compare/environment.ts";

/** Of what passes through queue and store; another number is another queue. */
export const PROTOCOL = 1;

/** What has to be the same at sender and worker. */
export interface Versions {
  readonly protocol: number;
  readonly segloss: string;
  /** Of ONNX Runtime. */
  readonly runtime: string;
  readonly provider: Provider;
}

/** Execution providers of ONNX Runtime that a worker can be asked for. */
export const PROVIDERS = ["cpu"] as const;

export type Provider = (typeof PROVIDERS)[number];

/** Of this process. */
export function versionsHere(provider: Provider): Versions {
  return { protocol: PROTOCOL, segloss: VERSION, runtime: environment()["onnxruntime-node"], provider };
}

/** For people. */
export function versionsText({ protocol, segloss, runtime, provider }: Versions): string {
  return `segloss ${segloss} (protocol ${protocol}), ONNX Runtime ${runtime}, provider ${provider}`;
}
