/** The licence texts of every package whose code is in the bundles: the MIT and similar licences ask for them. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const packageOf = (input) => input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];

export async function collectLicences(root, inputs) {
  const folders = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
  const parts = [];
  for (const folder of folders) {
    const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    if (!manifest.name || !manifest.version) continue; // a sub-path such as properties-panel/preact/hooks
    const licence = (await readdir(join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
    const text = licence ? await readFile(join(root, folder, licence), 'utf8') : `${manifest.license ?? 'no licence file'}\n`;
    parts.push(`${manifest.name} ${manifest.version}\n${'='.repeat(60)}\n${text.trim()}\n`);
  }
  return parts.join('\n\n');
}
