// Copies a part's address, shares, prints; other languages open at the same part.
const tools = document.querySelector(".tools");
const words = tools.dataset;
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
tools.append(said);

const copy = async (address) => {
  try {
    await navigator.clipboard.writeText(address);
    said.replaceChildren(words.copied);
    return true;
  } catch {
    location.href = address;
    return false;
  }
};

const makeButton = (label, className, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = label;
  button.addEventListener("click", () => act(button));
  return button;
};

document.querySelectorAll("a.anchor").forEach((link) => {
  const button = makeButton("¶", "anchor", async () => {
    history.replaceState(null, "", link.hash);
    if (await copy(link.href)) {
      button.textContent = "✓";
      setTimeout(() => { button.textContent = "¶"; }, 2000);
    }
  });
  const part = link.closest("[id]");
  const heading = part && part.querySelector("h2, h3");
  button.title = words.copy;
  button.setAttribute("aria-label", heading ? `${words.copy}: ${heading.textContent.trim().replace(/\s+/g, " ")}` : words.copy);
  link.replaceWith(button);
});

const page = { title: document.title, url: document.querySelector("link[rel=canonical]").href };
const share = () => (navigator.share ? navigator.share(page).catch(() => {}) : copy(location.href));
tools.prepend(makeButton(words.share, "tool", share), makeButton(words.print, "tool", () => print()));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[lang][hreflang], a[href*='/report/']");
  if (!link || !location.hash) return;
  if (link.hasAttribute("hreflang")) link.hash = location.hash;
  else link.search = `?place=${location.hash.slice(1)}`;
});
