import type { FormatEntry } from "./format.ts";

export type { DecodeOptions, Format, FormatEntry } from "./format.ts";

/** Every format that files are read in. */
export const FORMATS: readonly FormatEntry[] = [
  { name: "PNG", extensions: [".png"], load: async () => (await import("./png.ts")).png },
  { name: "JPEG", extensions: [".jpg", ".jpeg"], load: async () => (await import("./jpeg.ts")).jpeg },
  {
    name: "TIFF",
    extensions: [".tif", ".tiff"],
    windows: true,
    load: async () => (await import("./tiff.ts")).tiff,
  },
  { name: "BMP", extensions: [".bmp"], load: async () => (await import("./bmp.ts")).bmp },
  { name: "GIF", extensions: [".gif"], load: async () => (await import("./gif.ts")).gif },
  { name: "WebP", extensions: [".webp"], load: async () => (await import("./webp.ts")).webp },
  {
    name: "NIfTI",
    extensions: [".nii.gz", ".nii", ".hdr"],
    companions: [".img", ".img.gz"],
    load: async () => (await import("./nifti.ts")).nifti,
  },
  {
    name: "NRRD",
    extensions: [".seg.nrrd", ".nrrd", ".nhdr"],
    companions: [".raw", ".raw.gz"],
    load: async () => (await import("./nrrd.ts")).nrrd,
  },
  {
    name: "MetaImage",
    extensions: [".mha", ".mhd"],
    companions: [".raw", ".zraw"],
    load: async () => (await import("./mha.ts")).mha,
  },
  {
    name: "DICOM SEG",
    extensions: [".dcm", ".dicom"],
    load: async () => (await import("./dicom-seg.ts")).dicomSeg,
  },
  {
    name: "OME-Zarr",
    extensions: [".ome.zarr", ".zarr"],
    windows: true,
    load: async () => (await import("./ome-zarr.ts")).omeZarr,
  },
  { name: "NPY", extensions: [".npy"], load: async () => (await import("./npy.ts")).npy },
  { name: "NPZ", extensions: [".npz"], load: async () => (await import("./npz.ts")).npz },
];

/** The format of a file name by its extension, or undefined. The longest extension wins (`.seg.nrrd` before `.nrrd`). */
export function formatOf(name: string): FormatEntry | undefined {
  return byExtension(name)?.format;
}

/** File name without folder and known extension: `a/b_001.nii.gz` gives `b_001`. */
export function stemOf(path: string): string {
  const name = path.replace(/^.*[/\\]/, "");
  return name.slice(0, name.length - (byExtension(name)?.extension.length ?? 0));
}

/** `PNG (.png), JPEG (.jpg, .jpeg), ...`, for messages. */
export function formatList(): string {
  return FORMATS.map((format) => `${format.name} (${format.extensions.join(", ")})`).join(", ");
}

const EXTENSIONS = FORMATS.flatMap((format) =>
  format.extensions.map((extension) => ({ format, extension })),
).sort((a, b) => b.extension.length - a.extension.length);

function byExtension(name: string): { format: FormatEntry; extension: string } | undefined {
  const lower = name.toLowerCase();
  return EXTENSIONS.find(({ extension }) => lower.endsWith(extension));
}
