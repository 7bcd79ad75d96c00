// The page works without this. With it, a click replaces the main part in place: focus, scroll and open details stay.

const live = document.getElementById("live");
const ACTIONS = new Set(["set", "amount", "drop", "add", "remove"]);
const waiting = []; // what was clicked and is not answered yet: actions on the newest state, or addresses to go to
let working = false;
let latest = 0;
let pause = 2000; // milliseconds until what did not get through is sent again

const isPage = (url) => url.origin === location.origin && (url.pathname === "/" || url.pathname.startsWith("/shop/"));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  const url = new URL(form.action);
  if (!isPage(url)) return;
  event.preventDefault();
  const fields = [...new FormData(form, event.submitter)];
  const action = fields.filter(([name]) => ACTIONS.has(name));
  url.search = new URLSearchParams(fields).toString();
  queue(action.length ? action : url);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (!isPage(url) || url.pathname !== location.pathname || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  queue(url);
});

window.addEventListener("online", work);
window.addEventListener("popstate", back);

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

// Clicks are done in order, each on the state that the one before led to, so that none is lost however quickly they come.
function queue(item) {
  waiting.push(item);
  work();
}

async function work() {
  if (working) return;
  working = true;
  try {
    while (waiting.length) {
      const taken = waiting[0] instanceof URL ? 1 : waiting.findIndex((item) => item instanceof URL);
      const items = waiting.splice(0, taken < 0 ? waiting.length : taken);
      if (await go(items[0] instanceof URL ? items[0] : after(items.flat()))) continue;
      waiting.unshift(...items);
      setTimeout(work, pause);
      break;
    }
  } finally {
    working = false;
  }
}

// The address of the state that is shown, with actions on it.
function after(actions) {
  const state = document.getElementById("state");
  const url = new URL(state.action);
  url.search = new URLSearchParams([...new FormData(state), ...actions]).toString();
  return url;
}

// Show where the history went back or forward to, as soon as that gets through, unless the shopper moves on meanwhile.
async function back() {
  const shown = await go(new URL(location.href), { keepHistory: true });
  const turn = latest;
  if (!shown) setTimeout(() => turn === latest && back(), pause);
}

// Show what is at an address; false where the connection is lost or the service refuses for now: the page stays as it is,
// and says so.
async function go(url, { keepHistory = false } = {}) {
  const turn = ++latest;
  document.getElementById("main").setAttribute("aria-busy", "true");
  let response, text;
  try {
    response = await fetch(url, { headers: { Accept: "text/html" } });
    text = await response.text();
  } catch {
    return later("[data-offline]", 2);
  }
  if (turn !== latest) return true;
  const page = new DOMParser().parseFromString(text, "text/html");
  if (isRefusal(response, page)) return later("[data-busy]", Number(response.headers.get("Retry-After")) || 2);
  const there = new URL(response.url);
  there.hash = url.hash;
  if (!keepHistory) history.pushState(null, "", there);
  show(page, there.hash);
  return true;
}

// Whether there is no answer now but may be one soon: too much is asked, or a proxy does not get through.
function isRefusal(response, page) {
  return !page.getElementById("main") || ([429, 503].includes(response.status) && !page.getElementById("state"));
}

function later(notices, seconds) {
  pause = 1000 * seconds;
  for (const notice of document.querySelectorAll("[data-offline], [data-busy]")) notice.hidden = !notice.matches(notices);
  return false;
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
  const target = document.getElementById("slip") ?? (hash && document.getElementById(hash.slice(1)));
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
