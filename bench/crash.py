# SPDX-License-Identifier: MIT
"""Kills a server with SIGKILL while clients write, again and again: crash.py PROGRAM DATABASE KILLS SECONDS.

After each kill the server starts on the same file. Whatever was answered with success before must be there: people
that signed up, customers, the last setting. At the end SQLite checks the whole file. Prints figures; exits with 1 if
something was lost, if the server didn't start, or if no kill came while a request was under way.
"""
import http.client
import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

WRITERS = 4
LIFE_MOST = 0.06  # seconds from the first answer to the kill
REALM = "/_sandgate/realms/default"


class Server:
    def __init__(self, program, database):
        self.process = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", "--db", database],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if " on http://" not in line:
            sys.exit(f"crash: the server didn't start: exit status {self.process.wait()}")
        self.address = line.split("//")[1].strip()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        if self.process.wait() != 0:
            sys.exit(f"crash: the server stopped with exit status {self.process.returncode}")
        self.process.stdout.close()


class Client:
    def __init__(self, server):
        self.connection = http.client.HTTPConnection(server.address, timeout=60)

    def call(self, method, path, body=None, **headers):
        """Returns status and JSON; raises an error of the connection when the server is gone."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["Content-Type"] = "application/json"
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def succeed(self, method, path, body=None, **headers):
        status, answer = self.call(method, path, body, **headers)
        if status // 100 != 2:
            sys.exit(f"crash: {method} {path}: {status} {answer}")
        return answer


class Written:
    """What was answered with success, and the settings that were sent since the last such answer."""

    def __init__(self):
        self.lock = threading.Lock()
        self.number = 0
        self.people = []
        self.customers = []
        self.setting = None
        self.settings_sent = []
        self.cut_off = 0
        self.wrong = []  # answers and errors that no kill explains

    def next(self):
        with self.lock:
            self.number += 1
            return self.number


def sign_up(client, written):
    address = f"w{written.next()}@crash.test"
    client.succeed("POST", "/multi/consumers", {
        "profileId": "1001", "ipAddress": "127.0.0.1",
        "rootUser": {"name": "A", "surname": "B", "email": address,
                     "mobile": {"countryCode": "+44", "number": "7700900100"},
                     "dateOfBirth": {"year": 1990, "month": 1, "day": 2}, "address": {"country": "MT"}},
    }, api_key="demo-api-key")
    written.people.append(address)


def create_customer(client, written):
    token = client.succeed("POST", "/token", {"clientId": "demo-client", "clientSecret": "demo-secret"})
    answer = client.succeed("POST", "/customer/1.0.0/create", {"customerType": "Person"}, tenantId="demo-tenant",
                            Authorization="Bearer " + token["access_token"])
    written.customers.append(answer["customer"]["id"])


def change_setting(client, written):
    code = f"{written.next() % 1000000:06}"
    written.settings_sent.append(code)
    client.succeed("PATCH", REALM + "/settings", {"otpCode": code})
    written.setting = code
    written.settings_sent.clear()


def write(server, act, written, started, killed):
    client = Client(server)
    under_way = False
    try:
        while True:
            under_way = not killed.is_set()
            act(client, written)
            started.set()
    except (OSError, http.client.HTTPException):
        written.cut_off += under_way
    except BaseException as error:
        written.wrong.append(repr(error))
        started.set()


def run_until_killed(server, written, chance):
    started = threading.Event()
    killed = threading.Event()
    acts = [sign_up, create_customer, change_setting] + [sign_up] * (WRITERS - 3)
    writers = [threading.Thread(target=write, args=(server, act, written, started, killed)) for act in acts]
    for writer in writers:
        writer.start()
    started.wait(60)
    time.sleep(chance.random() * LIFE_MOST)
    killed.set()
    server.kill()
    for writer in writers:
        writer.join()


def lost(server, written, people, customers):
    """What the server doesn't have of these, and of the setting."""
    client = Client(server)
    ret = [p for p in people
           if not client.succeed("GET", f"{REALM}/users?email={p.replace('@', '%40')}")["users"]]
    token = client.succeed("POST", "/token", {"clientId": "demo-client", "clientSecret": "demo-secret"})
    bearer = "Bearer " + token["access_token"]
    ret += [c for c in customers
            if client.call("GET", f"/customer/1.0.0/getDetailsById/{c}", tenantId="demo-tenant", Authorization=bearer)[0] != 200]
    code = client.succeed("GET", REALM)["settings"]["otpCode"]
    if written.setting is not None and code not in (written.setting, *written.settings_sent):
        ret.append(f"setting {written.setting}, it is {code}")
    return ret


def main(program, database, kills, seconds):
    chance = random.Random(1)
    written = Written()
    begin = time.monotonic()
    done = 0
    missing = []
    starts = []
    server = Server(program, database)
    while done < kills and time.monotonic() < begin + seconds:
        people, customers = len(written.people), len(written.customers)
        run_until_killed(server, written, chance)
        done += 1
        before = time.monotonic()
        server = Server(program, database)
        starts.append(time.monotonic() - before)
        missing += lost(server, written, written.people[people:], written.customers[customers:])
    missing += lost(server, written, written.people, written.customers)
    server.stop()
    with sqlite3.connect(database) as file:
        verdict = file.execute("PRAGMA integrity_check").fetchone()[0]
    starts.sort()
    print(f"{done} kills in {time.monotonic() - begin:.0f} s, {written.cut_off} requests cut off, "
          f"{len(written.people)} sign-ups, {len(written.customers)} customers and {written.number} writes, "
          f"{len(missing)} lost; a start took {starts[len(starts) // 2] * 1000:.0f} ms, "
          f"{starts[-1] * 1000:.0f} at most; the file: {verdict}")
    for item in missing[:10]:
        print("lost:", item)
    for item in written.wrong[:10]:
        print("wrong:", item)
    return 1 if missing or written.wrong or verdict != "ok" or written.cut_off == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
