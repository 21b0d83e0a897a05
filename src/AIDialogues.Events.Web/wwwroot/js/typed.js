// Several sentences are worded side by side, and one is saved at a time: what was typed into the others outlives the page that comes back.
// It is kept in this tab alone, and only until it is saved.
const fields = [...document.querySelectorAll('textarea[id^="words-"]')];

const placeOf = (field) => `typed:${location.pathname}:${field.id}`;

for (const field of fields) {
  const kept = sessionStorage.getItem(placeOf(field));
  sessionStorage.removeItem(placeOf(field));
  if (kept !== null && kept !== field.value) {
    field.value = kept;
    field.closest('details').open = true;
    const note = field.parentElement.querySelector('[data-unsaved]');
    note.hidden = false;
    field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby')} ${(note.id = `unsaved-${field.id}`)}`);
  }
}

for (const form of document.querySelectorAll('main form')) {
  form.addEventListener('submit', () => {
    for (const field of fields) {
      if (field.form !== form && field.value !== field.defaultValue) sessionStorage.setItem(placeOf(field), field.value);
    }
  });
}
