/** Whether a path names a file of annotations, and not a mask. */
export function isAnnotationFile(path: string): boolean {
  return /\.(json|xml)$/i.test(path);
}
