/** A page from the server in a frame of its own: scripts and form submission are off, styles come from the server. */
import { h } from './dom.js';

const WIDTHS = [
  { label: 'Bildschirm', width: '100%' },
  { label: 'Schmal (320 Pixel)', width: '320px' },
];

export function showPreview(title, html) {
  // same origin, so that fonts and style sheets load; without allow-scripts and allow-forms nothing in it can act
  const frame = h('iframe', { class: 'ed-preview__frame', title: `Vorschau: ${title}`, sandbox: 'allow-same-origin', srcdoc: html });
  const widths = WIDTHS.map(({ label, width }, index) =>
    h('label', { class: 'ed-check' }, h('input', {
      type: 'radio', name: 'ed-preview-width', checked: index === 0,
      onchange: () => frame.style.setProperty('width', width),
    }), label),
  );
  const dialog = h(
    'dialog',
    { class: 'ed-dialog ed-preview', 'aria-labelledby': 'ed-preview-title' },
    h('form', { method: 'dialog', class: 'ed-preview__head' },
      h('h2', { id: 'ed-preview-title' }, 'Vorschau für die Sachbearbeitung'),
      h('fieldset', { class: 'ed-preview__widths' }, h('legend', { class: 'ed-hidden' }, 'Breite'), widths),
      h('button', { type: 'submit', class: 'ed-button' }, 'Schließen')),
    frame,
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
