/**
 * esbuild plugin for editors under a strict content security policy.
 *
 * CodeMirror (the field for FEEL expressions) writes its rules into a `<style>` element, which `style-src 'self'`
 * blocks. The same module can use a constructed style sheet, which the policy allows, but does so only inside shadow
 * roots; here it does so in documents too. The build fails if the library's source no longer reads as expected.
 */
import { readFile } from 'node:fs/promises';

const ONLY_IN_SHADOW_ROOTS = 'if (!root.head && root.adoptedStyleSheets && win.CSSStyleSheet)';
const EVERYWHERE = 'if (root.adoptedStyleSheets && win.CSSStyleSheet)';

export function cspStyles() {
  return {
    name: 'csp-styles',
    setup(build) {
      build.onLoad({ filter: /style-mod[\\/]src[\\/]style-mod\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!source.includes(ONLY_IN_SHADOW_ROOTS)) {
          return { errors: [{ text: 'style-mod changed: find out how it mounts style sheets in documents' }] };
        }
        return { contents: source.replace(ONLY_IN_SHADOW_ROOTS, EVERYWHERE), loader: 'js' };
      });
    },
  };
}
