// Two conveniences; the page is complete without them. A link into a closed report opens it, and a filter hides rows.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  document.querySelectorAll(".hit").forEach((old) => old.classList.remove("hit"));
  target.classList.add("hit");
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);
addEventListener("DOMContentLoaded", reveal);
document.querySelectorAll("input.filter").forEach((input) => {
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    input.closest("section").querySelectorAll("[data-row]").forEach((row) => {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
    });
  });
});
