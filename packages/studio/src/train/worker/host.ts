import { version } from "segloss/package.json";

/** Version of ONNX Runtime that the site was built with. */
declare const __ORT_VERSION__: string;

/** More threads than this gain nothing for networks of this size. */
const MOST_THREADS = 4;

/** Threads share memory in isolated pages only. */
export function threadsHere(): number {
  return crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency) : 1;
}

/** What the numbers depend on besides data and settings, for the record. */
export function environmentHere(): Record<string, string> {
  return {
    segloss: version,
    "onnxruntime-web": __ORT_VERSION__,
    browser: navigator.userAgent,
    processor: `${navigator.hardwareConcurrency} cores`,
  };
}
