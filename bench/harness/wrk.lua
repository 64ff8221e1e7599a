-- Sends the requests of a plan in turn or, with a chain, each client's own, and prints counts as JSON.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  local plan = dofile(arguments[1])
  position = number
  made = {}
  for index, each in ipairs(plan.requests) do
    made[index] = wrk.format(each.method, each.path, each.headers, each.body)
  end
  if plan.chain then follow(plan.requests[number % #made + 1], plan.chain) end
end

function request()
  position = position + 1
  return made[(position - 1) % #made + 1]
end

-- One thread a client: wrk does not say which connection an answer came on.
function follow(first, field)
  local pattern = '"' .. field .. '":"([^"]+)"'
  local own = wrk.format(first.method, first.path, first.headers, first.body)
  request = function() return own end
  response = function(_, _, body)
    local value = string.match(body, pattern)
    if not value then return end
    local json = '{"' .. field .. '":"' .. value .. '"}'
    own = wrk.format(first.method, first.path, first.headers, json)
  end
end

function done(summary, latency)
  local failed = summary.errors
  local errors = failed.connect + failed.read + failed.write + failed.timeout
  print(string.format(
    '{"requests":%d,"refused":%d,"errors":%d,"seconds":%.6f,"p99":%.3f,"longest":%.3f}',
    summary.requests, failed.status, errors, summary.duration / 1e6,
    latency:percentile(99) / 1000, latency.max / 1000))
end
