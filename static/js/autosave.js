// Saves an answer while it is being written, and says truthfully what is saved and what is not.
//
// One text is on its way at a time. It is sent again under the same key until the server has answered for it; what is
// typed meanwhile waits its turn. Nothing is kept in the browser's storage: shared office computers keep no drafts.

const LEAVING_HOLDS = 60_000; // bytes: what a browser still sends for a page that is being closed (64 KiB, with room)
const LONGEST_WAIT = 30_000; // milliseconds: how long somebody who never pauses goes unsaved
const PATIENCE = 100_000; // milliseconds: how long a slow line may take for one reply
const SIGN_IN_CHECK = 15_000;

const say = document.getElementById("sayings")?.dataset;

function cookie(name) {
  return document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

function fresh(turn) {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${String(turn).padStart(6, "0")}.${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Sends one form to the server, with the protection mark that holds now: a new sign-in brings a new one. */
export function send(address, fields, options = {}) {
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
    redirect: "manual",
    ...options,
  });
}

/** Where a caret stands after one text has become another: it stays with the words around it. */
export function caretAfter(before, after, at) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (at <= start) return at;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return before.length - at <= end ? after.length - (before.length - at) : start;
}

/** Watches the answer field of a form; returns an object that tells and steers. `changed` is called when the
 * text was replaced, `numbered` with the number of the newest version. */
