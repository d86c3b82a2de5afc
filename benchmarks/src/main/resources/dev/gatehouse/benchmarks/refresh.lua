-- Each request takes the token that has waited longest; the answer's goes to the end of the queue.
local tokens, first, last = {}, 1, 0
local headers = { ["Content-Type"] = "application/json", ["Host"] = "id.example.com" }

function init(args)
  for line in io.lines(args[1]) do
    last = last + 1
    tokens[last] = line
  end
end

function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format("POST", "/api/v1/auth/refresh", headers, '{"refresh_token":"' .. token .. '"}')
end

function response(status, headers, body)
  local token = body:match('"refresh_token":"([^"]+)"')
  if token then
    last = last + 1
    tokens[last] = token
  end
end
