/**
 * esbuild plugin that makes the libraries speak German.
 *
 * Two things happen to every library file that esbuild reads:
 *  - where a library has no translation hook (form-js, the properties panel, parts of dmn-js), its English texts are
 *    replaced in the source, and
 *  - where it has one (`translate('…')`), the texts are collected.
 * `missing()` then lists every English text without a German one. The build fails on them: a new library version
 * cannot slip English words into the interface unnoticed.
 */
import { readFile } from 'node:fs/promises';

import bpmnLibrary from 'bpmn-js-i18n/translations/de.js';
import diagram from '../german/diagram.js';
import decisions, { LITERALS, TEMPLATES as DECISION_TEMPLATES } from '../german/decisions.js';
import { KEPT, TEMPLATES, TEXTS } from '../german/forms.js';
import properties from '../german/properties.js';

const STRING = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`;
const DISPLAY = 'label|title|children|description|placeholder|tooltip|text|name|explanation';

const inDisplayPosition = new RegExp(
  String.raw`((?:\b(?:${DISPLAY})|["'](?:title|aria-label|placeholder)["'])\s*:\s*\[?\s*|[tT]ranslate\(\s*)(${STRING})`,
  'g',
);
const anyString = new RegExp(STRING, 'g');
const translateCall = new RegExp(String.raw`[tT]ranslate\(\s*(${STRING})`, 'g');

/** Sources without a translation hook, with the dictionary that is written into them. */
const REPLACED = [
  { file: /form-js-(editor|viewer)[\\/]dist[\\/]index\.es\.js$/, texts: TEXTS, templates: TEMPLATES, kept: KEPT },
  { file: /@bpmn-io[\\/]properties-panel[\\/]dist[\\/]index\.esm\.js$/, texts: { ...TEXTS, ...properties }, templates: TEMPLATES, kept: KEPT },
  { file: /dmn-js[\w-]*[\\/]lib[\\/].*(HitPolicies|ReplaceOptions|DrillDown|DragAndDrop|components[\\/]List)\.js$/, texts: { ...decisions, ...LITERALS }, templates: DECISION_TEMPLATES, kept: new Set() },
];

/** Sources that ask a translator at run time, with the dictionaries that answer. */
const ASKED = [
  { file: /[\\/](bpmn-js|diagram-js|diagram-js-direct-editing|diagram-js-minimap)[\\/]/, texts: { ...bpmnLibrary, ...diagram, ...decisions } },
  { file: /bpmn-js-properties-panel[\\/]dist[\\/]index\.esm\.js$/, texts: { ...diagram, ...properties }, until: 'class BpmnPropertiesProvider' },
  { file: /[\\/](dmn-js[\w-]*|table-js)[\\/]/, texts: decisions },
];

const EXAMPLE_IN_A_COMMENT = 'HELLO {you}';

const unquote = (literal) => literal.slice(1, -1).replace(/\\(['"])/g, '$1');
const quote = (text) => JSON.stringify(text);
const isProse = (text) => /^[A-Z<].*[a-z>]/.test(text);
const isSvgTransform = (text) => text.startsWith(' + '); // 'translate(' + x + ' ' + y + ')'
const hasSeveralWords = (text) => /\S\s\S/.test(text);

export function germanLiterals() {
  const untranslated = new Map();
  const report = (text, path) => untranslated.set(text, path.replace(/.*node_modules[\\/]/, ''));

  function replaceTexts(source, path, { texts, templates, kept }) {
    let result = source;
    for (const [english, german] of Object.entries(templates)) {
      result = result.replaceAll(english, german);
    }
    result = result.replace(inDisplayPosition, (whole, before, literal) => {
      const text = unquote(literal);
      if (text in texts) return before + quote(texts[text]);
      if (isProse(text) && !kept.has(text)) report(text, path);
      return whole;
    });
    // sentences are texts wherever they stand; single words could be keys and stay
    return result.replace(anyString, (literal) => {
      const text = unquote(literal);
      return hasSeveralWords(text) && text in texts ? quote(texts[text]) : literal;
    });
  }

  function collectTexts(source, path, { texts, until }) {
    const part = until ? source.slice(0, source.indexOf(until)) : source;
    for (const [, literal] of part.matchAll(translateCall)) {
      const text = unquote(literal);
      if (!(text in texts) && !isSvgTransform(text) && text !== EXAMPLE_IN_A_COMMENT) report(text, path);
    }
  }

  const plugin = {
    name: 'german-literals',
    setup(build) {
      build.onLoad({ filter: /node_modules.*\.m?js$/ }, async ({ path }) => {
        const replaced = REPLACED.find(({ file }) => file.test(path));
        const asked = ASKED.find(({ file }) => file.test(path));
        if (!replaced && !asked) return undefined;
        const source = await readFile(path, 'utf8');
        if (replaced) return { contents: replaceTexts(source, path, replaced), loader: 'js' };
        collectTexts(source, path, asked);
        return undefined;
      });
    },
  };
  return { plugin, missing: () => [...untranslated] };
}
