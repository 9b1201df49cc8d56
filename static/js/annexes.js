// The page of annexes: files can be dropped on it, and go up one after the other, each with its progress in sight.
// Without this script the form is sent as it is, and the page says the same afterwards.
const form = document.getElementById("attach");
if (form) prepare(form, document.getElementById("sayings").dataset);

function prepare(form, say) {
  const drop = document.getElementById("drop");
  const going = document.getElementById("going");
  const heard = document.getElementById("heard");
  const field = form.elements.files;

  drop.querySelector("[data-dropping]").hidden = false;
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...field.files];
    const button = form.querySelector("button");
    if (!files.length || button.disabled) return;
    button.disabled = true;
    going.replaceChildren();
    heard.replaceChildren();
    let attached = 0;
    for (const file of files) attached += await attach(file, files.length > 1);
    if (attached) {
      form.elements.title.value = "";
      field.value = "";
      for (const choice of form.elements.publishable) choice.checked = false; // to be said of each
      await refresh();
    }
    button.disabled = false;
    heard.querySelector("a")?.focus();
  });

  /** Sends one file, and says what became of it; 1 when it is among the annexes now. */
  async function attach(file, several) {
    const line = progress(file.name);
    if (file.size > Number(form.dataset.largest)) return tell("bad", words(say.large, file.name), line);
    const data = new FormData(form);
    data.set("files", file, file.name);
    if (several) data.set("title", "");
    const reply = await send(form.action, data, (part) => line.at(part, file.name));
    if (reply.status === 200) return tell("good", reply.said?.messages?.join(" ") ?? words(say.done, file.name), line);
    if (reply.status === 401) return tell("bad", words(say.signedOut, file.name), line, say.signInAddress);
    if (reply.status === 413) return tell("bad", words(say.large, file.name), line);
    if (reply.status === 0) return tell("bad", words(say.broken, file.name), line);
    return tell("bad", reply.said?.messages?.join(" ") ?? words(say.failed, file.name), line);
  }

  function progress(name) {
    const line = document.createElement("div");
    const bar = document.createElement("progress");
    const text = document.createElement("small");
    bar.className = "meter";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    line.append(text, bar);
    going.append(line);
    line.at = (part) => {
      bar.value = part;
      text.textContent = part < 100 ? words(say.going, name).replace("{part}", part) : words(say.looking, name);
    };
    line.at(0);
    return line;
  }

  function tell(kind, text, line, signIn) {
    line.remove();
    const note = document.createElement("p");
    note.className = `note ${kind}`;
    note.textContent = text;
    if (signIn) {
      const link = document.createElement("a");
      Object.assign(link, { href: signIn, target: "_blank", textContent: say.signIn });
      note.append(" ", link);
    }
    heard.append(note);
    return kind === "good" ? 1 : 0;
  }

  /** Shows the annexes as they are now, without losing what the form holds. */
  async function refresh() {
    try {
      const reply = await fetch(form.action, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const part of ["kept", "count"]) document.getElementById(part).replaceWith(page.getElementById(part));
    } catch {
      location.reload();
    }
  }
}

function words(text, name) {
  return text.replace("{name}", name);
}

function send(address, data, progressed) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progressed(Math.floor((100 * event.loaded) / event.total));
    });
    request.addEventListener("loadend", () => {
      let said = null;
      try {
        said = JSON.parse(request.responseText);
      } catch {
        // a page of HTML, or nothing: the status says enough
      }
      done({ status: request.status, said });
    });
    request.send(data);
  });
}
