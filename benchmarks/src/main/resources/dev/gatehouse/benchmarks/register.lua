-- Each request registers somebody, from a network where nobody asked from before.
local n = 0
local run = string.format("%x", os.time() % 16777216)
local networks = os.time() % 200 * 65536

function request()
  n = n + 1
  local network = networks + n
  return wrk.format("POST", "/api/v1/auth/register", {
    ["Content-Type"] = "application/json",
    ["Host"] = "id.example.com",
    ["X-Forwarded-For"] = string.format("%d.%d.%d.7", 20 + math.floor(network / 65536) % 200, math.floor(network / 256) % 256, network % 256),
  }, '{"login":"new_' .. run .. "_" .. n .. '","password":"a spare umbrella for the lighthouse","locale":"en","tos_accepted":true}')
end
