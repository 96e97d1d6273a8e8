// Before the first paint: whoever chose a theme does not see the other one flash.
const theme = localStorage.getItem("croft.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
