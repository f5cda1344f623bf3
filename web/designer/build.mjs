/**
 * Bundles the in-browser editors: every entry module becomes one script and one style sheet in `web/static/designer/`.
 *
 * No code splitting on purpose: a page that an old browser tab keeps open goes on working after an upgrade, because its
 * script never asks for a second file. The output folder is emptied first, so that nothing stale is served.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { cspStyles } from './build/csp-styles.mjs';
import { germanLiterals } from './build/german-literals.mjs';
import { collectLicences } from './build/licences.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, '..', 'static', 'designer');
const german = germanLiterals();

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: ['modeler.js', 'viewer.js', 'dmn.js', 'form-editor.js'],
  outdir,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  charset: 'utf8',
  metafile: true,
  legalComments: 'none', // the licences of all bundled packages go to LICENCES.txt
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: '@bpmn-io/properties-panel/preact',
  // fonts come as woff2; the older formats beside it are left out
  loader: { '.woff2': 'file', '.svg': 'empty', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty' },
  assetNames: 'assets/[name]-[hash]',
  plugins: [german.plugin, cspStyles()],
});

const missing = german.missing();
if (missing.length > 0) {
  for (const [text, file] of missing) process.stderr.write(`no German for ${JSON.stringify(text)} in ${file}\n`);
  await rm(outdir, { recursive: true, force: true });
  process.exit(1);
}

await writeFile(join(outdir, 'LICENCES.txt'), await collectLicences(here, Object.keys(result.metafile.inputs)));

for (const [path, { bytes }] of Object.entries(result.metafile.outputs)) {
  if (/\.(js|css)$/.test(path)) process.stdout.write(`${relative(outdir, join(here, path))} ${Math.round(bytes / 1024)} kB\n`);
}
