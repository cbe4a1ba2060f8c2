"""Web Push, held to the test vector of RFC 8291 (section 5, appendix A) and to a server that listens."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from patrol.couriers import push
from patrol.couriers.letters import Letter
from tests.couriers.sinks import web_sink

NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
PLAIN = b"When I grow up, I want to be a watermelon"
AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
UA_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
UA_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
    "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
LETTER = Letter("k" * 32, 7, "task_sent", "critical", 1, "You are sent", "A-101", "/field", "en")


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw(text), "big"), ec.SECP256R1())


def opened(sealed: bytes) -> bytes:
    """Read a message as the browser of the vector would."""
    salt, ours, body = sealed[:16], sealed[21:86], sealed[86:]
    shared = key(UA_PRIVATE).exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours)
    )

    def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)

    material = derive(shared, raw(AUTH), b"WebPush: info\x00" + raw(UA_PUBLIC) + ours, 32)
    cek = derive(material, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derive(material, salt, b"Content-Encoding: nonce\x00", 12)
    return AESGCM(cek).decrypt(nonce, body, None).rstrip(b"\x00")[:-1]


def subscription(endpoint: str) -> str:
    return json.dumps({"endpoint": endpoint, "keys": {"p256dh": UA_PUBLIC, "auth": AUTH}})


def test_the_vector_of_the_standard_comes_out_byte_for_byte() -> None:
    to = push.read(subscription("https://push.example.net/push/x"))
    sealed = push.encrypt(PLAIN, to, push.Once(key(AS_PRIVATE), raw(SALT)))
    assert urlsafe_b64encode(sealed).rstrip(b"=").decode() == SEALED


def test_a_push_server_gets_what_the_browser_can_read_and_nothing_of_a_person() -> None:
    private = push.new_private_key()
    with web_sink() as sink:
        outcome = push.carry(subscription(f"{sink.url}/push/abc"), LETTER, private, now=NOW)
    (taken,) = sink.taken
    assert outcome.sent
    assert taken.headers["Content-Encoding"] == "aes128gcm"
    assert json.loads(opened(taken.body)) == {
        "id": 7,
        "kind": "task_sent",
        "severity": "critical",
        "count": 1,
        "key": LETTER.key,
    }
    token, public = taken.headers["Authorization"].removeprefix("vapid t=").split(", k=")
    assert public == push.public_key(private)
    head, claims, signed = token.split(".")
    told = json.loads(raw(claims))
    assert (told["aud"], told["exp"] > NOW.timestamp()) == (sink.url, True)
    r, s = (int.from_bytes(half, "big") for half in (raw(signed)[:32], raw(signed)[32:]))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(public))
    point.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))


def test_a_subscription_that_ended_is_gone_and_a_server_that_is_down_is_not() -> None:
    private = push.new_private_key()
    with web_sink(status=410) as sink:
        gone = push.carry(subscription(f"{sink.url}/x"), LETTER, private, now=NOW)
        url = sink.url
    down = push.carry(subscription(f"{url}/x"), LETTER, private, now=NOW)
    assert (gone.why, gone.gone) == ("http-410", True)
    assert (down.why, down.gone) == ("not-reached", False)
