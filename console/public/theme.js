// Sets the theme before the first paint. A file of its own, because the content security policy
// allows no inline script; not hashed, because index.html names it.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('gatehouse.theme');
  } catch {
    // Storage may be blocked: the system's theme then.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();
