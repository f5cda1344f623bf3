// Offers entries of a register while people type, and fills in the code that goes with a chosen one. Without this
// module people type title and code themselves, or look them up on the page of the register.

const WAIT_MS = 150;
const SHORTEST = 2;
const codes = new Map();
let timer = 0;
let asked = 0;

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("input[data-suggest]");
  if (!field) return;
  if (codes.has(field.value)) take(field);
  clearTimeout(timer);
  timer = setTimeout(() => offer(field), WAIT_MS);
});

async function offer(field) {
  const text = field.value.trim();
  const form = field.closest("form");
  if (text.length < SHORTEST || codes.has(field.value) || !form.dataset.registers) return;
  asked += 1;
  const mine = asked;
  try {
    const address = `${form.dataset.registers}${field.dataset.suggest}?q=${encodeURIComponent(text)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok || mine !== asked) return;
    const list = document.getElementById(field.getAttribute("list"));
    if (!list) return;
    list.replaceChildren();
    for (const entry of await answer.json()) {
      codes.set(entry.title, entry.kldb);
      const option = document.createElement("option");
      option.value = entry.title;
      option.label = entry.kldb;
      list.append(option);
    }
    if (codes.has(field.value)) take(field);
  } catch {
    // the register is a help, not a condition: what was typed stays as it is
  }
}

function take(field) {
  const target = field.form?.elements.namedItem(field.dataset.suggestCode);
  if (!target || target.value === codes.get(field.value)) return;
  target.value = codes.get(field.value);
  target.dispatchEvent(new Event("input", { bubbles: true }));
}
