(function () {
  "use strict";
  var line = document.currentScript, asked = line.dataset, frame = document.createElement("iframe");
  var heights = { {% for kind, height in heights.items %}"{{ kind }}": {{ height }}{% if not forloop.last %}, {% endif %}{% endfor %} };
  var kind = Object.prototype.hasOwnProperty.call(heights, asked.kind) ? asked.kind : "occupation";
  frame.src = new URL(line.src).origin + "/widgets/" + kind + "/?" + (asked.query || "");
  frame.title = asked.title || document.title;
  frame.width = "100%";
  frame.height = parseInt(asked.height, 10) || heights[kind];
  frame.loading = "lazy";
  frame.setAttribute("frameborder", "0");
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  line.parentNode.insertBefore(frame, line.nextSibling);
})();
