# Runs and counts. A step is one check; a suite counts as many as its JSON report says.

passed=0
failed=0
failures=()

as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi; }

# run NAME SECONDS COMMAND...: with a time limit, without input. Functions are run in this shell's copy.
run() {
  local name=$1 seconds=$2 started=$SECONDS status
  shift 2
  printf '\n=== %s\n' "$name"
  if [[ $(type -t "$1") == function ]]; then
    export scratch
    set -- bash -c "$(declare -f); \"\$@\"" run "$@"
  fi
  timeout -k 10 "$seconds" "$@" </dev/null 2>&1 | tee "$scratch/said"
  status=${PIPESTATUS[0]}
  [[ $status == 124 ]] && echo "took longer than $seconds s"
  printf -- '--- %s: %s, %s s\n' "$name" "$([[ $status == 0 ]] && echo passed || echo "FAILED ($status)")" $((SECONDS - started))
  # Said again at the end, where it is looked for.
  [[ $status == 0 ]] || { printf '\n=== %s, its end:\n' "$name"; tail -n 100 "$scratch/said"; } >>"$scratch/failures"
  return $status
}

step() {
  if run "$@"; then passed=$((passed + 1)); else fail "$1"; fi
}

# suite NAME SECONDS COMMAND...: a vitest run. A skipped test, an empty suite and a crash are failures, too.
suite() {
  local name=$1 status counts
  export MORTSAFE_TEST_REPORT="$scratch/${name//[^a-zA-Z0-9]/-}.json"
  run "$@"
  status=$?
  counts=$(node .ci/count.mjs "$MORTSAFE_TEST_REPORT") || counts='0 0'
  unset MORTSAFE_TEST_REPORT
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
  if [[ ${counts#* } != 0 ]]; then
    failures+=("$name: ${counts#* } tests")
  elif [[ $status != 0 || ${counts% *} == 0 ]]; then
    fail "$name"
  fi
}

fail() {
  failed=$((failed + 1))
  failures+=("$1")
}

summary() {
  printf '\n'
  if ((failed > 0)); then
    cat "$scratch/failures" 2>/dev/null
    printf 'failed: %s\n' "${failures[@]}"
  fi
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
