"""`make audit`, first half: known vulnerabilities of what production installs, and how much of it could not be looked up.

pip-audit says "no known vulnerabilities" also when its advisory service knew nothing of any package; here that is said.
Exit code 1 only when something is vulnerable: an audit without a network goes on with the rest.
"""

import json
import subprocess
import sys
from typing import Any

COMMAND = ("pip_audit", "--require-hashes", "--disable-pip", "--format", "json", "-r", "requirements/run.txt")
PATIENCE_SECONDS = 300


def told(dependencies: list[dict[str, Any]]) -> tuple[list[str], bool]:
    """The lines to print about pip-audit's findings, and whether anything is vulnerable."""
    vulnerable = [each for each in dependencies if each.get("vulns")]
    unknown = [each["name"] for each in dependencies if "skip_reason" in each]
    lines = [
        f"{each['name']} {each['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'nothing yet'}"
        for each in vulnerable
        for known in each["vulns"]
    ]
    lines.append(
        f"{len(dependencies) - len(unknown)} of {len(dependencies)} packages looked up, {len(vulnerable)} vulnerable."
    )
    if unknown:
        lines.append(f"NOT AUDITED, the advisory service does not know or answer: {', '.join(unknown)}.")
    return lines, bool(vulnerable)


def main() -> int:
    try:
        asked = subprocess.run(
            [sys.executable, "-m", *COMMAND], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
        dependencies = json.loads(asked.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        print(f"NOT AUDITED: the advisory service did not answer within {PATIENCE_SECONDS} s.")
        return 0
    except ValueError:
        print("NOT AUDITED: pip-audit said", asked.stderr.strip().splitlines()[-1:] or "nothing")
        return 0
    lines, is_vulnerable = told(dependencies)
    print("\n".join(lines))
    return int(is_vulnerable)


if __name__ == "__main__":
    sys.exit(main())
