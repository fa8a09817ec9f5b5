// The map of a page of results: outlines of counties and states, and the points of the list. No tiles, nothing from
// anywhere else.

const load = (element, attributes) => new Promise((resolve, reject) => {
  const node = Object.assign(document.createElement(element), attributes);
  node.onload = resolve;
  node.onerror = reject;
  document.head.append(node);
});

/// The arcs of a TopoJSON file as lists of [latitude, longitude], decoded from their differences.
function decode({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });
}

/// The numbers of all arcs that a collection's outlines use, each once; a negative one is the same arc backwards.
function used(collection) {
  const numbers = new Set();
  const walk = (value) => {
    if (typeof value === "number") numbers.add(value < 0 ? ~value : value);
    else value?.forEach(walk);
  };
  collection.geometries.forEach(({ arcs }) => walk(arcs));
  return numbers;
}

export async function draw(section, cards) {
  const { leaflet, leafletStyle, atlas } = document.body.dataset;
  const [, , topology] = await Promise.all([
    load("link", { rel: "stylesheet", href: leafletStyle }),
    window.L ? null : load("script", { src: leaflet }),
    fetch(atlas, { credentials: "omit" }).then((reply) => reply.json()),
  ]);
  const { L } = window;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const map = L.map($canvas(section), {
    attributionControl: false,
    zoomControl: false,
    maxZoom: 13,
    preferCanvas: true,
    scrollWheelZoom: false,
  });
  const { zoomIn, zoomOut } = document.body.dataset;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const arcs = decode(topology);
  const states = used(topology.objects.states);
  const counties = [...used(topology.objects.counties)].filter((number) => !states.has(number));
  const outline = (numbers, options) => L.polyline([...numbers].map((number) => arcs[number]), {
    interactive: false,
    smoothFactor: 1.5,
    ...options,
  }).addTo(map);
  outline(counties, { color: colour("--edge"), weight: 0.6, opacity: 0.7 });
  outline(states, { color: colour("--soft"), weight: 1.6 });

  const { lat, lon, you } = section.dataset;
  const places = cards.map((card) => [Number(card.dataset.lat), Number(card.dataset.lon)]);
  if (lat) places.push([Number(lat), Number(lon)]);
  // A marker has an element only once the map knows what it shows.
  map.fitBounds(places, { padding: [30, 30], maxZoom: 12 });
  const pin = (point, text, title, kind, click) => {
    const icon = L.divIcon({ className: "", html: "", iconSize: [28, 28] });
    // The list says the same by keyboard and to screen readers, so the pins are for pointers only.
    const marker = L.marker(point, { icon, title, alt: "", keyboard: false, zIndexOffset: kind ? -1_000 : 0 }).addTo(map);
    const dot = Object.assign(document.createElement("span"), { className: `pin ${kind}`, textContent: text });
    marker.getElement().append(dot);
    marker.getElement().setAttribute("aria-hidden", "true");
    if (click) marker.on("click", click);
  };
  cards.forEach((card, at) => {
    const heading = card.querySelector("h2");
    pin(places[at], String(at + document.querySelector(".cards").start), heading.textContent.trim(), "", () => {
      document.querySelectorAll(".card.found").forEach((other) => other.classList.remove("found"));
      card.classList.add("found");
      card.scrollIntoView({ block: "center" });
      heading.querySelector("a").focus({ preventScroll: true });
    });
  });
  if (lat) {
    pin(places.at(-1), "●", you, "you");
  }
  const towns = cards.map((card, at) => ({ point: places[at], name: card.dataset.city }));
  if (lat) towns.unshift({ point: places.at(-1), name: you });
  name(map, L, towns);
}

/// Names the places at the pins, each once, and only where there is room for the name.
function name(map, L, towns) {
  let shown = [];
  const draw = () => {
    shown.forEach((label) => label.remove());
    const taken = [];
    const told = new Set();
    shown = towns.flatMap(({ point, name: text }) => {
      const { x, y } = map.latLngToContainerPoint(point);
      const close = taken.some((other) => Math.abs(other.x - x) < 110 && Math.abs(other.y - y) < 44);
      if (close || !text || told.has(text)) return [];
      taken.push({ x, y });
      told.add(text);
      const content = Object.assign(document.createElement("span"), { textContent: text });
      const options = { content, permanent: true, direction: "bottom", offset: [0, 12], className: "town" };
      return [L.tooltip(point, options).addTo(map)];
    });
  };
  map.on("zoomend", draw);
  draw();
}

const $canvas = (section) => section.querySelector(".canvas");
