// Tells colleagues that this question is open, and hears who else has it open and whether the answer has changed.
import { send } from "./autosave.js";

const FIRST = 2_000; // milliseconds until the first sign of life: a glance needs none, and the page comes first
const EVERY = 45_000;

/** Gives a sign of life now and then while the page can be seen; `writer` is absent on pages that are only read. */
export function attend(address, version, { shown, writer, newer, lost }) {
  async function sign() {
    if (document.hidden) return;
    let said;
    try {
      const reply = await send(address, { version: writer ? writer.base() : version });
      if (lost && (reply.status === 404 || reply.status === 403)) lost();
      said = reply.ok ? await reply.json() : null;
    } catch {
      said = null;
    }
    if (!said) return;
    if (shown) {
      shown.hidden = said.others.length === 0;
      shown.querySelector("span").textContent = said.others.join(", ");
    }
    if (lost && said.writes === false) lost();
    if (writer && newer && said.version > writer.base() && !writer.unsaved()) newer();
  }
  setInterval(sign, EVERY);
  document.addEventListener("visibilitychange", sign);
  setTimeout(sign, FIRST);
}
