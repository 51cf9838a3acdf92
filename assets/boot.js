// Runs before anything is drawn: the reader's choice of theme, and the change from the readable copy
// of the page to the one that Dash draws. Nothing is stored but that choice, and no cookie is set.
(function () {
  'use strict';
  var root = document.documentElement;
  var HOLDS = 'a,button,summary,input,select';
  function stored() {
    try { return localStorage.getItem('theme'); } catch (refused) { return null; }
  }
  function isDark() {
    var chosen = root.dataset.theme;
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }
  // A figure in another page's frame is light as it came.
  if (stored() && !('alone' in root.dataset)) root.dataset.theme = stored();
  root.classList.add('script');

  document.addEventListener('click', function (event) {
    if (!event.target.closest('[data-theme-switch]')) return;
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('theme', root.dataset.theme); } catch (refused) { /* lasts this page */ }
  });

  // What saves a figure as a picture comes when a reader first asks for it.
  var saves = document.currentScript.dataset.saves, coming = null;
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-save]'), figure = button && button.closest('[data-figure]');
    if (!figure) return;
    var state = button.parentElement.querySelector('[role="status"]');
    coming = coming || new Promise(function (done, failed) {
      var tag = document.createElement('script');
      tag.src = saves;
      tag.onload = done;
      tag.onerror = function () { coming = null; failed(); };
      document.head.appendChild(tag);
    });
    state.textContent = '…';
    coming.then(function () { return window.hallSaves(figure, button.dataset.save); })
      .then(function () { state.textContent = '✓'; }, function () { state.textContent = '✗'; });
  });
  // A site that has been given no public address is where it was asked.
  function located() {
    document.querySelectorAll('[data-address]').forEach(function (element) {
      var node = element.firstChild;
      if (node && node.data.indexOf('example.invalid') >= 0) {
        node.data = node.data.replace('https://example.invalid', location.origin).replace('example.invalid', location.host);
      }
    });
  }
  document.addEventListener('toggle', located, true);
  // Every sheet says at its foot which address and which state of the data it is of.
  var foot = document.createElement('style');
  window.addEventListener('beforeprint', function () {
    located();
    var said = ['.paper-address', '.paper-state'].map(function (name) {
      var element = document.querySelector('#react-entry-point ' + name) || document.querySelector(name);
      return element ? element.textContent : '';
    }).filter(Boolean).join(' · ');
    foot.textContent = said ? '@page { @bottom-left { content: ' + JSON.stringify(said) + '; font-size: 7.5pt; color: #5b6b78; } }' : '';
    document.head.appendChild(foot);
  });

  // Both copies are alike, so the change is not seen; whatever table was open stays open.
  function change() {
    var copy = document.getElementById('first-paint');
    var drawn = document.querySelector('#react-entry-point #page');
    if (!copy || !drawn) return false;
    var open = copy.querySelectorAll('details');
    drawn.querySelectorAll('details').forEach(function (details, i) {
      if (open[i] && open[i].open) details.open = true;
    });
    // A choice made before the change goes along; what it leads to is asked for by the form's button.
    var typed = copy.querySelectorAll('input,select');
    drawn.querySelectorAll('input,select').forEach(function (field, i) {
      var had = typed[i];
      if (!had || had.name !== field.name) return;
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = had.checked;
      else if (field.value !== had.value) {
        field.value = had.value;
        // A select shows what it was told last, so it is told; `explore.js` passes over this change.
        if (field.localName === 'select') field.dispatchEvent(new CustomEvent('change', { bubbles: true, detail: 'copied' }));
      }
    });
    var held = copy.contains(document.activeElement) ? document.activeElement : null;
    var place = held ? Array.prototype.indexOf.call(copy.querySelectorAll(HOLDS), held) : -1;
    copy.remove();
    if (place >= 0) {
      var same = drawn.querySelectorAll(HOLDS)[place];
      if (same) same.focus({ preventScroll: true });
    }
    // Now that it is seen: what is not displayed does not scroll.
    requestAnimationFrame(function () {
      var here = document.querySelector('.top .nav [aria-current]');
      if (here) here.closest('.nav').scrollLeft += here.getBoundingClientRect().left - 40;
    });
    document.dispatchEvent(new Event('page-drawn'));
    return true;
  }
  document.addEventListener('DOMContentLoaded', function () {
    var entry = document.getElementById('react-entry-point');
    if (!entry || change()) return;
    new MutationObserver(function (_, observer) {
      if (change()) observer.disconnect();
    }).observe(entry, { childList: true, subtree: true });
  });
})();
