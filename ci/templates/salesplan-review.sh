#!/usr/bin/env bash
# Reviews what landing HEAD on BASE does to the sales plan, for any CI, and writes every report to the folder
# REPORTS. BASE and HEAD are revisions; SALESPLAN_PLAN is the plan's folder, where there are several; APPROVALS is a
# file of salesplan approvals, at a place where the change cannot bring one of its own. The exit code is the gate:
# 0 passed, 1 failed, 2 could not be computed.
set -euo pipefail
BASE=${BASE:-origin/main}
HEAD=${HEAD:-HEAD}
REPORTS=${REPORTS:-salesplan-reports}
SALESPLAN_PLAN=${SALESPLAN_PLAN:-}
mkdir -p "$REPORTS"
set --
if [ -n "${APPROVALS:-}" ]; then set -- --approvals "$APPROVALS"; fi
status=0
salesplan review --base "$BASE" --head "$HEAD" --plan "$SALESPLAN_PLAN" --as-of "$(date -u +%F)" "$@" \
  --out json="$REPORTS/review.json" --out markdown="$REPORTS/comment.md" --out summary="$REPORTS/summary.md" \
  --out sarif="$REPORTS/review.sarif" --out junit="$REPORTS/junit.xml" --out gitlab="$REPORTS/codequality.json" \
  --out csv="$REPORTS/changes.csv" || status=$?
exit "$status"
