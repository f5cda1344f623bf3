/** Builds an element: `h('button', { type: 'button', onclick: save }, 'Speichern')`. Strings become text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** "1 Fehler", "2 Warnungen": a count with its noun. */
export const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
