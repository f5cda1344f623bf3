/** Saves what is typed while it is typed, valid or not, so that nothing is ever lost. */

import { inTurn, underWay } from './turns.js';

const form = document.querySelector('form[data-draft]');
const status = document.querySelector('[data-draft-status]');
/** Milliseconds after the last key before a save: long enough not to save every letter. */
const QUIET = 2000;

let timer;
let saving = false;
let again = false;
let overtaken = false;
/** The session is over: whoever comes back to this window may have signed in again in another one. */
let ended = false;
/** The button pressed while something was under way: the page goes on once that has told its revision. */
let pressed = null;

async function send(signal) {
  const response = await fetch(form.dataset.draft, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: 'application/json' },
    credentials: 'same-origin',
    signal,
  });
  const answer = await response.json();
  if (response.ok) form.elements._revision.value = answer.revision;
  return [response, answer];
}

async function save() {
  if (overtaken) return;
  if (saving) {
    again = true;
    return;
  }
  saving = true;
  try {
    let [response, answer] = await inTurn(form, send);
    if (answer.token) {
      // signed in again elsewhere: this page belongs to the new session from now on
      document.querySelectorAll('input[name="csrf_token"]').forEach((field) => { field.value = answer.token; });
      [response, answer] = await inTurn(form, send);
    }
    ended = response.status === 401;
    if (response.ok) dispatchEvent(new Event('pw:contact'));
    // another window has saved: this one stops on its own, the person decides with the button
    if (response.status === 409) overtaken = true;
    status.textContent = answer.message ?? answer.detail ?? '';
  } catch {
    status.textContent = form.dataset.offline ?? '';
    again = true;
  } finally {
    saving = false;
    if (again && !pressed) {
      again = false;
      schedule();
    }
  }
}

function goOn() {
  const button = pressed;
  pressed = null;
  form.requestSubmit(button);
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(save, QUIET);
}

if (form && status) {
  form.addEventListener('input', schedule);
  addEventListener('focus', () => { if (ended) save(); });
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    again = false;
    const waiting = underWay(form);
    if (!waiting) return;
    event.preventDefault();
    if (!pressed) waiting.then(goOn);
    pressed = event.submitter;
  });
}
