# What a running server holds in memory, by what it is for, in bytes a provider; mapped pages included:
#
#   awk -v providers=1000000 -v live=000007 -f benches/http/memory.awk /proc/PID/smaps
#
# Pages count that are in memory (Rss), also those that the kernel could drop. Files are told by their names in
# src/index/layout.rs; those of a generation that is not live, which cursors may still ask, are told apart.

function purpose(name) {
  if (live != "" && name !~ "/" live "/" && name ~ /\/[0-9][0-9][0-9][0-9][0-9][0-9]\//) return "the generation before"
  if (name ~ /\/(records|name_words|word_)[^\/]*$/ || name ~ /\/text\/[^\/]*$/) return "text"
  if (name ~ /\/row_(points|units)[^\/]*$/) return "points"
  if (name ~ /\/(row_provider|row_practice|provider_rows)[^\/]*$/) return "rows"
  if (name ~ /\/(concept_|tile_)[^\/]*$/) return "lists"
  if (name ~ /\/(provider_|providers_|rows_by)[^\/]*$/) return "orders and facts"
  if (name ~ /\/(finder[^\/]*|[^\/]*\.so[.0-9]*)$/) return "program"
  return "other files"
}

BEGIN { own = "own memory" }

# A mapping begins with its addresses; its sixth word is the file.
/^[0-9a-f]+-[0-9a-f]+ / {
  name = $6
  kind = name == "" || name ~ /^\[/ ? own : purpose(name)
}

/^Rss:/ { resident = $2 }

# Pages of a file that the process wrote to are its own.
/^Anonymous:/ {
  mapped = resident - $2
  held[own] += $2
  held[kind] += mapped
  all += resident
  sub(/.*\//, "", name)
  if (mapped > 64) files[kind "  " name] += mapped
}

function line(label, kilobytes) {
  return sprintf("%-46s %10.1f %14.1f", label, kilobytes / 1024, kilobytes * 1024 / providers)
}

END {
  printf "%-46s %10s %14s\n", "resident", "MiB", "B a provider"
  sorter = "LC_ALL=C sort"
  for (kind in held) print line(kind, held[kind]) | sorter
  close(sorter)
  print line("all", all) "\n"
  for (file in files) print line("  " file, files[file]) | sorter
}
