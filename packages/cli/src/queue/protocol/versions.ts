import { offeredBlock } from "../../compare/run/check-block.ts";
import { environment } from "../../host/environment.ts";
import { VERSION } from "../../host/version.ts";

/** Of what passes through queue and store; another number is another queue. */
export const PROTOCOL = 1;

/** What has to be the same at sender and worker. */
export interface Versions {
  readonly protocol: number;
  readonly segloss: string;
  /** Of ONNX Runtime. */
  readonly runtime: string;
  /** Execution provider of ONNX Runtime. */
  readonly provider: string;
  /** Channels in a block, as ONNX Runtime convolves them on this processor: a plan that was made for blocks of one size is carried out with those. */
  readonly block: number;
}

/** Of this process. */
export async function versionsHere(provider: string): Promise<Versions> {
  const runtime = environment()["onnxruntime-node"];
  return { protocol: PROTOCOL, segloss: VERSION, runtime, provider, block: await offeredBlock(provider) };
}

/** For people. */
export function versionsText({ protocol, segloss, runtime, provider, block }: Versions): string {
  return `segloss ${segloss} (protocol ${protocol}), ONNX Runtime ${runtime}, provider ${provider}, blocks of ${block}`;
}
