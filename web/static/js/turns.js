/** What a form sends by itself goes one after the other: each brings the revision that the next one must know. */

const last = new WeakMap();

/** Runs `work` once everything that this form has begun to send is answered. */
export function inTurn(form, work) {
  const turn = (last.get(form) ?? Promise.resolve()).then(work);
  const settled = turn.catch(() => {}).then(() => {
    if (last.get(form) === settled) last.delete(form);
  });
  last.set(form, settled);
  return turn;
}

/** A promise of the end of what this form is sending now; undefined if it sends nothing. */
export function underWay(form) {
  return last.get(form);
}
