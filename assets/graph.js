// Dash's graph, fetched when a page has been drawn: it brings all of Dash's widgets, of which a page
// uses this one, and a slow machine takes a tenth of the time until the page can be used to read them.
(function () {
  'use strict';
  var h = React.createElement, needs = document.currentScript.dataset.needs.split(' ');
  var Own = null, coming = null;

  function script(url) {
    return new Promise(function (done, failed) {
      var tag = document.createElement('script');
      tag.src = url;
      tag.onload = done;
      tag.onerror = failed;
      document.head.appendChild(tag);
    });
  }
  function come() {
    coming = coming || needs.reduce(function (before, url) {
      return before.then(function () { return script(url); });
    }, Promise.resolve()).then(function () {
      Own = window.dash_core_components.Graph;
      // Dash looks a component up by its name each time: it has to be the same one throughout.
      window.dash_core_components = { Graph: Graph };
    });
    return coming;
  }
  function Graph(props) {
    var here = React.useState(Own !== null);
    React.useEffect(function () {
      if (!here[0]) come().then(function () { here[1](true); });
    }, []);
    return here[0] && Own ? h(Own, props) : h('div', { id: props.id, className: props.className });
  }
  window.dash_core_components = { Graph: Graph };

  // Paper is narrower than most screens: each chart is drawn for it before a print, and back after it.
  // 178 mm are what the margins of the stylesheet leave of A4; its root type of 11 pt makes places lower.
  var PAPER = Math.floor(178 / 25.4 * 96), ROOT = 11 / 72 * 96;
  function each(change) {
    document.querySelectorAll('#page .js-plotly-plot').forEach(function (graph) {
      var svgs = graph.querySelectorAll('.main-svg');
      window.Plotly.relayout(graph, change(graph));
      svgs.forEach(function (svg) {
        svg.setAttribute('viewBox', '0 0 ' + svg.getAttribute('width') + ' ' + svg.getAttribute('height'));
      });
    });
  }
  window.addEventListener('beforeprint', function () {
    var lower = ROOT / parseFloat(getComputedStyle(document.documentElement).fontSize);
    each(function (graph) {
      return { autosize: false, width: PAPER, height: Math.floor(graph.clientHeight * lower) };
    });
  });
  window.addEventListener('afterprint', function () {
    each(function () { return { autosize: true, width: null, height: null }; });
  });
})();
