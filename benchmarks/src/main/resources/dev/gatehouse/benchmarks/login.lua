-- Each request signs another account in, from a network where nobody asked from before.
local n, accounts, password
local networks = os.time() % 200 * 65536

function init(args)
  accounts, password = tonumber(args[1]), args[2]
  n = math.floor(os.clock() * 1000)
end

function request()
  n = n + 1
  local network = networks + n
  return wrk.format("POST", "/api/v1/auth/login", {
    ["Content-Type"] = "application/json",
    ["Host"] = "id.example.com",
    ["X-Forwarded-For"] = string.format("%d.%d.%d.7", 20 + math.floor(network / 65536) % 200, math.floor(network / 256) % 256, network % 256),
  }, '{"login_or_email":"user_' .. (n * 7 % accounts) .. '","password":"' .. password .. '"}')
end
