"""page-validation over many PDFs in one process, for xtask/src/validate/pdf.rs.

Arguments: PROFILE FILE, again and again. It prints one line of JSON for each pair:
{"file", "profile", "failures": [{"rule", "message"}]}, or {"file", "profile", "error"}.
"""

import json
import sys

import page


def judge(profile, file):
    try:
        report = page.validate_pdf(file, profile=profile)
    except page.PageError as error:
        return {"file": file, "profile": profile, "error": str(error)}
    failures = [{"rule": failure.rule_id, "message": failure.message} for failure in report.failures]
    if not failures and not report.is_compliant:
        failures = [{"rule": "not-compliant", "message": "the file is not compliant, and no rule is named"}]
    return {"file": file, "profile": profile, "failures": failures}


pairs = sys.argv[1:]
for profile, file in zip(pairs[::2], pairs[1::2], strict=True):
    print(json.dumps(judge(profile, file)), flush=True)
