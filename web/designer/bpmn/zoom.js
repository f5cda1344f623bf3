/** Buttons to zoom a diagram: the mouse wheel must not be the only way. */
import { h } from '../shell/dom.js';

/** Pixels left free around the diagram. */
const MARGIN = 24;

export function zoomControls(canvas, zoomScroll) {
  const button = (label, sign, run) => h('button', { type: 'button', class: 'ed-zoom__button', 'aria-label': label, title: label, onclick: run }, sign);
  return h(
    'div',
    { class: 'ed-zoom', role: 'group', 'aria-label': 'Ansicht' },
    button('Vergrößern', '+', () => zoomScroll.stepZoom(1)),
    button('Verkleinern', '−', () => zoomScroll.stepZoom(-1)),
    button('Ganzes Diagramm zeigen', '⤢', () => showWhole(canvas)),
  );
}

/** Show the whole diagram beside the palette, which floats over the left edge of the canvas. */
export function showWhole(canvas) {
  canvas.zoom('fit-viewport', 'auto');
  const { inner, outer } = canvas.viewbox();
  const palette = canvas.getContainer().querySelector('.djs-palette');
  const left = (palette ? palette.offsetLeft + palette.offsetWidth : 0) + MARGIN;
  const room = { width: outer.width - left - MARGIN, height: outer.height - 2 * MARGIN };
  if (!inner.width || !inner.height || room.width <= 0 || room.height <= 0) return;
  const scale = Math.min(1, room.width / inner.width, room.height / inner.height);
  canvas.viewbox({
    x: inner.x - (left + (room.width - inner.width * scale) / 2) / scale,
    y: inner.y - (MARGIN + (room.height - inner.height * scale) / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}
