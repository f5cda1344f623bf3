/** What a form sends by itself goes one after the other: each brings the revision that the next one must know. */

const last = new WeakMap();
/** Milliseconds that an answer is waited for: whoever wants to send the form does not wait for a lost one for ever. */
const PATIENCE = 10000;

/** Runs `work(signal)` once everything that this form has begun to send is answered, and aborts it if nothing comes. */
export function inTurn(form, work) {
  const turn = (last.get(form) ?? Promise.resolve()).then(() => withPatience(work));
  const settled = turn.catch(() => {}).then(() => {
    if (last.get(form) === settled) last.delete(form);
  });
  last.set(form, settled);
  return turn;
}

async function withPatience(work) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** A promise of the end of what this form is sending now; undefined if it sends nothing. */
export function underWay(form) {
  return last.get(form);
}
