"use strict";
// Everything can be read without this; with it the table can be filtered and sorted, and a dot be marked.
(() => {
  const table = document.getElementById("framework-table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const type = document.getElementById("type");
  const text = document.getElementById("text");
  const chosen = document.getElementById("chosen");
  const cards = [...document.querySelectorAll("#organisations .card")];
  const strips = [...document.querySelectorAll("figure[data-type]")];

  const matches = (words, kind, wanted) =>
    (!type.value || kind === type.value) && wanted.every((word) => words.includes(word));

  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const words = (row.cells[0].textContent + " " + row.cells[1].textContent).toLowerCase();
      row.hidden = !matches(words, row.dataset.type, wanted);
    }
    for (const card of cards) card.hidden = !matches(card.dataset.find.toLowerCase(), card.dataset.type, wanted);
    for (const strip of strips) strip.hidden = Boolean(type.value) && strip.dataset.type !== type.value;
    const shown = rows.filter((row) => !row.hidden).length;
    document.getElementById("count").textContent =
      shown === rows.length ? `All ${shown} organisations` : `${shown} of ${rows.length} organisations`;
  };

  const keyOf = (row, column, kind) => {
    const cell = row.cells[column];
    if (kind === "number") return "value" in cell.dataset ? Number(cell.dataset.value) : null;
    return cell.textContent.trim();
  };

  const sort = (heading, column) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    const kind = heading.dataset.sort;
    const keyed = rows.map((row, number) => ({ row, number, key: keyOf(row, column, kind) }));
    keyed.sort((one, other) => {
      // Whoever has no figure stands last, whichever way it is sorted.
      if (one.key === null || other.key === null) {
        return (one.key === null) - (other.key === null) || one.number - other.number;
      }
      const order = kind === "number" ? one.key - other.key : one.key.localeCompare(other.key, "en-GB");
      return (down ? -order : order) || one.number - other.number;
    });
    body.append(...keyed.map((one) => one.row));
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    document.getElementById("framework-caption").textContent = caption + ", sorted as chosen";
  };
  const caption = document.getElementById("framework-caption").textContent.split(",")[0];

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const title = heading.querySelector("span") || heading.firstChild;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = title.textContent;
    title.replaceWith(button);
    button.addEventListener("click", () => sort(heading, column));
  });

  const link = document.getElementById("csv");
  link.addEventListener("click", () => {
    const shown = [...body.rows].filter((row) => !row.hidden);
    const lines = [table.dataset.csv, ...shown.map((row) => row.dataset.csv)];
    const blob = new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" });
    if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(blob);
  });

  const mark = () => {
    for (const old of document.querySelectorAll(".diamond")) old.remove();
    let found = 0;
    const charts = [...document.querySelectorAll(".chart")];
    for (const chart of charts) {
      const told = chart.querySelector(".told");
      const dot = chosen.value && chart.querySelector(`circle[data-code="${CSS.escape(chosen.value)}"]`);
      told.hidden = !chosen.value;
      if (!chosen.value) continue;
      told.textContent = "No figure of the chosen organisation";
      if (!dot) continue;
      found += 1;
      const [x, y] = [dot.getAttribute("cx"), dot.getAttribute("cy")];
      const diamond = document.createElementNS("http://www.w3.org/2000/svg", "path");
      diamond.setAttribute("class", "diamond");
      diamond.setAttribute("d", `M${x} ${y - 11}l11 11l-11 11l-11 -11z`);
      dot.parentNode.append(diamond);
      told.textContent = `◆ ${dot.querySelector("title").textContent}`;
    }
    document.getElementById("marked").textContent = chosen.value
      ? `Marked in ${found} of ${charts.length} charts`
      : "";
  };

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.tagName !== "DETAILS") return;
    target.hidden = false;
    target.open = true;
    target.querySelector("summary").focus({ preventScroll: true });
    target.scrollIntoView();
  };

  document.getElementById("controls").hidden = false;
  document.getElementById("choose").hidden = false;
  type.addEventListener("change", filter);
  text.addEventListener("input", filter);
  chosen.addEventListener("change", mark);
  window.addEventListener("hashchange", open);
  for (const link of document.querySelectorAll("a[href^='#']")) {
    // A second click on the same link changes no address, and has to open its section all the same.
    link.addEventListener("click", () => setTimeout(open));
  }
  filter();
  mark();
  open();
})();
