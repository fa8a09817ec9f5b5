// What the pages do better with script: completion, one's own place, answers without a new page, a map on demand.
// Everything works without it. Words and places go in the bodies of requests only, never into an address; what was
// asked stays in this tab's history entry, so that going back shows it again.

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const pairsOf = (form, submitter) => {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  return [...data].filter(([, value]) => typeof value === "string");
};

/* Answers without a new page. */

/// Whether this document shows an answer in place of what it was loaded with.
let asked = false;

async function ask(pairs, { push }) {
  const status = $(".search .status");
  document.body.classList.add("busy");
  if (status) status.textContent = status.dataset.searching;
  try {
    const reply = await fetch("/search", {
      method: "POST",
      body: new URLSearchParams(pairs),
      headers: { Accept: "text/html" },
      credentials: "omit",
      cache: "no-store",
    });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const main = $("main", page);
    if (!main) throw new Error("no page");
    asked = true;
    if (push) history.pushState({ pairs }, "", "/");
    show(page, main);
    const target = $(".warnings") ?? $("#results") ?? $(".problem") ?? $("main");
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    if (push) target.scrollIntoView({ block: "start" });
  } catch {
    if (status) status.textContent = status.dataset.failed;
  } finally {
    document.body.classList.remove("busy");
  }
}

function show(page, main) {
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  $("main").replaceWith(main);
  $("header.top").replaceWith($("header.top", page));
  $("footer.bottom").replaceWith($("footer.bottom", page));
  enhance();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || new URL(form.action).pathname !== "/search") return;
  event.preventDefault();
  ask(pairsOf(form, event.submitter), { push: true });
});

addEventListener("popstate", (event) => {
  if (event.state?.pairs) ask(event.state.pairs, { push: false });
  // A step within the page asks nothing; one back to where the visit began shows that page again.
  else if (asked && !location.hash) location.reload();
});

// The skip link moves the focus only: a step in the history would part the visitor from the list.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".skip")) return;
  event.preventDefault();
  $("main").focus();
});

/* Completion: a combobox over what the engine suggests. */

function complete(input) {
  const list = document.createElement("ul");
  const id = `${input.id}-suggestions`;
  Object.assign(list, { id, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestions);
  input.after(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", id],
  ]) input.setAttribute(name, value);
  let chosen = -1;
  let asked = 0;
  let timer;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const options = () => all("li", list);
  const choose = (place) => {
    chosen = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = options()[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    input.value = option.dataset.insert;
    close();
    input.focus();
  };
  const suggest = async () => {
    const text = input.value;
    const turn = ++asked;
    if (text.trim().length < 2) return close();
    const near = input.dataset.complete === "what" ? $("#where")?.value ?? "" : "";
    const question = { q: text, lang: document.documentElement.lang };
    if (/^\d{5}$/.test(near)) question.near = near;
    try {
      const reply = await fetch("/v1/suggest", {
        method: "POST",
        body: JSON.stringify(question),
        headers: { "Content-Type": "application/json" },
        credentials: "omit",
        cache: "no-store",
      });
      if (!reply.ok || turn !== asked || document.activeElement !== input) return;
      const { suggestions } = await reply.json();
      const wanted = suggestions.filter(({ kind }) => (input.dataset.complete === "where") === (kind === "place") || (input.dataset.complete === "what" && kind !== "place"));
      list.replaceChildren(...wanted.slice(0, 8).map(({ label, insert }, at) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `${id}-${at}`, textContent: label });
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.insert = insert;
        return option;
      }));
      chosen = -1;
      list.hidden = wanted.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
    } catch {
      close();
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 80);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") choose(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(options()[chosen]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) {
      event.preventDefault();
      take(option);
    }
  });
}

/* One's own place, rounded to about a hundred metres, only when asked for. */

function locate(button) {
  if (!navigator.geolocation) return;
  button.hidden = false;
  const form = button.form;
  const where = $("#where");
  const point = (name, value) => {
    let field = $(`input[name="${name}"]`, form);
    if (!field) {
      field = document.createElement("input");
      Object.assign(field, { type: "hidden", name });
      form.append(field);
    }
    field.value = value;
  };
  button.addEventListener("click", () => {
    const status = $(".status", form);
    status.textContent = button.dataset.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        point("lat", coords.latitude.toFixed(3));
        point("lon", coords.longitude.toFixed(3));
        where.value = button.dataset.mine;
        status.textContent = "";
        where.focus();
      },
      () => {
        status.textContent = button.dataset.failed;
      },
      { maximumAge: 600_000, timeout: 10_000 },
    );
  });
}

/* The map, fetched when somebody wants it. */

async function toggleMap(button) {
  const section = $("#map");
  const open = section.hidden;
  section.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  button.dataset.show ??= button.textContent;
  button.textContent = open ? button.dataset.hide : button.dataset.show;
  if (open && !section.dataset.drawn) {
    section.dataset.drawn = "yes";
    const { draw } = await import(document.body.dataset.map);
    await draw(section, all(".card"));
    $(".cards").classList.add("numbered");
  }
}

/* Everything that a page may hold, whenever one is shown. */

function enhance() {
  all("input[data-complete]").forEach(complete);
  all("[data-locate]").forEach(locate);
  all("[data-show-map], [data-print], [data-clear], [data-copy]").forEach((button) => { button.hidden = false; });
  $("[data-show-map]")?.addEventListener("click", (event) => toggleMap(event.currentTarget));
  all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
  $("[data-clear]")?.addEventListener("click", (event) => {
    const filters = event.currentTarget.closest(".filters");
    all("input:checked", filters).forEach((box) => { box.checked = false; });
    $("#search").requestSubmit($("#search .go"));
  });
  $("[data-copy]")?.addEventListener("click", async (event) => {
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText($("[data-share]").href);
      button.textContent = button.dataset.copied;
    } catch {
      $("[data-share]").focus();
    }
  });
  const back = $("[data-back]");
  if (back && cameFromHere()) {
    back.hidden = false;
    back.addEventListener("click", (event) => {
      event.preventDefault();
      history.back();
    });
  }
  const wide = matchMedia("(min-width: 60rem)").matches;
  if (wide) all("[data-wide-open]").forEach((details) => { details.open = true; });
}

// Without a referrer, which our pages do not send, only the length of the history tells.
const cameFromHere = () => history.length > 1;

enhance();
// A reloaded or restored entry whose words are in this tab's history: show them again.
if (history.state?.pairs && location.pathname === "/" && !location.search) ask(history.state.pairs, { push: false });
