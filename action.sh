#!/usr/bin/env bash
# What action.yml runs: compare once, then show the saved result. Inputs come as environment
# variables, so that nothing in them is ever taken for a command.
set -euo pipefail

read -r -a policydiff <<< "${POLICYDIFF:-policydiff}"
plans=()
while IFS= read -r line; do
  line="${line#"${line%%[![:space:]]*}"}"
  line="${line%"${line##*[![:space:]]}"}"
  if [ -n "$line" ]; then plans+=("$line"); fi
done <<< "$PLANS"

result="$RUNNER_TEMP/policydiff.json"
"${policydiff[@]}" compare -o "$result" -- "${plans[@]}"
echo "result=$result" >> "$GITHUB_OUTPUT"
"${policydiff[@]}" render -f markdown --lang "$LABELS" --max-chars "$MAX_CHARS" -- "$result" \
  >> "$GITHUB_STEP_SUMMARY"
if [ "$ANNOTATIONS" = true ]; then
  "${policydiff[@]}" render -f github --lang "$LABELS" -- "$result"
fi
if [ -n "$FAIL_ON" ]; then
  "${policydiff[@]}" render --quiet --lang "$LABELS" --fail-on "$FAIL_ON" -- "$result"
fi
