/**
 * Keyboard shortcuts of the editor pages. People can switch them off here, the choice stays in their browser, or for
 * all pages in their account (`<html data-shortcuts="aus">`).
 */
const STORAGE_KEY = 'phasenwerk-designer-shortcuts';

export class Shortcuts {
  /** `bindings`: `[{ keys: 'Strg+S', label, matches(event), run() }]` */
  constructor(bindings) {
    this.bindings = bindings;
    this.enabled = localStorage.getItem(STORAGE_KEY) !== 'off' && document.documentElement.dataset.shortcuts !== 'aus';
    // capture: the editors stop some keys, and the browser would otherwise save the page
    window.addEventListener('keydown', (event) => this.#handle(event), { capture: true });
  }

  setEnabled(enabled) {
    this.enabled = enabled;
    localStorage.setItem(STORAGE_KEY, enabled ? 'on' : 'off');
  }

  #handle(event) {
    if (!this.enabled || document.querySelector('dialog[open]')) return;
    const binding = this.bindings.find(({ matches }) => matches(event));
    if (!binding) return;
    event.preventDefault();
    event.stopPropagation();
    binding.run();
  }
}

const command = (event) => (event.ctrlKey || event.metaKey) && !event.altKey;

export const withCommand = (key) => (event) => command(event) && !event.shiftKey && event.key.toLowerCase() === key;
