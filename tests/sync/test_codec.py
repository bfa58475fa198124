"""Bodies: small ones plain, large ones small, and no bomb goes off."""

import msgspec
import pytest
import zstandard

from loyalty.errors import Refusal
from sync import codec
from sync.wire import BODY_MAX, LookupRequest, PushRequest


def test_a_small_body_stays_plain() -> None:
    value = LookupRequest(kind="card", key="9")
    body, encoding = codec.pack(value)
    assert (body, encoding) == (msgspec.json.encode(value), "")
    assert codec.unpack(body, encoding, LookupRequest) == value


def test_a_large_body_is_compressed_and_comes_back() -> None:
    many = [msgspec.Raw(b'"9999999999"')] * 10_000
    value = PushRequest(epoch=1, from_seq=1, previous="", head="", events=many)
    body, encoding = codec.pack(value)
    assert encoding == "zstd"
    assert len(body) < 1_000
    assert list(map(bytes, codec.unpack(body, encoding, PushRequest).events)) == list(
        map(bytes, many)
    )


def bomb(size: int, *, say_size: bool) -> bytes:
    compressor = zstandard.ZstdCompressor(level=3, write_content_size=say_size)
    packer = compressor.compressobj()
    parts = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*parts, packer.flush()])


@pytest.mark.parametrize("say_size", [True, False])
def test_a_bomb_does_not_go_off(say_size: bool) -> None:  # noqa: FBT001
    body = bomb(256 << 20, say_size=say_size)
    assert len(body) < 64_000
    with pytest.raises(Refusal) as caught:
        codec.unpack(body, "zstd", LookupRequest)
    assert caught.value.code == "body_too_large"
    assert caught.value.details["expected"] == BODY_MAX


def test_a_window_that_asks_for_too_much_memory_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = packer.compress(bytes(64 << 20)) + packer.flush()
    with pytest.raises(Refusal) as caught:
        codec.unpack(body, "zstd", LookupRequest, 128 << 20)
    assert caught.value.code == "body_broken"


def test_a_body_that_is_cut_is_refused() -> None:
    body, encoding = codec.pack(LookupRequest(kind="card", key="91" * 5_000))
    for length in range(0, len(body), 7):
        with pytest.raises(Refusal) as caught:
            codec.unpack(body[:length], encoding, LookupRequest)
        assert caught.value.code == "body_broken"


def test_the_path_of_what_does_not_fit_is_named() -> None:
    with pytest.raises(Refusal) as caught:
        codec.unpack(b'{"kind":"card","key":7}', "", LookupRequest)
    assert caught.value.details["path"] == "$.key"