export function watch(form, { status, heard, changed, numbered }) {
  const field = form.elements.text;
  const language = form.elements.language;
  const state = {
    base: form.elements.base.value,
    stored: form.dataset.unsaved ? null : field.value, // what the server has last answered for
    storedLanguage: language.value,
    turn: 0,
    pending: null, // the text on its way, and its key
    tries: 0,
    timer: 0,
    since: 0, // when the first unsaved change was made
    interval: Number(form.dataset.interval) * 1000,
    flying: null,
    refused: null, // a text that the server will not take: not sent again until it changes
    leaving: false,
  };

  const dirty = () => field.value !== state.stored || language.value !== state.storedLanguage;
  const unsaved = () => dirty() || state.pending !== null;

  function tell(text, kind = "") {
    if (status.textContent !== text) status.textContent = text;
    status.className = kind;
  }

  function note(text, link, address, kind = "wait") {
    const line = document.createElement("p");
    line.className = `note ${kind}`;
    line.append(text);
    if (address) {
      const anchor = document.createElement("a");
      anchor.href = address;
      anchor.textContent = link;
      if (link === say.signIn) Object.assign(anchor, { target: "_blank", rel: "noopener" });
      line.append(" ", anchor);
    }
    heard.replaceChildren(line);
  }

  function after(milliseconds, act) {
    clearTimeout(state.timer);
    state.timer = setTimeout(act, milliseconds);
  }

  function schedule() {
    if (state.pending || field.readOnly || field.value === state.refused) return;
    const pause = state.interval * (0.8 + 0.4 * Math.random());
    after(Math.min(pause, Math.max(0, state.since + LONGEST_WAIT - Date.now())), flush);
  }

  function again(milliseconds) {
    after(milliseconds, deliver);
  }

  function backOff(text, atLeast = 0) {
    tell(text, "bad");
    state.tries += 1;
    const pause = Math.min(60_000, 1000 * 2 ** state.tries) * (0.8 + 0.4 * Math.random());
    again(Math.max(atLeast, pause));
  }

  /** Takes what stands in the field now on its way, unless a text is on its way already. */
  function flush(options) {
    if (!state.pending) {
      if (!dirty() || field.readOnly || field.value === state.refused) return;
      state.turn += 1;
      state.pending = { text: field.value, language: language.value, key: fresh(state.turn) };
      state.tries = 0;
    }
    if (!state.flying) deliver(options);
  }

  async function deliver({ keepalive = false } = {}) {
    clearTimeout(state.timer);
    const sent = state.pending;
    if (!sent || state.flying) return;
    const fields = { ...sent, base: state.base, page: form.elements.page.value };
    const slow = setTimeout(() => tell(say.saving), 800);
    state.flying = new AbortController();
    const patience = setTimeout(() => state.flying?.abort(), PATIENCE);
    let reply = null;
    try {
      reply = await send(form.dataset.save, fields, { signal: state.flying.signal, keepalive });
    } catch {
      reply = null;
    }
    let said = null;
    try {
      said = reply && (await reply.json());
    } catch {
      said = null;
    }
    clearTimeout(slow);
    clearTimeout(patience);
    state.flying = null;
    if (state.leaving || state.pending !== sent) return;
    if (!reply) backOff(say.offline);
    else if (said && OUTCOMES[said.outcome]) OUTCOMES[said.outcome](said, sent, reply);
    else if (reply.status === 404 || reply.status === 403) refuse(say.gone, sent);
    else backOff(say.unavailable, 1000 * Number(reply.headers.get("Retry-After") ?? 0));
  }

  /** The server has answered for a text: it is in the answer or in its history. */
  function answered(said, sent) {
    state.stored = sent.text;
    state.storedLanguage = sent.language;
    state.pending = null;
    state.tries = 0;
    state.since = dirty() ? Date.now() : 0;
    if (said.interval) state.interval = said.interval * 1000;
    if (heard.dataset.passing) heard.replaceChildren();
    delete heard.dataset.passing;
    if (said.removed) note(say.removed);
    if (said.version) numbered(said.version);
  }

  function rebase(version) {
    state.base = form.elements.base.value = version;
  }

  function saved() {
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const time = new Date().toLocaleTimeString(document.documentElement.lang, clock);
    tell(say.saved.replace("{time}", time));
    if (dirty()) schedule();
  }

  function refuse(text, sent) {
    state.refused = sent.text;
    state.pending = null;
    tell(say.refused, "bad");
    note(text, "", "", "bad");
  }

  const OUTCOMES = {
    saved(said, sent) {
      answered(said, sent);
      rebase(said.version);
      saved();
    },
    merged(said, sent) {
      answered(said, sent);
      if (field.value === sent.text) {
        const [start, end] = [field.selectionStart, field.selectionEnd].map((at) => caretAfter(sent.text, said.text, at));
        const top = field.scrollTop;
        field.value = said.text;
        field.setSelectionRange(start, end);
        field.scrollTop = top;
        state.stored = field.value;
        rebase(said.version);
        changed();
      } else {
        rebase(said.own); // the next text grows from what was sent, and is put together again
      }
      note(said.message, "", "", "good");
      saved();
    },
    stale_version(said, sent) {
      answered(said, sent);
      tell(say.kept, "wait");
      note(said.message, say.both, said.address);
    },
    closed(said, sent) {
      answered(said, sent);
      field.readOnly = true;
      tell(say.kept, "wait");
      note(said.message, say.read, said.address);
    },
    signed_out() {
      tell(say.refused, "bad");
      heard.dataset.passing = "yes";
      note(say.signedOut, say.signIn, say.signInAddress, "bad");
      again(SIGN_IN_CHECK);
    },
    too_large(said, sent) {
      refuse(said.message, sent);
    },
    invalid(said, sent) {
      refuse(said.message, sent);
    },
    unavailable(_said, _sent, reply) {
      backOff(say.unavailable, 1000 * Number(reply.headers.get("Retry-After") ?? 5));
    },
  };

  function typed() {
    state.since ||= Date.now();
    schedule();
  }

  /** The page goes out of sight, or for good: a last word while the browser still carries it. */
  function hide() {
    if (!unsaved() || state.leaving || field.readOnly) return;
    const fields = { text: field.value, language: language.value, base: state.base, page: form.elements.page.value };
    const keepalive = new URLSearchParams(fields).toString().length <= LEAVING_HOLDS;
    if (!keepalive) tell(say.large, "bad");
    if (!state.flying) flush({ keepalive });
    else if (keepalive) {
      // A text is on its way in a request that would end with the page: send the newest along without waiting.
      if (state.pending.text !== field.value) state.turn += 1;
      const key = state.pending.text === field.value ? state.pending.key : fresh(state.turn);
      send(form.dataset.save, { ...fields, key }, { keepalive }).catch(() => {});
    }
  }

  /** Resolves when everything is saved, or after a moment. */
  function settled(milliseconds) {
    const end = Date.now() + milliseconds;
    return new Promise((done) => {
      const look = () => {
        if (!state.pending && dirty()) flush();
        if (!unsaved() || Date.now() > end) done();
        else setTimeout(look, 50);
      };
      look();
    });
  }

  // A link out of the page waits for a save that is under way, instead of asking about it.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || link.target || !unsaved() || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.hash) return;
    event.preventDefault();
    await settled(2500);
    location.assign(link.href);
  });

  // So does another form of the page, as that of a note: what it opens must not come before the answer is saved.
  let passing = false;
  document.addEventListener("submit", async (event) => {
    if (event.target === form || passing || event.defaultPrevented || !unsaved()) return;
    event.preventDefault();
    await settled(2500);
    passing = true;
    event.target.requestSubmit(event.submitter);
    passing = false;
  });

  field.addEventListener("input", typed);
  language.addEventListener("change", typed);
  field.addEventListener("blur", () => flush());
  document.addEventListener("visibilitychange", () => (document.hidden ? hide() : state.pending && deliver()));
  window.addEventListener("focus", () => state.pending && deliver());
  window.addEventListener("online", () => state.pending && deliver());
  window.addEventListener("pagehide", hide);
  window.addEventListener("beforeunload", (event) => {
    if (!state.leaving && unsaved()) {
      hide();
      event.preventDefault();
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) state.leaving = false;
  });
  form.addEventListener("submit", () => {
    state.leaving = true; // the form carries the text now; what is still on its way must not come in after it
    state.flying?.abort();
    clearTimeout(state.timer);
    form.elements.key.value = fresh(state.turn + 1);
  });
  if (dirty()) typed();
  return { base: () => Number(state.base), unsaved, note, flush };
}
