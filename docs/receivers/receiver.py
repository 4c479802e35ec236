"""Receives renderio's webhooks with Python's own library: WEBHOOK_SECRET=whsec_… PORT=3000 python3 receiver.py"""
import base64
import hashlib
import hmac
import json
import os
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ["WEBHOOK_SECRET"]
# A secret that begins with whsec_ is base64 behind it, any other is text.
KEY = base64.b64decode(SECRET[6:]) if SECRET.startswith("whsec_") else SECRET.encode()
TOLERANCE_SECONDS = 300
MAX_BODY_BYTES = 32 * 1024 * 1024

# Events that came before. In earnest: a unique column of your database, written together with what you do.
seen = set()
lock = threading.Lock()


def objection_to(body: bytes, headers) -> str | None:
    """What is wrong with a request, or None when it is genuine. The body as it came, not parsed and written again."""
    event_id = headers.get("webhook-id", "")
    sent_at = headers.get("webhook-timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", sent_at) or abs(time.time() - int(sent_at)) > TOLERANCE_SECONDS:
        return "It was not sent within the last 5 minutes."
    signed = f"{event_id}.{sent_at}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    # Several, apart by blanks, while a secret is being changed.
    given = headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(signature.encode(), expected.encode()) for signature in given):
        return "The signature does not fit: check WEBHOOK_SECRET."
    return None


def handle(event: dict) -> None:
    command = event["data"]
    if event.get("test"):
        print("ping", flush=True)
    elif command["status"] == "FAILED":
        print(command["command_id"], "FAILED", command["error_message"], flush=True)
    else:
        for alias, output in command["output_files"].items():
            print(command["command_id"], command["status"], alias, output["storage_url"], flush=True)


class Receiver(BaseHTTPRequestHandler):
    timeout = 15

    def do_POST(self):
        size_bytes = int(self.headers.get("content-length") or 0)
        if size_bytes > MAX_BODY_BYTES:
            self.answer(413, "")
            return
        body = self.rfile.read(size_bytes)
        objection = objection_to(body, self.headers)
        if objection is not None:
            self.answer(401, objection)
            return
        # Answered first, within the 15 seconds that there are; what takes longer comes after.
        self.answer(204, "")
        event_id = self.headers["webhook-id"]
        with lock:
            is_new = event_id not in seen
            seen.add(event_id)
        if is_new:
            handle(json.loads(body))

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Receiver).serve_forever()
