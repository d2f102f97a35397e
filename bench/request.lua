-- SPDX-License-Identifier: MIT
-- One request, repeated: wrk -s request.lua URL -- METHOD BODY HEADERS-FILE. It is formatted once, and
-- no Lua runs while wrk measures, since request() and response() keep their defaults.
function init(args)
    wrk.method = args[1]
    wrk.body = args[2] ~= "" and args[2] or nil
    for line in io.lines(args[3]) do
        local name, value = line:match("^(.-): (.*)$")
        wrk.headers[name] = value
    end
end

-- requests/s, median and 99th percentile in µs, answers that weren't 2xx or 3xx and broken connections
function done(summary, latency)
    local e = summary.errors
    io.write(string.format("figures %.1f %d %d %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50), latency:percentile(99),
        e.status + e.connect + e.read + e.write + e.timeout))
end
