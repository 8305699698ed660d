/** @typedef {{ on: string, test: RegExp, reason: string }} Known a test that fails on runtimes whose name begins so */

/**
 * Tests that fail on a runtime, each with its reason, which docs/runtimes.md tells as well. One that passes after all fails the check.
 * @type {readonly Known[]}
 */
export const KNOWN = [];
