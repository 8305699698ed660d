import { once } from "../once.ts";

/** Castagnoli's polynomial, least significant bit first. */
const POLYNOMIAL = 0x82f63b78;

const table = once(() =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? POLYNOMIAL : 0);
    return rest;
  }),
);

/** The checksum CRC-32C of some bytes (Castagnoli; RFC 3720, appendix B.4), byte by byte, as Zarr, iSCSI and TensorFlow's records have it. */
export function crc32c(bytes: Uint8Array): number {
  const ofByte = table();
  let rest = -1;
  for (let k = 0; k < bytes.length; k++) rest = (rest >>> 8) ^ ofByte[(rest ^ bytes[k]) & 255];
  return ~rest >>> 0;
}
