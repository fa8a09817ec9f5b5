-- Mixed questions for wrk: every line of a workload is asked in turn, each thread beginning elsewhere.
--
--   FINDER_BENCH_QUESTIONS=questions.jsonl wrk -t2 -c32 -d20s --latency -s benches/http/mixed.lua http://127.0.0.1:8080
--
-- Questions come again after some time, as people's do, and are answered from what was kept. With FINDER_BENCH_FRESH=1
-- each is asked otherwise every time: from a point some metres away, and with what goes without saying said in another
-- order, so that nothing that is kept of a whole question can answer it.

local groups = {
  ["osteopath"] = "osteopath,do_physician",
  ["pmr"] = "physiatrist",
  ["orthopaedic-surgeon"] = "orthopaedic_surgeon,spine_surgeon",
  ["pain-medicine"] = "pain_physician",
}

local function value(line, name)
  return line:match('"' .. name .. '": "([^"]*)"') or line:match('"' .. name .. '": (-?[%d.]+)')
end

local function encoded(text)
  return (text:gsub("[^%w]", function(byte) return string.format("%%%02X", byte:byte()) end))
end

local fresh = os.getenv("FINDER_BENCH_FRESH") == "1"
local unsaid = { "explain=false", "units=mi", "lang=en" }

-- The parameters of a line, and where its point is.
local function asked(line)
  local class, group, text = value(line, "cls"), value(line, "grp"), value(line, "text")
  local latitude, longitude, radius = value(line, "lat"), value(line, "lon"), value(line, "radius")
  local asked = { "limit=" .. value(line, "limit"), "strict=true" }
  local function add(name, given) asked[#asked + 1] = name .. "=" .. encoded(given) end
  if group then add("specialty", groups[group] or group:gsub("-", "_")) end
  if text then add(class == "f" and "name" or "q", text) end
  if latitude then
    add("radius", radius or "any")
    add("sort", value(line, "sort"))
  end
  if class == "e" then add("facets", "true") end
  return { parameters = asked, latitude = latitude, longitude = longitude }
end

local function path(line)
  local parameters = { unpack(line.parameters) }
  if line.latitude then
    local latitude, longitude = line.latitude, line.longitude
    if fresh then
      latitude = string.format("%.6f", latitude + (math.random() - 0.5) / 5000)
      longitude = string.format("%.6f", longitude + (math.random() - 0.5) / 5000)
    end
    parameters[#parameters + 1] = "near=" .. encoded(latitude .. "," .. longitude)
  end
  if fresh then
    for _, parameter in ipairs(unsaid) do parameters[#parameters + 1] = parameter end
    for last = #parameters, 2, -1 do
      local other = math.random(last)
      parameters[last], parameters[other] = parameters[other], parameters[last]
    end
  end
  return "/v1/search?" .. table.concat(parameters, "&")
end

local paths, at = {}, 0
for line in io.lines(os.getenv("FINDER_BENCH_QUESTIONS")) do
  local question = asked(line)
  paths[#paths + 1] = fresh and question or path(question)
end

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  at = (number or 1) * 977
  math.randomseed(at)
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", fresh and path(paths[at]) or paths[at])
end

function done(summary, latency)
  local refused = summary.errors.status
  io.write(string.format("not 2xx: %d; p50 %.2f ms, p99 %.2f ms\n", refused, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
