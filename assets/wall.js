// The wall's clock, and its scenes in turn. The clock is the hall's time as the server tells it, at
// the speed at which it runs there. Scenes change by a plain cut, every twenty seconds; space or a
// click stops them, the arrow keys go on and back, `?scene=…` shows one for good.
(function () {
  'use strict';
  var root = document.documentElement, data = root.dataset;

  // --- the clock -------------------------------------------------------------------------------
  var speed = Number(data.speed), base, since;

  // "2026-11-24T10:42:05.120+08:00": the wall shows the hall's own clock, whatever zone it hangs in. An answer that
  // has lain in a cache for some seconds does not put it back.
  var LAIN = 15000;
  function shown() { return base + (performance.now() - since) * speed; }
  function set(iso) {
    var told = Date.parse(iso.slice(0, 23) + 'Z'), back = base === undefined ? 0 : shown() - told;
    if (back > 0 && back < LAIN * speed) return;
    base = told;
    since = performance.now();
  }
  function write() {
    var now = new Date(shown());
    var written = now.toISOString().slice(11, 16);
    document.querySelectorAll('[data-clock]').forEach(function (clock) {
      if (clock.textContent !== written) clock.textContent = written;
    });
    return now;
  }
  function tick() {
    setTimeout(tick, 1000 - (write().getTime() % 1000) / Math.max(speed, 1));
  }
  set(data.now);
  document.addEventListener('hall-time', function (event) { set(event.detail); });
  tick();

  // --- the scenes ------------------------------------------------------------------------------
  var EACH = 20000;
  var asked = new URLSearchParams(location.search), pinned = asked.get('scene');
  var calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // Who asks for less motion is not made to follow scenes that change by themselves.
  var paused = asked.get('rotate') ? asked.get('rotate') === 'off' : calm;
  var timer = 0;

  // The scenes as hall.toml has them: one that is named again comes again.
  var turns = [], at = 0, visits = 0;
  function wide(id) {
    // A year is a wide picture: an upright screen passes it over.
    return id === 'year' && matchMedia('(orientation: portrait)').matches;
  }
  // A scene without data is passed over, unless there is no other.
  function hasData(id) {
    return !document.querySelector('#page section[data-of="' + id + '"].scene--empty') && !wide(id);
  }
  function show(id) {
    if (id === 'promises' && data.scene !== id) {
      var told = document.querySelectorAll('#page .told > li').length;
      data.visit = told ? visits++ % told : 0;
    }
    data.scene = id;
    document.querySelectorAll('[data-to]').forEach(function (dot) {
      if (dot.dataset.to === id) dot.setAttribute('aria-current', 'true');
      else dot.removeAttribute('aria-current');
    });
  }
  function go(step) {
    for (var n = 1; n < turns.length; n += 1) {
      var next = (at + step * n + turns.length * n) % turns.length;
      if (turns[next] !== data.scene && hasData(turns[next])) {
        at = next;
        return show(turns[next]);
      }
    }
  }
  function wait() {
    clearTimeout(timer);
    if (!paused && !pinned) timer = setTimeout(function () { go(1); wait(); }, EACH);
  }
  function pause(yes) {
    if (pinned) return;
    paused = yes;
    data.turning = paused ? 'paused' : 'on';
    document.querySelectorAll('[data-pause]').forEach(function (button) {
      button.setAttribute('aria-pressed', String(paused));
    });
    wait();
  }
  function begin() {
    var first = document.querySelector('#page[class="wall"] main, main');
    turns = first.dataset.turns.split(' ');
    write();
    show(pinned || data.scene || first.dataset.first);
    if (pinned) data.turning = 'pinned';
    else pause(paused);
  }

  document.addEventListener('click', function (event) {
    var dot = event.target.closest('[data-to]');
    if (pinned) return;
    if (dot) { at = turns.indexOf(dot.dataset.to); show(dot.dataset.to); wait(); } else pause(!paused);
  });
  document.addEventListener('keydown', function (event) {
    if (pinned || event.ctrlKey || event.altKey || event.metaKey) return;
    var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) { go(step); wait(); }
    // A focused button answers to space by itself.
    if (event.key === ' ' && !event.target.closest('button')) { event.preventDefault(); pause(!paused); }
  });
  begin();
  document.addEventListener('page-drawn', begin, { once: true });
})();
