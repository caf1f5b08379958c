// What folds: closes on Escape, and stands open on a wide screen where the style sheet alone can't open it.
const folds = document.querySelectorAll("details.folds");
const wide = matchMedia("(min-width: 60rem)");

if (!CSS.supports("selector(details::details-content)")) {
  const unfold = () => folds.forEach((each) => { each.open = wide.matches; });
  wide.addEventListener("change", unfold);
  unfold();
}

folds.forEach((each) => each.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && each.open && !wide.matches) {
    each.open = false;
    each.querySelector("summary").focus();
  }
}));

// The menu lies over the page: it must not hide what has the focus.
const menu = document.querySelector(".kinds details");
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget) && !wide.matches) menu.open = false;
});

// After "Back" a browser ticks again what was ticked on leaving; the boxes shall say what the list shows.
addEventListener("pageshow", () => document.querySelectorAll("form.filters").forEach((form) => form.reset()));
