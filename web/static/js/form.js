// Shows the fields that the answers ask for while people type: asks the server, which knows the conditions, for the
// page with the answers so far and takes over its fields. Without this module the button "refresh" does the same.

import { inTurn } from "./turns.js";

const WAIT_MS = 200;

function setUp(fields) {
  const form = fields.closest("form");
  const button = fields.querySelector("[data-form-refresh]");
  if (!form || !button) return;
  button.hidden = true;
  let typed = 0;
  let timer = 0;
  let running = false;
  let waiting = false;

  form.addEventListener("input", () => { typed += 1; });
  form.addEventListener("change", (event) => {
    if (!event.target.closest("[data-form-fields]")) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT_MS);
  });
  // what is sent carries the answers: a question after it would overtake it or come too late
  form.addEventListener("submit", () => clearTimeout(timer));
  fields.addEventListener("focusout", () => {
    if (!waiting) return;
    waiting = false;
    timer = setTimeout(refresh, WAIT_MS);
  });

  async function refresh() {
    if (running) return;
    running = true;
    let before = typed;
    try {
      const fresh = await inTurn(form, async (signal) => {
        before = typed;
        const body = new FormData(form);
        body.set("_action", "refresh");
        const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", signal });
        if (!answer.ok || answer.redirected) return null;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        takeOver(page, "_revision");
        return page.querySelector("[data-form-fields]");
      });
      if (!fresh) return;
      // Somebody is in the middle of a date, which has no value yet: the fields change when they leave it.
      if (isHalfTyped(document.activeElement)) waiting = true;
      // Somebody went on typing meanwhile: their text is newer than this answer.
      else if (typed === before) replace(fresh);
      else timer = setTimeout(refresh, WAIT_MS);
    } catch {
      fields.querySelector("[data-form-refresh]").hidden = false;
    } finally {
      running = false;
    }
  }

  function takeOver(page, name) {
    const here = form.elements.namedItem(name);
    const there = page.querySelector(`[data-form-fields]`)?.closest("form")?.elements.namedItem(name);
    if (here && there) here.value = there.value;
  }

  function replace(fresh) {
    if (shown(fresh) === shown(fields)) return;
    const focused = document.activeElement?.id;
    fields.replaceChildren(...fresh.childNodes);
    fields.querySelector("[data-form-refresh]").hidden = true;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const status = fields.querySelector("[data-form-status]");
    if (status) status.textContent = status.dataset.message;
  }
}

// A date or time of which only a part is there: browsers tell nobody that something is typed in.
function isHalfTyped(field) {
  return field?.validity?.badInput ?? false;
}

// What decides whether two states of the form differ for people: fields, choices, texts, locked values, and texts and
// dates that the server filled in because they follow an answer.
function shown(fields) {
  const parts = [];
  for (const node of fields.querySelectorAll("textarea, input[type='date'], input[type='text'], [name='_shown'], option, label, legend, h2, h3, [readonly], .kern-hint, .pw-prose")) {
    parts.push(`${node.tagName}:${node.value ?? ""}:${["INPUT", "TEXTAREA"].includes(node.tagName) ? "" : node.textContent}`);
  }
  return parts.join("|");
}

for (const fields of document.querySelectorAll("[data-form-dynamic]")) setUp(fields);
