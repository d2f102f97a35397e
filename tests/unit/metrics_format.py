# SPDX-License-Identifier: MIT
"""Reads metrics from standard input with Prometheus' own client library, and judges names, texts and samples."""
import sys

from prometheus_client.parser import text_string_to_metric_families

complaints = []
seen = set()
for family in text_string_to_metric_families(sys.stdin.read()):
    if family.type not in ("counter", "gauge", "histogram"):
        complaints.append(f"{family.name}: its type is {family.type}")
    if not family.documentation:
        complaints.append(f"{family.name}: it has no help")
    if not family.samples:
        complaints.append(f"{family.name}: it has no sample")
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        if key in seen:
            complaints.append(f"{key}: it is there twice")
        seen.add(key)
        if family.type == "counter" and not sample.name.endswith("_total"):
            complaints.append(f"{sample.name}: a counter's name ends with _total")
        if family.type == "gauge" and sample.name.endswith("_total"):
            complaints.append(f"{sample.name}: a gauge's name does not end with _total")
if not seen:
    complaints.append("there is no sample")
for complaint in complaints:
    print(complaint, file=sys.stderr)
sys.exit(bool(complaints))
