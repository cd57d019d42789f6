"""A mail server (aiosmtpd) for the tests: says on which port it listens, and then tells each mail and each refusal in a line.

What it makes of a mail depends on the recipient:
gone@… is refused for good, later@… once for now, full@… for now after the first, spam@… once its content is there,
policy@… for a reason of policy. After a mail to few@… the conversation is over.

On its standard input it is told `hold EHLO` or `hold DATA`: whoever says that gets no answer, until it is told `go`. Then the
conversations that were held are over, and nothing comes of them. It tells that it has heard so, and of each that it holds. Whatever
else it is told, it has heard: all that it told before has been read by then.
"""

import asyncio
import json
import sys
import threading
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import UnthreadedController


def say(**what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self):
        self.conversations = 0
        self.later = set()
        self.held = None
        self.go = asyncio.Event()

    def hear(self, line):
        words = line.split()
        if words[0] == "hold":
            self.held = words[1]
            self.go.clear()
        elif words[0] == "go":
            self.held = None
            self.go.set()
        say(heard=line)

    async def hold(self, server, command):
        """Waits for `go`, and ends the conversation: whoever asked is gone, which need not have come through to here."""
        if self.held == command:
            say(held=command)
            await self.go.wait()
            server.transport.abort()
            raise asyncio.CancelledError

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await self.hold(server, "EHLO")
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "gone":
            say(refused=address)
            return f"550 5.1.1 <{address}> is unknown here"
        if name == "policy":
            say(refused=address)
            return "554 5.7.1 relaying denied"
        if name == "later" and address not in self.later:
            self.later.add(address)
            say(refused=address)
            return "451 4.3.0 try again"
        if name == "full":
            if address in self.later:
                say(refused=address)
                return "452 4.2.2 mailbox full"
            self.later.add(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam@"):
            say(refused=envelope.rcpt_tos[0])
            return "554 5.6.0 not wanted"
        await self.hold(server, "DATA")
        mail = message_from_bytes(envelope.content, policy=default)
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        say(
            to=envelope.rcpt_tos[0],
            sender=envelope.mail_from,
            headers={name.lower(): str(value) for name, value in mail.items()},
            text=parts.get("text/plain"),
            html=parts.get("text/html"),
            defects=[str(defect) for defect in mail.defects],
            conversation=self.conversations,
        )
        if envelope.rcpt_tos[0].startswith("few@"):
            # Behind the answer.
            asyncio.get_running_loop().call_soon(server.transport.close)
        return "250 taken"


def listen(loop, handler):
    for line in sys.stdin:
        loop.call_soon_threadsafe(handler.hear, line.strip())


async def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    loop = asyncio.get_running_loop()
    handler = Handler()
    controller = UnthreadedController(handler, hostname="127.0.0.1", port=port, loop=loop)
    controller.server_coro = controller._create_server()
    server = await controller.server_coro
    say(port=server.sockets[0].getsockname()[1])
    threading.Thread(target=listen, args=(loop, handler), daemon=True).start()
    await server.serve_forever()


asyncio.run(main())
