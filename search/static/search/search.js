// The search page refined in place by htmx: what it swaps keeps what is unfolded and says how much was found.
const form = document.querySelector("#search"), refine = document.querySelector("#refine");
const filters = document.querySelector("#filters"), wideEnough = matchMedia("(min-width: 60rem)");
let unfolded = [], leads = false; // leads: to the results, as whoever asked for them is elsewhere

const on = (name, handler) => document.body.addEventListener(`htmx:${name}`, ({ detail }) => handler(detail));

// What is empty is as usual, and needn't stand in the address
on("configRequest", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});

on("beforeSwap", () => {
  unfolded = [...refine.querySelectorAll(".facet")].map((each) => [each.id, each.open]);
});

on("afterSwap", () => {
  for (const [id, open] of unfolded) {
    const facet = document.getElementById(id);
    if (facet) facet.open = open;
  }
});

on("afterSettle", () => {
  const news = ["#results .count, #results .note", "#results .widened"].map((each) => document.querySelector(each)?.textContent.trim());
  document.querySelector("#said").textContent = news.filter(Boolean).join(". ");
  const heading = document.querySelector("#results-heading");
  if (leads) refine.querySelector("#results").scrollIntoView();
  if (leads || document.activeElement === document.body) heading.focus({ preventScroll: true });
  leads = false;
});

// An ordinary request shows what went wrong
for (const failure of ["responseError", "sendError"]) on(failure, ({ pathInfo }) => location.assign(pathInfo.finalRequestPath));

form.addEventListener("submit", ({ submitter }) => {
  leads = Boolean(submitter?.closest("#filters"));
  if (!wideEnough.matches) filters.open = false;
});

// A page that comes back from the browser's memory shows the boxes as they were left, not as its results are
addEventListener("pageshow", ({ persisted }) => { if (persisted) form.reset(); });
