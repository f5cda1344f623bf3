/** The panel beside a diagram: tabs with the keyboard behaviour people know, and a width they can change. */
import { h } from './dom.js';

const WIDTH_KEY = 'phasenwerk-designer-panel-width';
const MIN_WIDTH = 260;
const MAX_WIDTH = 720;
const STEP = 20;

/** `tabs`: `[{ id, label }]`; returns the panel's element and one content element per tab id. */
export function createSidePanel(tabs) {
  const contents = {};
  const buttons = tabs.map(({ id, label }, index) => {
    contents[id] = h('div', { class: 'ed-side__content', role: 'tabpanel', id: `ed-panel-${id}`, 'aria-labelledby': `ed-tab-${id}`, tabindex: 0, hidden: index > 0 });
    return h('button', {
      type: 'button',
      class: 'ed-tab',
      role: 'tab',
      id: `ed-tab-${id}`,
      'aria-controls': `ed-panel-${id}`,
      'aria-selected': String(index === 0),
      tabindex: index === 0 ? 0 : -1,
      onclick: () => select(id),
    }, label);
  });

  function select(id) {
    tabs.forEach((tab, index) => {
      const chosen = tab.id === id;
      buttons[index].setAttribute('aria-selected', String(chosen));
      buttons[index].tabIndex = chosen ? 0 : -1;
      contents[tab.id].hidden = !chosen;
    });
  }

  function moveFocus(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    buttons[next].focus();
    select(tabs[next].id);
  }

  const tabList = h('div', { class: 'ed-tabs', role: 'tablist', 'aria-label': 'Bereiche', onkeydown: moveFocus }, buttons);
  const element = h('div', { class: 'ed-side' }, tabList, ...Object.values(contents));
  return { element, contents, select };
}

/** A separator between two neighbours that changes the width of the right one by mouse, finger or arrow keys. */
export function createSplitter(panel) {
  const clamp = (width) => Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width));
  const splitter = h('div', {
    class: 'ed-splitter',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'vertical',
    'aria-label': 'Breite der Eigenschaften',
    'aria-valuemin': MIN_WIDTH,
    'aria-valuemax': MAX_WIDTH,
  });

  function setWidth(width) {
    const value = Math.round(clamp(width));
    panel.style.setProperty('width', `${value}px`);
    splitter.setAttribute('aria-valuenow', String(value));
    localStorage.setItem(WIDTH_KEY, String(value));
  }

  splitter.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    setWidth(panel.offsetWidth + step);
  });
  splitter.addEventListener('pointerdown', (event) => {
    splitter.setPointerCapture(event.pointerId);
    const right = panel.getBoundingClientRect().right;
    const move = ({ clientX }) => setWidth(right - clientX);
    splitter.addEventListener('pointermove', move);
    splitter.addEventListener('lostpointercapture', () => splitter.removeEventListener('pointermove', move), { once: true });
  });

  setWidth(Number(localStorage.getItem(WIDTH_KEY)) || 340);
  return splitter;
}
