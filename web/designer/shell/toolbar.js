/** The toolbar of an editor page: text buttons, because nobody should have to guess an icon. */
import { h } from './dom.js';

/** `actions`: functions by name; an action that is missing has no button. */
export function createToolbar(actions) {
  const buttons = {};

  function button(name, label, className = '') {
    if (!actions[name]) return null;
    buttons[name] = h('button', { type: 'button', class: `ed-button ${className}`.trim(), 'data-action': name }, label);
    buttons[name].addEventListener('click', ({ currentTarget }) => isDisabled(currentTarget) || actions[name]());
    return buttons[name];
  }

  const status = h('p', { class: 'ed-toolbar__status', role: 'status' });
  const menu = createMenu('Datei', [
    ['download', 'Herunterladen'],
    ['downloadSvg', 'Als Bild (SVG) herunterladen'],
    ['openFile', 'Datei öffnen …'],
  ].filter(([name]) => actions[name]).map(([name, label]) => ({ name, label, run: actions[name] })));

  const element = h(
    'div',
    { class: 'ed-toolbar', role: 'group', 'aria-label': 'Werkzeuge des Editors' },
    group(button('save', 'Speichern', 'ed-button--primary'), button('validate', 'Prüfen'), button('preview', 'Vorschau'), button('publish', 'Veröffentlichen …')),
    group(button('undo', 'Rückgängig'), button('redo', 'Wiederholen')),
    group(menu, button('help', 'Tastenkürzel')),
    status,
  );

  return {
    element,
    showStatus: (text) => { status.textContent = text; },
    update({ canUndo, canRedo, busy }) {
      // aria-disabled keeps the focus where it is while an action runs
      for (const name of ['save', 'validate', 'publish', 'preview']) setDisabled(buttons[name], busy);
      setDisabled(buttons.undo, !canUndo);
      setDisabled(buttons.redo, !canRedo);
    },
  };
}

const group = (...children) => h('div', { class: 'ed-toolbar__group' }, children);

const isDisabled = (button) => button.getAttribute('aria-disabled') === 'true';

function setDisabled(button, disabled) {
  button?.setAttribute('aria-disabled', String(Boolean(disabled)));
}

/** A small menu button: opens with click, Enter or arrow down; Escape closes it and gives the focus back. */
function createMenu(label, entries) {
  const items = entries.map(({ name, label: text, run }) =>
    h('button', { type: 'button', role: 'menuitem', tabindex: -1, 'data-action': name, onclick: () => { close(); run(); } }, text),
  );
  const list = h('div', { class: 'ed-menu__list', role: 'menu', 'aria-label': label, hidden: true, onkeydown: handleKey }, items);
  const opener = h('button', { type: 'button', class: 'ed-button ed-menu__opener', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => (list.hidden ? open() : close()) }, label);
  opener.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    open();
  });

  function open() {
    list.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    items[0]?.focus();
  }

  function close() {
    list.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    opener.focus();
  }

  function handleKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else return;
    event.preventDefault();
  }

  const element = h('div', { class: 'ed-menu' }, opener, list);
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !element.contains(relatedTarget)) {
      list.hidden = true;
      opener.setAttribute('aria-expanded', 'false');
    }
  });
  return element;
}
