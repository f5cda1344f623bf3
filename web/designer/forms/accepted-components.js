/**
 * Offers in the palette only the components that the engine's forms accept.
 *
 * The others stay registered, so that a file which uses them opens and keeps them; they are only not listed. form-js
 * lists what it finds by enumeration, hence the flag.
 */
const ACCEPTED = new Set([
  'textfield', 'textarea', 'number', 'datetime', 'select', 'radio', 'checkbox', 'checklist', 'taglist', 'text', 'group',
  'separator', 'dynamiclist', 'default',
]);

function limitPalette(formFields) {
  const registered = formFields._formFields;
  for (const type of Object.keys(registered)) {
    if (!ACCEPTED.has(type)) Object.defineProperty(registered, type, { enumerable: false });
  }
}
limitPalette.$inject = ['formFields'];

export default {
  __init__: ['limitPalette'],
  limitPalette: ['type', limitPalette],
};
