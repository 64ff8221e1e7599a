-- Sends the requests of a plan in turn or, with a chain, each client's own, and prints counts as JSON.
function init(arguments)
  local plan = dofile(arguments[1])
  made = {}
  for index, each in ipairs(plan.requests) do
    made[index] = wrk.format(each.method, each.path, each.headers, each.body)
  end
  if plan.chain then follow(plan.requests[1], plan.chain) end
end

local position = 0
function request()
  position = position + 1
  return made[(position - 1) % #made + 1]
end

-- Each chain goes on over whichever connection is free: wrk does not say which one an answer came on.
function follow(first, field)
  local pattern = '"' .. field .. '":"([^"]+)"'
  local ready = made
  request = function()
    -- wrk asks once before the load begins, to see whether it is a request.
    request = function() return table.remove(ready, 1) end
    return ready[1]
  end
  response = function(_, _, body)
    local value = string.match(body, pattern)
    if not value then return end
    local json = '{"' .. field .. '":"' .. value .. '"}'
    ready[#ready + 1] = wrk.format(first.method, first.path, first.headers, json)
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
