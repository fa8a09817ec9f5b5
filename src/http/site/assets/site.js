// What the pages do better with script: completion, one's own place, answers without a new page, a map on demand.
// Everything works without it. Words and places go in the bodies of requests only, never into an address, and what was
// asked stays in the memory of this page: the browser's history holds nothing but numbers.

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* Pages shown one after the other without loading anew. */

/// What each entry of the history showed: the pairs of a form or an address, and where the visitor stood.
const visited = new Map();
let here = history.state?.key ?? 0;
let running;

const pairsOf = (form, submitter) => {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  return [...data].filter(([, value]) => typeof value === "string");
};

// Results that a form of another page posted for stand at an address that shows nothing by itself: what was asked is in
// the form above them.
const posted = location.pathname === "/search" && $("#search");
visited.set(here, posted ? { pairs: pairsOf(posted) } : { address: location.href });
history.replaceState({ key: here }, "", posted ? "/" : undefined);
history.scrollRestoration = "manual";

/// Notes where the visitor stands, so that going back leads there.
function leave() {
  const link = document.activeElement?.closest?.("a")?.getAttribute("href");
  Object.assign(visited.get(here) ?? {}, { y: scrollY, link });
}

const request = ({ pairs, address }, signal) => {
  const options = { headers: { Accept: "text/html" }, credentials: "omit", signal };
  if (!pairs) return fetch(address, options);
  return fetch("/search", { ...options, method: "POST", body: new URLSearchParams(pairs), cache: "no-store" });
};

/// Shows what an entry asks for; `key` is that of an entry gone back to, none for a new one.
async function go(entry, key) {
  running?.abort();
  const mine = running = new AbortController();
  const status = $(".search .status");
  document.body.classList.add("busy");
  if (status) status.textContent = status.dataset.searching;
  try {
    const reply = await request(entry, mine.signal);
    // What was typed stays where it is while there is too much to do.
    if (reply.status === 429 || reply.status >= 500) throw new Error("busy");
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (mine !== running) return;
    const main = $("main", page);
    if (!main) throw new Error("no page");
    if (key === undefined) {
      leave();
      here = Math.max(...visited.keys()) + 1;
      visited.set(here, entry);
      history.pushState({ key: here }, "", entry.pairs ? "/" : entry.address);
    } else here = key;
    show(page, main);
    stand(entry, key !== undefined);
  } catch (error) {
    if (mine !== running) return;
    if (status) status.textContent = status.dataset.failed;
    else if (entry.address) location.assign(entry.address);
  } finally {
    if (mine === running) document.body.classList.remove("busy");
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

/// Puts the visitor where they stood, or to what a new page begins with.
function stand({ pairs, address, y, link }, again) {
  const fragment = !again && address?.includes("#") ? document.getElementById(address.split("#")[1]) : null;
  const further = pairs?.some(([name]) => name === "cursor");
  const first = again
    ? all("main a").find((other) => other.getAttribute("href") === link)
    : fragment ?? (further ? null : $(".warnings")) ?? $("#results") ?? $(".problem") ?? $("main h1");
  const target = first ?? $("#results") ?? $("main");
  if (!target.matches("a, button, input")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  if (again) scrollTo(0, y ?? 0);
  else if (target.matches("main h1:first-child")) scrollTo(0, 0);
  else target.scrollIntoView({ block: "start" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || new URL(form.action).pathname !== "/search") return;
  event.preventDefault();
  go({ pairs: pairsOf(form, event.submitter) });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  if (link.matches(".skip")) {
    // Moves the focus only: a step in the history would part the visitor from the list.
    event.preventDefault();
    $("main").focus();
    return;
  }
  const stays = address.origin === location.origin && !link.target && !link.hasAttribute("download");
  const within = address.pathname === location.pathname && address.search === location.search && address.hash && $(address.hash);
  if (within) {
    event.preventDefault();
    $(address.hash).setAttribute("tabindex", "-1");
    $(address.hash).focus();
  } else if (stays && /^\/($|providers\/|conditions\/|specialties\/)/.test(address.pathname) && !link.matches("[data-back]")) {
    event.preventDefault();
    go({ address: address.href });
  }
});

addEventListener("popstate", (event) => {
  const key = event.state?.key;
  if (key === undefined) return;
  leave();
  const entry = visited.get(key) ?? { address: location.href };
  visited.set(key, entry);
  go(entry, key);
});

/* Where the visitor is, as far as the form knows: one's own place, or what stands in the box. */

function whereKnown() {
  const written = ($("#where")?.value ?? "").trim();
  const [lat, lon] = ["lat", "lon"].map((name) => $(`#search input[name="${name}"]`)?.value);
  return lat && lon && written === $("[data-locate]")?.dataset.mine ? `${lat},${lon}` : written;
}

/* Completion: a combobox over what the engine suggests. */

function complete(input) {
  const list = document.createElement("ul");
  const id = `${input.id}-suggestions`;
  Object.assign(list, { id, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestions);
  const count = Object.assign(document.createElement("span"), { className: "unseen" });
  count.setAttribute("role", "status");
  input.after(list, count);
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
    if (text.trim() === "") return close();
    const question = { q: text, lang: document.documentElement.lang };
    if (input.dataset.complete === "where") question.kind = "place";
    else if (whereKnown()) question.near = whereKnown();
    const ask = () => fetch("/v1/suggest", {
      method: "POST",
      body: JSON.stringify(question),
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      cache: "no-store",
    });
    try {
      let reply = await ask();
      // The other box holds no place that is known, perhaps half of one.
      if (reply.status === 422) {
        delete question.near;
        reply = await ask();
      }
      if (!reply.ok || turn !== asked || document.activeElement !== input) return;
      const { suggestions } = await reply.json();
      // A place has a box of its own, unless one is being typed into this one.
      const placed = input.dataset.complete === "where" || suggestions[0]?.kind === "place";
      const wanted = suggestions.filter(({ kind }) => placed || kind !== "place");
      const shown = wanted.slice(0, 8);
      list.replaceChildren(...shown.map(({ kind, label, insert }, at) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `${id}-${at}`, textContent: label });
        const told = input.dataset[`kind${kind[0].toUpperCase()}${kind.slice(1)}`];
        if (told) option.append(Object.assign(document.createElement("span"), { className: "muted", textContent: told }));
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.insert = insert;
        return option;
      }));
      chosen = -1;
      list.hidden = shown.length === 0;
      count.textContent = shown.length === 1 ? input.dataset.one : `${shown.length} ${input.dataset.many}`;
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
    const cards = $(".cards");
    cards.style.counterReset = `card ${cards.start - 1}`;
    cards.classList.add("numbered");
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
  if (back && visited.size > 1) {
    back.hidden = false;
    back.addEventListener("click", (event) => {
      event.preventDefault();
      history.back();
    });
  }
  const wide = matchMedia("(min-width: 60rem)").matches;
  if (wide) all("[data-wide-open]").forEach((details) => { details.open = true; });
}

enhance();
