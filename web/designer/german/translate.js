/**
 * The translator that bpmn-js, dmn-js and their properties panel ask for every text they show.
 *
 * A text is looked up as it stands, then without regard to case, spaces and hyphens: the properties panel builds names
 * such as "Event Sub Process" from the element type, while the menus write "Event sub-process". Replacements in
 * braces are filled in. A text without a translation stays as it is; `build/check-german.mjs` finds those.
 */
const normalise = (text) => text.toLowerCase().replace(/[\s-]+/g, '');

export function translatorFor(...dictionaries) {
  const texts = Object.assign({}, ...dictionaries);
  const byNormalisedText = new Map(Object.entries(texts).map(([english, german]) => [normalise(english), german]));

  function translate(text, replacements = {}) {
    const found = texts[text] ?? byNormalisedText.get(normalise(text)) ?? text;
    return found.replace(/{([^}]+)}/g, (whole, name) => (name in replacements ? replacements[name] : whole));
  }

  return { translate: ['value', translate] };
}
