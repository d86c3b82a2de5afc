-- Takes one from a bucket by the generic cell rate algorithm, exactly as dev.gatehouse.domain.throttle.Limit does.
--
-- What it promises:
--   * It is one step: Redis runs nothing else meanwhile, so that of N racing callers none gets more than the limit.
--   * It touches one key, which KEYS names: a Cluster finds it in one slot, whatever the key is.
--   * The key gets its time to live in the same step. It lives ten seconds longer than it matters, for callers whose clocks are behind.
--   * It asks no clock: the time is the caller's. It is split, since a number of Lua holds 2^53 and Limit counts in nanoseconds.
--   * A bucket that would be full more than LEAP later than an empty one was counted by a clock that had leapt ahead; it has one left.
--   * What was refused writes nothing. A value that nobody wrote here counts as none.
--
-- KEYS[1]     the bucket; its value is the instant at which it is full again, "<seconds> <nanoseconds>"
-- ARGV[1], 2  now: seconds since 1970, nanoseconds of the second
-- ARGV[3], 4  nanoseconds: what one costs, in what time an empty bucket fills
-- ARGV[5], 6  when the bucket is full by what the caller knows of it, in case that Redis has forgotten; now, if nothing
-- Returns     {1 or 0, seconds, nanoseconds}: whether one was taken, and when the bucket is full again

local now_s, now_n = tonumber(ARGV[1]), tonumber(ARGV[2])
local interval, per = tonumber(ARGV[3]), tonumber(ARGV[4])

local LEAP = 10e9

local function ahead(seconds, nanos)
  local nanoseconds = (tonumber(seconds) - now_s) * 1e9 + (tonumber(nanos) - now_n)
  return nanoseconds > per + LEAP and per - interval or nanoseconds
end

local function at(nanos)
  local total = now_n + nanos
  return now_s + math.floor(total / 1e9), total % 1e9
end

local missing = math.max(0, ahead(ARGV[5], ARGV[6]))
local stored = redis.call('GET', KEYS[1])
if stored then
  local seconds, nanos = string.match(stored, '^(%d+) (%d+)$')
  if seconds then
    missing = math.max(missing, ahead(seconds, nanos))
  end
end

local after = missing + interval
if after > per then
  local seconds, nanos = at(missing)
  return {0, seconds, nanos}
end
local seconds, nanos = at(after)
redis.call('SET', KEYS[1], string.format('%.0f %.0f', seconds, nanos),
  'PX', string.format('%.0f', math.ceil(after / 1e6) + 10000))
return {1, seconds, nanos}
