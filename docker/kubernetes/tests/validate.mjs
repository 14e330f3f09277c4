// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
//
// Holds Kubernetes objects against the schemas of its API: reads a JSON list of them, prints what is wrong, a line
// each. The schemas know required fields and forms but take fields that do not exist; those the compiler finds, which
// gets the same objects as literals of the API's types. Usage: node validate.mjs DIRECTORY-OF-NODE-MODULES <objects

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const place = process.argv[2];
const require = createRequire(join(place, "none.js"));
const ts = require("typescript");
const models = (path) => join(place, "kubernetes-models", path);

// Kinds that others define have no schema here.
const foreign = (object) => object.apiVersion.startsWith("monitoring.coreos.com/");
const objects = JSON.parse(readFileSync(0, "utf8")).filter((object) => !foreign(object));
const named = (object) => `${object.kind} ${object.metadata?.name}`;
for (const object of objects) {
  const { [object.kind]: Model } = await import(pathToFileURL(models(`${object.apiVersion}/${object.kind}.js`)));
  try {
    new Model(object).validate();
  } catch (e) {
    console.log(`${named(object)}: ${e.message}`);
  }
}

const text = objects
  .map((object, i) => {
    const type = `I${object.kind}`;
    return (
      `import type { ${type} as T${i} } from "kubernetes-models/${object.apiVersion}";\n` +
      `export const object${i}: T${i} = ${JSON.stringify(object)};\n`
    );
  })
  .join("");
const file = join(place, "..", "objects.ts");
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.getSourceFile = (name, ...rest) =>
  name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
host.fileExists = (name) => name === file || fileExists(name);
host.readFile = (name) => (name === file ? text : readFile(name));
for (const problem of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
  const line = problem.file ? ts.getLineAndCharacterOfPosition(problem.file, problem.start).line : 0;
  const at = objects[Math.floor(line / 2)];
  console.log(`${at ? named(at) : ""}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`);
}
