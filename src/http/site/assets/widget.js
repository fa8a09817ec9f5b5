/* <specialist-finder what="neck pain" where="15213" lang="en" limit="5" auto>: a search in a partner's page.
   Nothing is kept, nobody else is asked, and nothing is sent before a search; words go in a body, never into an
   address. What a reply says is only ever set as text. A strict policy needs script-src and connect-src, and
   form-action for the button that shows everything. */
(() => {
  'use strict';

  // A module does not know its own address: there the attribute `server` says whom to ask. Nobody is guessed.
  const HERE = document.currentScript?.src;

  const TEXTS = {
    en: {
      what: 'What hurts, or who are you looking for?', where: 'Where? ZIP code or city',
      search: 'Search', busy: 'Searching …',
      hint: 'In an emergency, call 911. No cookies; what you type is not kept.',
      found: (n, more, around) => `${n ? more ? `At least ${n}` : n : 'No one'} found${around}`,
      within: (far, place) => ` within ${far} of ${place}`, any: (place) => `, at any distance from ${place}`,
      inside: (place) => ` in ${place}`,
      about: 'about', updated: 'Record updated', noDate: 'Age of the record unknown',
      noPhone: 'No phone number listed', call: 'Please call before you go: details may have changed.',
      all: (n) => n > 1 ? `See all ${n} results` : 'See this result in full', tab: 'opens a new tab',
      emergency: 'Emergency', crisis: 'Help is there, right now', same_day: 'See a doctor today', soon: 'See a doctor soon',
      dial: (number) => `Call ${number}`, write: 'Text 988',
      list: 'Specialists found',
      partial: 'The search was cut short; there may be more than shown.',
      unknown_place: 'We do not know that place. Check the spelling, or use a five-digit ZIP code.',
      meant: 'Did you mean:',
      empty_search: 'Please type what hurts, who you are looking for, or a place.',
      place_required: 'Please add a ZIP code or city.', text_too_long: 'That is too long. Please use fewer words.',
      wait: 'Many people are searching just now. Please try again in a moment.',
      failed: 'The search did not go through. Please try again.',
    },
    es: {
      what: '¿Qué le duele o a quién busca?', where: '¿Dónde? Código postal o ciudad',
      search: 'Buscar', busy: 'Buscando…',
      hint: 'En una emergencia, llame al 911. Sin cookies; lo que usted escribe no se guarda.',
      found: (n, more, around) => n ? `${n > 1 ? 'Se encontraron' : 'Se encontró'} ${more ? 'al menos ' : ''}${n}${around}`
        : `No se encontró a nadie${around}`,
      within: (far, place) => ` a ${far} o menos de ${place}`, any: (place) => ` a cualquier distancia de ${place}`,
      inside: (place) => ` en ${place}`,
      about: 'aprox.', updated: 'Registro actualizado:', noDate: 'Antigüedad del registro desconocida',
      noPhone: 'Sin número de teléfono', call: 'Llame antes de ir: los datos pueden haber cambiado.',
      all: (n) => n > 1 ? `Ver los ${n} resultados` : 'Ver este resultado completo', tab: 'se abre en otra pestaña',
      emergency: 'Emergencia', crisis: 'Hay ayuda ahora mismo', same_day: 'Consulte hoy a un médico', soon: 'Consulte pronto a un médico',
      dial: (number) => `Llamar al ${number}`, write: 'Enviar un mensaje al 988',
      list: 'Especialistas encontrados',
      partial: 'La búsqueda se cortó; puede haber más de los que se muestran.',
      unknown_place: 'No conocemos ese lugar. Revise cómo está escrito o escriba un código postal de cinco dígitos.',
      meant: '¿Quiso decir…?',
      empty_search: 'Escriba qué le duele, a quién busca o un lugar.',
      place_required: 'Agregue un código postal o una ciudad.', text_too_long: 'Es demasiado largo. Use menos palabras.',
      wait: 'En este momento hay muchas búsquedas. Inténtelo de nuevo en un momento.',
      failed: 'No se pudo hacer la búsqueda. Inténtelo de nuevo.',
    },
  };

  // The page may set --sf-accent, --sf-on-accent, --sf-font, --sf-text, --sf-muted, --sf-surface, --sf-line, --sf-corner.
  const LIGHT = '--a:#17585f;--o:#fff;--t:#1d2a2d;--m:#51605f;--s:#fff;--l:#75827f;--d:#9c1f1f;--e:#fbeceb;color-scheme:light';
  const DARK = '--a:#8ad0cd;--o:#0d1f20;--t:#e8eeec;--m:#a9b8b5;--s:#1a2326;--l:#7d8d8a;--d:#ffb4ab;--e:#3a1c1b;color-scheme:dark';
  const STYLE = `
    :host{${LIGHT};--k:var(--sf-accent,var(--a));--n:1px solid var(--sf-line,var(--l));display:block;color:var(--sf-text,var(--t));font:1rem/1.5 var(--sf-font,system-ui,sans-serif)}
    :host([hidden]){display:none}
    @media(prefers-color-scheme:dark){:host(:not([theme=light])){${DARK}}}
    :host([theme=dark]){${DARK}}
    *{box-sizing:border-box}
    .box{background:var(--sf-surface,var(--s));border:var(--n);border-radius:var(--sf-corner,.75rem);padding:1rem;overflow-wrap:anywhere}
    .ask{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));align-items:end}
    label{display:block;font-weight:600;margin-bottom:.25rem}
    input,button,.dial{font:inherit;min-height:2.75rem;border:1px solid var(--k);border-radius:.5rem;padding:.5rem .75rem}
    input{width:100%;color:inherit;background:0 0;border:var(--n)}
    button{background:var(--k);color:var(--sf-on-accent,var(--o));font-weight:600;cursor:pointer}
    .plain{background:0 0;color:var(--k);margin:.25rem .5rem .25rem 0}
    a{color:var(--k);font-weight:600;display:inline-flex;align-items:center;min-height:2.75rem}
    :focus-visible{outline:3px solid var(--k);outline-offset:2px}
    [aria-busy]{opacity:.6}
    p{margin:.5rem 0}
    .note{color:var(--sf-muted,var(--m));font-size:.9375rem}
    .danger{border:2px solid var(--d);border-left-width:.5rem;border-radius:.5rem;background:var(--e);padding:.75rem 1rem;margin:.75rem 0}
    strong{color:var(--d);font-size:1.125rem}
    .dial{background:var(--d);border:0;color:var(--e);text-decoration:none}
    [role=status]{font-weight:600;margin-top:.75rem}
    ol{list-style:none;margin:.75rem 0;padding:0}
    li{border-top:var(--n);padding:.75rem 0}
    h3{font-size:1.0625rem;line-height:1.3;margin:0}
    li p{margin:.125rem 0}
    .far{font-weight:600}`;

  /** An element with properties or attributes, and children that are elements or plain text. */
  const make = (tag, set, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(set ?? {})) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...inside.filter((child) => child || child === 0));
    return element;
  };
  const line = (text, kind) => text && make('p', { className: kind ?? '' }, text);

  class SpecialistFinder extends HTMLElement {
    #run;

    connectedCallback() {
      if (this.shadowRoot) return;
      const lang = this.lang || this.closest('[lang]')?.lang || '';
      this.code = /^es\b/i.test(lang) ? 'es' : 'en';
      this.text = TEXTS[this.code];
      const root = this.attachShadow({ mode: 'open' });
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        root.adoptedStyleSheets = [sheet];
      } catch {
        root.append(make('style', {}, STYLE)); // browsers of before 2023
      }
      const { text } = this;
      const field = (id, label, value, most, more) => {
        this[`$${id}`] = make('input', { id, type: 'text', value: value ?? '', maxLength: most, ...more });
        return make('div', {}, make('label', { htmlFor: id }, label), this[`$${id}`]);
      };
      this.$go = make('button', { type: 'submit' }, text.search);
      const form = make('form', { className: 'ask', role: 'search', 'aria-label': text.search },
        field('what', text.what, this.getAttribute('what'), 1000, { autocomplete: 'off', enterKeyHint: 'search' }),
        field('where', text.where, this.getAttribute('where'), 100, { autocomplete: 'postal-code', enterKeyHint: 'search' }),
        this.$go);
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.search();
      });
      this.$alert = make('div', { role: 'alert' });
      this.$status = make('p', { role: 'status', 'aria-live': 'polite' });
      this.$out = make('div');
      root.append(make('div', { className: 'box', lang: this.code },
        form, line(text.hint, 'note'), this.$alert, this.$status, this.$out));
      if (this.hasAttribute('auto')) this.search();
    }

    /** The server: named by the page, else where this script came from; none where neither is known. */
    get base() {
      const own = HERE && new URL(HERE).href.replace(/(static\/)?widget\.js([?#].*)?$/, '');
      const address = this.getAttribute('server') || own;
      return address && new URL(address, document.baseURI).href.replace(/\/+$/, '');
    }

    async search() {
      const { text } = this;
      const [q, near] = [this.$what.value.trim(), this.$where.value.trim()];
      this.#run?.abort();
      const run = this.#run = new AbortController();
      this.$alert.replaceChildren();
      if (!q && !near) return this.#fail({ code: 'empty_search' });
      if (!this.base) {
        console.error('specialist-finder: as a module it needs the attribute server="https://…"');
        return this.#fail({});
      }
      this.$status.textContent = text.busy;
      this.$out.setAttribute('aria-busy', 'true');
      const limit = Math.min(Math.max(parseInt(this.getAttribute('limit'), 10) || 5, 1), 20);
      const timer = setTimeout(() => run.abort(), 15_000);
      let reply = {};
      try {
        const response = await fetch(`${this.base}/v1/search`, {
          method: 'POST', headers: { 'Content-Type': 'application/json' }, signal: run.signal,
          body: JSON.stringify({ ...(q && { q }), ...(near && { near }), lang: this.code, limit }),
          credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
        });
        reply = await response.json();
      } catch { /* told below as a search that did not go through */ }
      clearTimeout(timer);
      if (run !== this.#run) return;
      this.$out.removeAttribute('aria-busy');
      if (!Array.isArray(reply.results)) return this.#fail(reply);
      this.#show(reply, q, near);
      this.dispatchEvent(new CustomEvent('specialist-finder-results',
        { bubbles: true, composed: true, detail: { total: reply.total } }));
    }

    #fail({ code, suggestions = [], safety = [] }) {
      const { text } = this;
      this.$alert.replaceChildren(...safety.map((sign) => this.#warning(sign)));
      const busy = ['rate_limited', 'overloaded', 'not_ready'].includes(code);
      this.$status.textContent = (busy ? text.wait : text[code]) || text.failed;
      const choose = (place) => make('button', {
        type: 'button', className: 'plain',
        onclick: () => {
          this.$where.value = place;
          this.$go.focus();
          this.search();
        },
      }, place);
      this.$out.replaceChildren(...suggestions.length ? [line(text.meant), ...suggestions.map(choose)] : []);
    }

    #show(reply, q, near) {
      const { text } = this;
      this.$alert.replaceChildren(...reply.safety.map((sign) => this.#warning(sign)));
      this.$status.textContent = text.found(reply.total, reply.partial, this.#around(reply));
      const hidden = (name, value) => make('input', { type: 'hidden', name, value });
      const all = make('form', { method: 'post', action: `${this.base}/search`, target: '_blank', rel: 'noopener noreferrer' },
        hidden('q', q), hidden('near', near), hidden('lang', this.code),
        make('button', { type: 'submit' }, text.all(reply.total), ` (${text.tab})`));
      this.$out.replaceChildren(...[
        reply.partial && line(text.partial),
        ...reply.notices.map(({ message }) => line(message)),
        reply.results.length && make('ol', { role: 'list', 'aria-label': text.list },
          ...reply.results.map((result) => this.#card(result))),
        reply.total && line(text.call),
        reply.total && all,
        line(reply.notice, 'note'),
        line(reply.attribution.join('. '), 'note'),
      ].filter(Boolean));
    }

    #warning({ urgency, title, message }) {
      const { text } = this;
      const number = { emergency: '911', crisis: '988' }[urgency];
      return make('div', { className: 'danger' },
        make('strong', {}, `${text[urgency] ?? text.emergency}: ${title}`), line(message),
        number && make('a', { className: 'dial', href: `tel:${number}` }, text.dial(number)),
        urgency === 'crisis' && make('a', { className: 'dial', href: 'sms:988' }, text.write));
    }

    #around({ radius, interpretation: { place } }) {
      const { text } = this;
      if (!place) return '';
      if (!radius) return text.inside(place.label);
      return radius.used === 'any' ? text.any(place.label) : text.within(this.#far(radius.used, radius.units), place.label);
    }

    #far(value, units = 'mi') {
      const unit = units === 'km' ? 'kilometer' : 'mile';
      return new Intl.NumberFormat(`${this.code}-US`, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
    }

    #card({ name, credentials, specialties, practice, distance, updated }) {
      const { text } = this;
      const { accuracy, address, city, state, zip, phone } = practice ?? {};
      const about = accuracy === 'exact' ? '' : `${text.about} `;
      return make('li', {},
        make('h3', {}, [name, ...credentials].join(', ')),
        line([...new Set(specialties.map(({ label }) => label))].join(' · ')),
        distance != null && line(about + this.#far(distance), 'far'),
        practice && line([practice.name, address, city, `${state} ${zip ?? ''}`.trim()].filter(Boolean).join(', ')),
        phone ? make('a', { className: 'tel', href: `tel:${phone}` }, phone.replace(/^\+1(...)(...)(....)$/, '($1) $2-$3'))
          : line(text.noPhone, 'note'),
        line(updated ? `${text.updated} ${this.#age(updated)}` : text.noDate, 'note'));
    }

    /** A day in words and how long ago it was. */
    #age(day) {
      const date = new Date(`${day}T00:00:00Z`);
      const written = date.toLocaleDateString(`${this.code}-US`, { dateStyle: 'long', timeZone: 'UTC' });
      const months = Math.floor((Date.now() - date) / 2_629_746_000);
      if (!(months > 0)) return written;
      const [value, unit] = months < 12 ? [months, 'month'] : [Math.floor(months / 12), 'year'];
      return `${written} (${new Intl.RelativeTimeFormat(this.code).format(-value, unit)})`;
    }
  }

  if (!customElements.get('specialist-finder')) customElements.define('specialist-finder', SpecialistFinder);
})();
