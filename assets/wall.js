// The wall's clock: the hall's time as the server tells it, at the speed at which it runs there.
(function () {
  'use strict';
  var data = document.documentElement.dataset;
  var speed = Number(data.speed), base, at;

  // "2026-11-24T10:42:05.120+08:00": the wall shows the hall's own clock, whatever zone it hangs in.
  function set(iso) {
    base = Date.parse(iso.slice(0, 23) + 'Z');
    at = performance.now();
  }
  function tick() {
    var now = new Date(base + (performance.now() - at) * speed);
    var written = now.toISOString().slice(11, 16);
    document.querySelectorAll('[data-clock]').forEach(function (clock) {
      if (clock.textContent !== written) clock.textContent = written;
    });
    setTimeout(tick, 1000 - (now.getTime() % 1000) / Math.max(speed, 1));
  }
  set(data.now);
  document.addEventListener('hall-time', function (event) { set(event.detail); });
  tick();
})();
