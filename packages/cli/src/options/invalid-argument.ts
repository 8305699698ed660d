/**
 * What commander's InvalidArgumentError is to commander, which knows it by its code: without the package, which needs Node, so that pages
 * read the same texts.
 */
export function invalidArgument(message: string): Error {
  return Object.assign(new Error(message), { code: "commander.invalidArgument", exitCode: 1 });
}
