import { arrayKind, COUNT, having, type Kind } from "segloss/door";

export const RUNTIME: Kind = having("a runtime: nodeRuntime() or webRuntime()", "session");

/** Bytes of a file; a Buffer of Node is one. */
export const BYTES: Kind = {
  expected: "the bytes of an .onnx file, a Uint8Array",
  fits: (value) => arrayKind(value) === "Uint8Array",
};

export const THREADS: Kind = {
  expected: "a whole number of threads from 1 to 256",
  fits: (value) => COUNT.fits(value) && (value as number) <= 256,
};
