/** The few questions an editor asks, as native dialogs: focus stays inside, Escape answers "no". */
import { h } from './dom.js';

function ask(title, content, confirmLabel, read) {
  return new Promise((resolve) => {
    const confirm = h('button', { type: 'submit', class: 'ed-button ed-button--primary', value: 'yes' }, confirmLabel);
    const cancel = h('button', { type: 'button', class: 'ed-button', onclick: () => dialog.close() }, 'Abbrechen');
    const form = h('form', { method: 'dialog' }, h('h2', { id: 'ed-dialog-title' }, title), content, h('p', { class: 'ed-dialog__buttons' }, confirm, cancel));
    const dialog = h('dialog', { class: 'ed-dialog', 'aria-labelledby': 'ed-dialog-title' }, form);
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes' ? read() : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks what is new in the version to be published; resolves to the note, or to null when cancelled. */
export function askForNote(nextVersion) {
  const note = h('textarea', { id: 'ed-note', rows: 4, required: true, maxlength: 500, 'aria-describedby': 'ed-note-help' });
  const content = [
    h('p', {}, 'Neue Fälle beginnen mit dieser Fassung. Laufende Fälle bleiben auf ihrer.'),
    h('label', { for: 'ed-note' }, 'Was ist neu?'),
    h('p', { id: 'ed-note-help', class: 'ed-help' }, 'Ein Satz für die Liste der Fassungen.'),
    note,
  ];
  const title = nextVersion ? `Als Version ${nextVersion} veröffentlichen` : 'Als neue Version veröffentlichen';
  return ask(title, content, 'Veröffentlichen', () => note.value.trim());
}

/** Asks before unsaved changes are replaced; resolves to true or null. */
export const askBeforeReplacing = (fileName) =>
  ask(
    'Änderungen verwerfen?',
    [h('p', {}, `„${fileName}“ ersetzt das geöffnete Modell. Nicht gespeicherte Änderungen gehen verloren.`)],
    'Ersetzen',
    () => true,
  );

/** Lists the keyboard shortcuts and lets people switch them off (WCAG 2.1.4). */
export function showShortcuts(shortcuts, enabled, onToggle) {
  const toggle = h('input', { type: 'checkbox', id: 'ed-shortcuts-on', checked: enabled, onchange: () => onToggle(toggle.checked) });
  const rows = shortcuts.map(({ keys, label }) =>
    h('tr', {}, h('th', { scope: 'row' }, label), h('td', {}, ...keys.split('+').flatMap((key, index) => [index ? ' + ' : '', h('kbd', {}, key)]))),
  );
  const close = h('button', { type: 'submit', class: 'ed-button ed-button--primary' }, 'Schließen');
  const dialog = h(
    'dialog',
    { class: 'ed-dialog', 'aria-labelledby': 'ed-shortcuts-title' },
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'ed-shortcuts-title' }, 'Tastenkürzel'),
      h('p', { class: 'ed-check' }, toggle, h('label', { for: 'ed-shortcuts-on' }, 'Tastenkürzel dieser Seite verwenden')),
      h('table', { class: 'ed-shortcuts' }, h('tbody', {}, rows)),
      h('p', { class: 'ed-dialog__buttons' }, close),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
