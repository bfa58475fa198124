"""Everything that a shop does about messages, as one object; the console and the pages ask it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from loyalty.errors import Refusal
from server.access import Access
from server.messages import (
    choices,
    cycle,
    effect,
    letters,
    planning,
    posting,
    quiet,
    segments,
    templates,
    watching,
    ways,
)
from server.messages.campaigns import RUNNING, Campaign, Campaigns, known_fields
from server.messages.choices import Said
from server.messages.consents import Channel
from server.messages.effect import Effect
from server.messages.feedback import Feedback, LowMark
from server.messages.letters import EXAMPLE, Speak
from server.messages.posting import Office, Postman
from server.messages.quiet import Manners
from server.messages.segments import Segments, Terms
from server.messages.templates import Text
from server.messages.ways import Secrets, Ways
from server.messages.words import mark
from storage.server import messages, outgoing
from storage.server.database import Connection
from storage.server.outgoing import NOT_KNOWN, Outgoing
from sync.mail import Letter, Outcome, Post

LISTED_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many would get a campaign today, and how many of these would be left out to compare."""

    members: int
    left_out: int


class Messages:
    """The messages of a shop. `public` is its address for members, empty where it has none."""

    def __init__(
        self,
        access: Access,
        secrets: Secrets,
        speak: Speak,
        *,
        public: str = "",
        on_low: Callable[[Connection, LowMark], None] | None = None,
    ) -> None:
        self._access, self._secrets, self._speak = access, secrets, speak
        self.public = public
        self.segments = Segments(access)
        self.campaigns = Campaigns(access, has_public=bool(public))
        self.feedback = Feedback(access, on_low)
        self._sending = threading.Lock()

    def ways(self) -> Ways:
        """Give how messages leave the shop."""
        with self._access.database.read() as connection:
            return ways.read(messages.settings(connection, self._access.tenant))

    def put_ways(self, wanted: Ways, *, password: str = "", key: bytes = b"") -> None:
        """Keep how messages leave; an empty password or key leaves the one that is there.

        Raises as `ways.check`, and what the key store raises.
        """
        ways.check(wanted)
        if password:
            self._secrets.put(ways.MAIL_SECRET, password.encode())
        if key:
            self._secrets.put(ways.HTTP_SECRET, key)
        self._put(ways.SETTING, msgspec.json.encode(wanted))

    def manners(self) -> Manners:
        """Give quiet hours and how often somebody is written to."""
        with self._access.database.read() as connection:
            return quiet.read(messages.settings(connection, self._access.tenant))

    def put_manners(self, wanted: Manners) -> None:
        """Keep them. Raises Refusal `manners_wrong`."""
        quiet.check(wanted)
        self._put(quiet.SETTING, msgspec.json.encode(wanted))

    def preview(self, campaign: Campaign, language: str, now_us: int) -> Text:
        """Show a message as somebody who does not exist would get it.

        Raises as `Campaigns.check`.
        """
        self.campaigns.check(campaign)
        with self._access.database.read() as connection:
            day, programme = segments.today(connection, self._access.tenant, now_us)
        chosen, text = templates.choose(campaign.texts, language, self.manners().language)
        return letters.write(
            campaign,
            EXAMPLE,
            programme,
            self._speak(chosen),
            text,
            day=day,
            public=self.public,
            token="0" * 2 * posting.TOKEN_BYTES,
        )

    def forecast(self, campaign: Campaign, now_us: int) -> Forecast:
        """Count who would get a campaign today, if what it is about happened to all of them."""
        from server.messages.campaigns import is_left_out

        watching.follow(self._access)
        count = left_out = 0
        with self._access.database.read() as connection:
            where, view = planning.candidates(self._access, connection, campaign, now_us)
            terms = Terms(programme=view.programme, day=view.day)
            for page in segments.walk(self._access, connection, where, terms):
                count += len(page)
                if campaign.leaves_out:
                    left_out += sum(is_left_out(campaign.id, one.member_id) for one in page)
        return Forecast(members=count - left_out, left_out=left_out)

    def test_send(self, campaign: Campaign, to: str, language: str, now_us: int) -> Outcome:
        """Send a message to one address of the shop's own, as the preview shows it.

        Raises Refusal `way_missing`, as `preview`, and Outage as the way out does.
        """
        text = self.preview(campaign, language, now_us)
        posts = ways.posts(self.ways(), self._secrets)
        try:
            if campaign.channel not in posts:
                raise Refusal("way_missing", mark("say first how these messages leave the shop"))
            made = f"{self._access.randomness(16).hex()}@{self.ways().domain}"
            return posts[campaign.channel].send(
                Letter(
                    to=to,
                    subject=text.subject,
                    text=text.body,
                    message_id=made,
                    at_us=now_us,
                    headers=letters.headers(campaign, "", ""),
                )
            )
        finally:
            for post in posts.values():
                post.close()

    def fields(self, campaign: Campaign) -> list[str]:
        """Name what the texts of a campaign can say."""
        return sorted(known_fields(campaign, has_public=bool(self.public)))

    def tally(self, campaign_id: str) -> Mapping[tuple[str, str], int]:
        """Count a campaign's messages by state and reason."""
        with self._access.database.read() as connection:
            return outgoing.tally(connection, self._access.tenant, campaign_id)

    def not_known(self, campaign_id: str) -> list[Outgoing]:
        """List messages of which nobody knows whether they arrived."""
        with self._access.database.read() as connection:
            return outgoing.page(
                connection, self._access.tenant, campaign_id, (NOT_KNOWN,), limit=LISTED_MAX
            )

    def effect(self, campaign_id: str) -> Effect:
        """Compare those who got a campaign with those who were left out."""
        watching.follow(self._access)
        return effect.measure(self._access, campaign_id)

    def look(self, member_id: str) -> Said:
        """Give what a member agreed to hear."""
        return choices.look(self._access, member_id)

    def say(self, member_id: str, wanted: Said, now_us: int) -> None:
        """Keep what a member agrees to. Raises Refusal `choices_wrong`."""
        choices.say(self._access, member_id, wanted, now_us)

    def stops(self, token: str) -> str:
        """Say what the link in a message stops; empty for no link of ours."""
        return choices.purpose_of(self._access, posting.hashed(token))

    def stop(self, token: str, now_us: int) -> bool:
        """Stop what a message was sent for. False for no link of ours."""
        return choices.stop(self._access, posting.hashed(token), now_us)

    def bounced(self, message_id: str) -> Outgoing:
        """Keep that a message came back. Raises Refusal `message_unknown`."""
        return choices.bounced(self._access, message_id)

    def campaign_of(self, token: str) -> Campaign | None:
        """Give the campaign of the message that a link stood in."""
        with self._access.database.read() as connection:
            row = outgoing.by_token(connection, self._access.tenant, posting.hashed(token))
        return self.campaigns.get(row.campaign_id) if row else None

    def round(self, now_us: Callable[[], int], stop: Callable[[], bool] = lambda: False) -> int:
        """Bring figures up to date, plan what is for today, and send what is due.

        Gives how many were handed over. Raises Outage where a way out is closed: the rest waits.
        """
        with self._sending:
            watching.follow(self._access, stop=stop)
            self._keep_cycle(now_us())
            planning.plan_day(self._access, now_us(), stop)
            effect.close(self._access, now_us(), stop)
            found = self.ways()
            posts: dict[Channel, Post] = ways.posts(found, self._secrets)
            office = Office(posts=posts, speak=self._speak, public=self.public, domain=found.domain)
            try:
                sent = Postman(self._access, office, now_us).round(stop)
            finally:
                for post in posts.values():
                    post.close()
            self._end_campaigns()
        return sent

    def _keep_cycle(self, now_us: int) -> None:
        with self._access.database.read() as connection:
            day, _ = segments.today(connection, self._access.tenant, now_us)
            kept = messages.settings(connection, self._access.tenant).get(cycle.SETTING, "")
            if kept and msgspec.json.decode(kept, type=cycle.Cycle).day == day:
                return
            found = cycle.measure(connection, self._access.tenant, day)
        with self._access.database.write() as connection:
            cycle.keep(connection, self._access.tenant, found)

    def _end_campaigns(self) -> None:
        for campaign in self.campaigns.all():
            if campaign.state == RUNNING:
                planning.end_once(self._access, campaign)

    def _put(self, name: str, value: bytes) -> None:
        with self._access.database.write() as connection:
            messages.put_setting(connection, self._access.tenant, name, value.decode())
