"""RFC 9421 with Ed25519 and FEP-8b32 proofs by two other libraries. One command a line as JSON, one line as the answer.

{"do": "verify", "method", "url", "headers", "body", "key": "z6Mk…"}     whether a signed request is believed
{"do": "sign", "method", "url", "headers", "body", "key_id", "seed", "covered"}   the headers that sign one
{"do": "proof", "activity", "key"}                                         whether the proof of a document is believed
"""

import base64
import hashlib
import json
import sys
from types import SimpleNamespace

from apsig import ProofVerifier
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from multiformats import multibase, multicodec


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, key):
        self.key = key

    def resolve_public_key(self, key_id):
        return self.key

    def resolve_private_key(self, key_id):
        return self.key


def message(command):
    return SimpleNamespace(method=command["method"], url=command["url"], headers=dict(command["headers"]))


def verify(command):
    _, raw = multicodec.unwrap(multibase.decode(command["key"]))
    keys = Keys(Ed25519PublicKey.from_public_bytes(raw))
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    body = command["body"].encode()
    found = verifier.verify(message(command), body=body, require_components=["@method", "@target-uri", "content-digest"])
    return {"key_id": found[0].parameters["keyid"]}


def sign(command):
    keys = Keys(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(command["seed"])))
    request = message(command)
    digest = base64.b64encode(hashlib.sha256(command["body"].encode()).digest()).decode()
    request.headers["Content-Digest"] = f"sha-256=:{digest}:"
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    signer.sign(request, key_id=command["key_id"], covered_component_ids=command["covered"], use_existing_digest=True)
    return {"headers": request.headers}


def proof(command):
    return {"verified": ProofVerifier(command["key"]).verify(command["activity"], raise_on_fail=True) is not None}


COMMANDS = {"verify": verify, "sign": sign, "proof": proof}

for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = {"ok": COMMANDS[command["do"]](command)}
    except Exception as error:  # whatever a library says is told to the test
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
