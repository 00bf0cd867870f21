// A page as people wrote them for LMI for All: search by JSONP, pay and projections by CORS. It knows nothing of Wayline.
"use strict";
var HOST = "https://api.lmiforall.org.uk";
var API = HOST + "/api/v1/";
var calls = 0;

function jsonp(path, done) {
  var name = "lmi_callback_" + ++calls;
  var script = document.createElement("script");
  window[name] = function (data) {
    done(data);
    script.remove();
  };
  script.src = API + path + (path.indexOf("?") < 0 ? "?" : "&") + "callback=" + name;
  document.head.appendChild(script);
}

function get(path, done) {
  fetch(API + path)
    .then(function (answer) { return answer.json(); })
    .then(function (data) {
      if (data.error) { document.getElementById("trouble").textContent = data.error; } else { done(data); }
    });
}

function show(id, text) { document.getElementById(id).textContent = text; }

function latest(series) {
  return series.reduce(function (a, b) { return b.year > a.year ? b : a; });
}

function open(soc) {
  jsonp("soc/code/" + soc, function (job) {
    show("title", job.title);
    show("description", job.description);
    document.getElementById("job").hidden = false;
  });
  get("ashe/estimatePay?soc=" + soc + "&coarse=true", function (data) {
    var pay = latest(data.series);
    show("pay", "£" + pay.estpay * 52 + " a year (" + pay.year + ")");
  });
  get("wf/predict?soc=" + soc + "&minYear=2020&maxYear=2035", function (data) {
    var first = data.predictedEmployment[0], last = latest(data.predictedEmployment);
    var change = Math.round(1000 * (last.employment - first.employment) / first.employment) / 10;
    show("outlook", change + " % from " + first.year + " to " + last.year);
    show("note", data.note || "");
  });
}

document.getElementById("ask").addEventListener("submit", function (event) {
  event.preventDefault();
  var list = document.getElementById("found");
  list.textContent = "";
  jsonp("soc/search?q=" + encodeURIComponent(document.getElementById("q").value), function (jobs) {
    jobs.forEach(function (job) {
      var button = document.createElement("button");
      button.textContent = job.soc + " " + job.title;
      button.onclick = function () { open(job.soc); };
      list.appendChild(document.createElement("li")).appendChild(button);
    });
    if (!jobs.length) { list.textContent = "No such job."; }
  });
});
