// Builds the widget and the desk's script, one file each, and copies the static files next to them.
import { build } from "esbuild";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_GZIP_BYTES = 25_000;

const web = new URL("../", import.meta.url);
const target = new URL("../src/fairwell/gateway/static/", web);
const bundle = fileURLToPath(new URL("fairwell-chat.js", target));

await mkdir(target, { recursive: true });
await build({
  entryPoints: [fileURLToPath(new URL("src/index.ts", web))],
  outfile: bundle,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: ["es2022"],
  charset: "utf8",
  // Lit's licence asks that its notice stays with the code.
  legalComments: "eof",
  logLevel: "warning",
});
await build({
  entryPoints: [fileURLToPath(new URL("help/person.ts", web))],
  outfile: fileURLToPath(new URL("person.js", target)),
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: ["es2022"],
  logLevel: "warning",
});
// A separate script: customers do not load the desk's code.
const desk = new URL("../src/fairwell/desk/static/", web);
await mkdir(desk, { recursive: true });
await build({
  entryPoints: [fileURLToPath(new URL("desk/index.ts", web))],
  outfile: fileURLToPath(new URL("desk.js", desk)),
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: ["es2022"],
  legalComments: "eof",
  logLevel: "warning",
});
for (const name of ["desk.css", "talks.css", "icon.svg"]) {
  await copyFile(new URL(`desk/${name}`, web), new URL(name, desk));
}
for (const name of ["help.css", "plain.css", "icon.svg"]) {
  await copyFile(new URL(`help/${name}`, web), new URL(name, target));
}

const size = gzipSync(await readFile(bundle), { level: 9 }).length;
console.log(`fairwell-chat.js: ${size} bytes gzipped (limit ${LIMIT_GZIP_BYTES})`);
if (size > LIMIT_GZIP_BYTES) {
  console.error("The widget has outgrown its limit: it loads on every page that embeds it.");
  process.exitCode = 1;
}
