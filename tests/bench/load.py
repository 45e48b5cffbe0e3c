"""Load from wrk: many connections, one small C program, so that what is measured is the server."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench.scale import scale

CONNECTIONS = 32

REQUEST = """
local template = %(template)s
local number = %(first)d
local hex = "0123456789abcdef"
local function digits(count)
  local text = {}
  for i = 1, count do local at = math.random(16); text[i] = hex:sub(at, at) end
  return table.concat(text)
end
function init(args)
  math.randomseed(%(seed)d)
end
function request()
  number = number + 1
  local id = digits(8) .. "-" .. digits(4) .. "-4" .. digits(3) .. "-a" .. digits(3) .. "-" .. digits(12)
  local body = template:gsub("@SUBMISSION@", id):gsub("@NUMBER@", digits(10)):gsub("@CHOICE@", ({"a","b","c","d","e"})[math.random(5)])
  local address = math.random(11, 200) .. "." .. math.random(250) .. "." .. math.random(250) .. "." .. math.random(250)
  return wrk.format("%(method)s", (("%(path)s"):gsub("@NEXT@", tostring(number))), {["Host"]="%(host)s", ["X-Forwarded-For"]=address,
    ["Sec-Fetch-Site"]="same-origin", ["Content-Type"]="application/x-www-form-urlencoded"}, %(body)s)
end
"""


@dataclass(frozen=True)
class Load:
    """What one run of wrk saw."""

    requests: int
    per_second: float
    errors: int


def ensure_wrk() -> None:
    """wrk comes from Debian's package of that name."""
    if shutil.which("wrk"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit("the benchmarks need wrk: install it (Debian's package is called wrk)")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "wrk"], check=True, stdout=subprocess.DEVNULL
    )


def run(
    folder: Path,
    port: int,
    path: str,
    *,
    host: str = "bench.test",
    body: str | None = None,
    seed: int = 1,
    first: int = 0,
) -> Load:
    """Ask for a path as fast as it comes for some seconds; a body makes it a POST, its @WORDS@ drawn anew each time.

    @NEXT@ in the path is a number that counts up from the one after `first`.
    """
    script = folder / "request.lua"
    script.write_text(
        REQUEST
        % {
            "template": f"[==[{body or ''}]==]",
            "seed": seed,
            "first": first,
            "method": "POST" if body is not None else "GET",
            "path": path,
            "host": host,
            "body": "body" if body is not None else "nil",
        }
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{scale.burst}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=scale.burst + 30).stdout
    return read(said)


def read(said: str) -> Load:
    requests = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if requests is None or rate is None:
        raise RuntimeError(f"wrk said: {said}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    socket_errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    errors = int(refused.group(1)) if refused else 0
    errors += sum(int(group) for group in socket_errors.groups()) if socket_errors else 0
    return Load(int(requests.group(1)), float(rate.group(1)), errors)
