"""Runs a program and writes down what it took, for xtask/src/pages/cost.rs.

Arguments: REPORT PROGRAM ARGUMENT... It exits as the program does, and writes one object of JSON to the file REPORT:
{"cpu": seconds of all cores, user and system, "peak": the largest resident set in KiB}.
"""

import json
import resource
import subprocess
import sys

report, *program = sys.argv[1:]
ended = subprocess.run(program)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(report, "w") as file:
    json.dump({"cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss}, file)
sys.exit(ended.returncode)
