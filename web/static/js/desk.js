/** Small comforts of every page. Nothing depends on them: without JavaScript all pages work. */

/** After an answer the message is read and seen first: errors, then notices. */
document.querySelector('[role="alert"][data-focus-first], [data-focus-first]')?.focus();

/** Single-key shortcuts, off while typing and switchable in the account (WCAG 2.1.4). */
if (document.documentElement.dataset.shortcuts !== 'aus') {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest('input, textarea, select, [contenteditable], .pw-diagram, .pw-workbench')) return;
    const field = document.querySelector(`[data-shortcut-focus="${CSS.escape(event.key)}"]`);
    const link = document.querySelector(`a[data-shortcut="${CSS.escape(event.key)}"]`);
    if (field) {
      event.preventDefault();
      field.focus();
    } else if (link) {
      event.preventDefault();
      link.click();
    }
  });
}

/** A link to a line inside a closed section opens the section. The browser itself scrolls to what is already in sight:
    a whole page must not be centred, or its beginning, where Tab goes on, is out of the window. */
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let opened = false;
  for (let box = target?.closest?.('details'); box; box = box.parentElement.closest('details')) {
    opened ||= !box.open;
    box.open = true;
  }
  if (opened) target.scrollIntoView({ block: 'center' });
}
addEventListener('hashchange', openTarget);
if (location.hash) openTarget();

/** A double click must not send a form twice; the server would answer the second one the same, but later. */
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'true';
  setTimeout(() => delete event.target.dataset.sent, 3000);
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));

/** Five minutes before the session ends people hear of it, and one press keeps it (WCAG 2.2.1). */
const warning = document.querySelector('[data-session-warning]');
const QUIET_MINUTES = 25;
let farewell;

function contact() {
  clearTimeout(farewell);
  if (!warning) return;
  warning.hidden = true;
  farewell = setTimeout(() => { warning.hidden = false; }, QUIET_MINUTES * 60_000);
}

warning?.querySelector('[data-session-keep]').addEventListener('click', async ({ target }) => {
  const answer = await fetch(target.dataset.sessionKeep, { credentials: 'same-origin', redirect: 'manual' });
  if (answer.ok) contact();
});
addEventListener('pw:contact', contact);
contact();

/** A long act goes on by itself; without this the button does the same. */
document.querySelector('form[data-go-on]')?.requestSubmit();

/** All boxes of a list at once: ticks them, or unticks them if all are ticked. */
document.querySelectorAll('[data-check-all]').forEach((button) => {
  button.addEventListener('click', () => {
    const boxes = [...button.form.querySelectorAll(`input[type="checkbox"][name="${button.dataset.checkAll}"]`)];
    const tick = !boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = tick; });
  });
});

/** A link to a text copies the text instead; where that is not possible it opens as a page. */
document.addEventListener('click', async (event) => {
  const link = event.target.closest('a[data-copy]');
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(answer.status);
    await navigator.clipboard.writeText(await answer.text());
    const status = document.querySelector('[data-copy-status]');
    if (status) status.textContent = link.dataset.copy;
  } catch {
    location.assign(link.href);
  }
});
