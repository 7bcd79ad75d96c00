// The page works without this. With it, a click replaces the main part in place: focus, scroll and open details stay.

const live = document.getElementById("live");
let latest = 0;

const isPage = (url) => url.origin === location.origin && (url.pathname === "/" || url.pathname.startsWith("/shop/"));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  const url = new URL(form.action);
  if (!isPage(url)) return;
  event.preventDefault();
  url.search = new URLSearchParams(new FormData(form, event.submitter)).toString();
  go(url);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (!isPage(url) || url.pathname !== location.pathname || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  go(url);
});

window.addEventListener("popstate", () => go(new URL(location.href), { keepHistory: true }));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
  button.textContent = live.textContent = button.dataset.copied;
});

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-find]")) find(event.target);
});

// Long lists show the options that have every word of the search, and the chosen one.
function find(field) {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of field.closest("fieldset").querySelectorAll(".long > .option")) {
    const name = option.querySelector(".name").textContent.toLowerCase();
    option.hidden = !option.matches(".selected, .running") && !words.every((word) => name.includes(word));
  }
}

// Controls that need scripts are shown by them.
function reveal() {
  for (const each of document.querySelectorAll("[data-find]")) each.hidden = false;
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  for (const link of document.querySelectorAll("input.link")) link.value = new URL(link.value, location.href).href;
}

// Results that were not certain in time are requested again, patiently, and filled in unless the shopper has moved on.
async function fillIn() {
  const more = document.querySelector("[data-more]");
  if (!more) return;
  const turn = latest;
  try {
    const response = await fetch(more.dataset.more, { headers: { Accept: "text/html" } });
    const text = await response.text();
    if (turn === latest && response.ok) show(new DOMParser().parseFromString(text, "text/html"), "", { quietly: true });
  } catch {
    // The notice stays, and its link asks again.
  }
}

reveal();
fillIn();

async function go(url, { keepHistory = false } = {}) {
  const turn = ++latest;
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    const text = await response.text();
    if (turn !== latest) return;
    const there = new URL(response.url);
    there.hash = url.hash;
    if (!keepHistory) history.pushState(null, "", there);
    show(new DOMParser().parseFromString(text, "text/html"), there.hash);
  } catch {
    location.assign(url);
  }
}

function search(main, { value, dataset }) {
  const field = main.querySelector(`[data-key="${CSS.escape(dataset.key)}"]`);
  if (!field) return;
  field.value = value;
  find(field);
}

function show(page, hash, { quietly = false } = {}) {
  const main = document.getElementById("main");
  const open = new Set([...main.querySelectorAll("details[open][data-key]")].map((each) => each.dataset.key));
  const focused = document.activeElement?.dataset?.key;
  const next = page.getElementById("main");
  const lists = new Map([...main.querySelectorAll(".long")].map((each) => [each.dataset.key, each.scrollTop]));
  for (const each of main.querySelectorAll("[data-find] input")) search(next, each);
  for (const each of next.querySelectorAll("details[data-key]")) each.open = open.has(each.dataset.key);
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const { scrollX, scrollY } = window;
  main.replaceWith(next);
  for (const each of next.querySelectorAll(".long")) each.scrollTop = lists.get(each.dataset.key) ?? 0;
  window.scrollTo(scrollX, scrollY);
  const target = hash && document.getElementById(hash.slice(1));
  const kept = focused && next.querySelector(`[data-key="${CSS.escape(focused)}"]`);
  if (target) {
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  } else if (kept || !quietly) {
    (kept || next).focus({ preventScroll: true });
  }
  reveal();
  if (!quietly) fillIn();
  live.textContent = [...next.querySelectorAll("[data-total]")].map((each) => each.textContent.trim()).join(", ");
}
