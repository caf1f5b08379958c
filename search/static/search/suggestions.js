// Suggestions below the search box: a combobox after the WAI-ARIA pattern. Without this script the box is a plain one.
const box = document.querySelector("[data-suggest]");
if (box) {
  const list = document.querySelector("#suggestions"), said = document.querySelector("#suggested");
  const WAIT = 120, SHORTEST = 2; // milliseconds after the last letter; letters
  let options = [], active = -1, timer, request;

  list.setAttribute("role", "listbox");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    box.setAttribute(name, value);
  }

  const go = (to) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };

  const show = (isShown) => {
    list.hidden = !isShown;
    box.setAttribute("aria-expanded", isShown);
    go(-1);
  };

  const wait = () => {
    clearTimeout(timer);
    request?.abort();
    go(-1); // what was offered is for other words
  };

  const close = () => {
    wait();
    said.textContent = "";
    show(false);
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: box.value })}`, { signal: request.signal });
      if (!answer.ok) return close();
      const found = await answer.json();
      list.innerHTML = found.html;
      options = [...list.querySelectorAll("[role=option]")];
      options.forEach((option, place) => { option.id = `suggestion-${place}`; });
      show(options.length > 0);
      said.textContent = found.said;
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  box.addEventListener("input", () => {
    wait();
    if (list.hidden) options = [];
    if (box.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden, places = options.length + 1; // the box itself is one of the places
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen) go((active + 1 + step + places) % places - 1);
    else if (step && options.length && box.value.trim().length >= SHORTEST) show(true);
    else if (event.key === "Enter" && isOpen && active >= 0) options[active].click();
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  });

  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  addEventListener("pageshow", close);
  show(false);
}
