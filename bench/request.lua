-- SPDX-License-Identifier: MIT
-- Repeats one request: wrk -s request.lua URL -- METHOD BODY HEADERS-FILE. wrk formats it once. No Lua
-- runs during the measurement, because request() and response() keep their defaults.
function init(args)
    wrk.method = args[1]
    wrk.body = args[2] ~= "" and args[2] or nil
    for line in io.lines(args[3]) do
        local name, value = line:match("^(.-): (.*)$")
        wrk.headers[name] = value
    end
end

-- Prints requests/s, median and 99th percentile in µs, and the count of failed requests: answers
-- other than 2xx and 3xx, and broken connections.
function done(summary, latency)
    local e = summary.errors
    io.write(string.format("figures %.1f %d %d %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50), latency:percentile(99),
        e.status + e.connect + e.read + e.write + e.timeout))
end
