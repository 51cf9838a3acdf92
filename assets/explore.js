// Another view of the same page without loading the page again. A view's address says all about it:
// a link or a form inside [data-explore] leads to an address, the address goes into the history, and
// the poller fetches the view that belongs to it. Without scripts the same links and forms load pages.
(function () {
  'use strict';
  var data = document.documentElement.dataset;
  var live = data.live && data.live.split('?')[0], lang = new URLSearchParams((data.live || '').split('?')[1]).get('lang');
  var busy = 0, shown = location.pathname + location.search;

  function waiting(on) {
    clearTimeout(busy);
    var main = document.querySelector('#react-entry-point main');
    if (!main) return;
    // What comes at once is not announced as slow.
    if (on) busy = setTimeout(function () { main.setAttribute('aria-busy', 'true'); }, 250);
    else main.removeAttribute('aria-busy');
  }
  function show(search) {
    shown = location.pathname + search;
    var query = new URLSearchParams(search);
    query.set('lang', lang);
    document.querySelectorAll('.tools a[hreflang]').forEach(function (other) { other.search = search; });
    waiting(true);
    document.dispatchEvent(new CustomEvent('view-asked', { detail: live + '?' + query }));
  }
  function go(search) {
    if (location.pathname + search === shown) return;
    history.pushState(null, '', location.pathname + search);
    show(search);
  }
  // A form's address as a browser would make it, without the fields that are empty.
  function asked(form) {
    var query = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (value !== '' && typeof value === 'string') query.append(name, value);
    });
    var text = query.toString();
    return text ? '?' + text : '';
  }
  function ready(element) {
    return element && element.closest && element.closest('#react-entry-point [data-explore]');
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[href]');
    if (!ready(link) || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.origin !== location.origin || link.pathname !== location.pathname) return;
    if (link.hash && link.search === location.search) return;
    event.preventDefault();
    go(link.search);
    var anchor = link.hash && document.getElementById(link.hash.slice(1));
    if (anchor) anchor.scrollIntoView();
  });
  document.addEventListener('submit', function (event) {
    if (!ready(event.target) || event.target.method !== 'get') return;
    event.preventDefault();
    go(asked(event.target));
  });
  document.addEventListener('change', function (event) {
    var form = event.target.form;
    if (!form || event.detail === 'copied' || !ready(form) || event.target.closest('[data-wait]')) return;
    if (form.checkValidity()) go(asked(form));
  });
  window.addEventListener('popstate', function () {
    if (location.pathname + location.search !== shown) show(location.search);
  });
  // Drawing a part anew takes the focus away with the element that had it: it goes to the one in its
  // place, so that someone at the keyboard stays where they were.
  var held = null;
  function within(id) {
    var part = document.getElementById(id);
    return part ? Array.prototype.slice.call(part.querySelectorAll('a,button,input:not([type=hidden]),select,summary')) : [];
  }
  document.addEventListener('focusin', function (event) {
    // A field has an id for its label; the part is what it stands in.
    var part = ready(event.target) && event.target.parentElement.closest('[id]');
    held = part ? { element: event.target, part: part.id, place: within(part.id).indexOf(event.target) } : null;
  });
  function regain(until) {
    var now = document.activeElement;
    if (!held || (now !== document.body && now !== held.element)) return;
    if (!held.element.isConnected) {
      var all = within(held.part), name = held.element.name, words = held.element.textContent;
      var same = all.filter(function (other) {
        return name ? other.name === name : other.localName === 'a' && other.textContent === words;
      })[0] || all[held.place];
      if (same) return same.focus({ preventScroll: true });
    }
    if (performance.now() < until) requestAnimationFrame(function () { regain(until); });
  }
  document.addEventListener('view-shown', function () { regain(performance.now() + 3000); });
  document.addEventListener('view-answered', function () { waiting(false); });
  // What the server refuses, the page of that address explains.
  document.addEventListener('view-refused', function () { location.reload(); });
})();
