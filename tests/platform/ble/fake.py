"""The terminal against a stand-in bluetoothd: python fake.py PATH/TO/mimamori PATH/TO/radio_contract

Each check is a sentence; the last line counts them as cargo does.
"""
import asyncio
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from bluez import World

MIMAMORI, CONTRACT = sys.argv[1:3]
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>{}</policy></busconfig>"""
STRAP = "C0:FF:EE:00:00:01"
OTHER = "C0:FF:EE:00:00:02"
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def strap_services():
    return {
        0x180D: {0x2A37: (["notify"], b"\x00\x00"), 0x2A38: (["read"], b"\x01")},
        0x180F: {0x2A19: (["read", "notify"], b"\x4d")},
    }


def beat(n):
    """A heart of a bird: an interval fits between two notifications of the test."""
    return bytes([0x16, 60 + n % 20]) + (50).to_bytes(2, "little")


class Place:
    """A bus, a record and a vault of their own."""

    def __init__(self, policy=""):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        config = self.path / "bus.conf"
        config.write_text(CONFIG.format(self.folder.name, policy))
        arguments = [f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog", "--print-address=1"]
        self.daemon = subprocess.Popen(["dbus-daemon", *arguments], stdout=subprocess.PIPE, text=True)
        self.address = self.daemon.stdout.readline().strip()

    def close(self):
        self.daemon.kill()
        self.daemon.wait()
        self.folder.cleanup()

    def command(self, line):
        place = ["--data", str(self.path / "data"), "--vault", str(self.path / "vault"), "--lang", "en"]
        return [MIMAMORI, *place, *line.split()]

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.folder.name, "DBUS_SYSTEM_BUS_ADDRESS": self.address}

    async def begin(self, line):
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            *self.command(line), stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment())

    async def run(self, line, typed=""):
        process = await self.begin(line)
        out, err = await asyncio.wait_for(process.communicate(typed.encode()), 90)
        self.asked = err.decode()
        return process.returncode, out.decode(), err.decode()

    async def ok(self, line, typed=""):
        code, out, err = await self.run(line, typed)
        assert code == 0, f"{line}: {code} {out} {err}"
        return out

    async def json(self, line):
        return json.loads(await self.ok(f"{line} --json"))

    async def pair(self, *addresses, typed=""):
        await self.ok("people add Hanako --zone Asia/Tokyo")
        for address in addresses:
            [device] = [one for one in self.world.devices if one.address == address]
            # What is to go wrong goes wrong later.
            troubles, device.troubles = device.troubles, []
            said = await self.ok(f"device pair {address}", typed)
            device.troubles, device.connects = troubles, 0
        return said

    async def record(self, line="", seconds=4, typed=""):
        """What `device record` says, event by event."""
        out = await self.ok(f"device record --json --for {seconds}s {line}", typed)
        return [json.loads(row) for row in out.splitlines()]


async def stream(device, number=0x2A37, period=0.05, count=10**9):
    """Sends beats for as long as it is subscribed to; answers how many went out."""
    sent = 0
    while sent < count:
        await asyncio.sleep(period)
        one = device.characteristics.get(number)
        if one and one.send(beat(sent)):
            sent += 1
    return sent


async def record_beats(place, *devices, seconds=4):
    """What `device record` says while these send beats."""
    tasks = [asyncio.create_task(stream(device)) for device in devices]
    events = await place.record(seconds=seconds)
    for task in tasks:
        task.cancel()
    return events


def of(events, kind):
    return [event for event in events if event["event"] == kind]


@check
async def a_scan_lists_what_measures_and_is_near(place, world):
    world.device(STRAP, "Fake H10", strap_services())
    world.device(OTHER, "A lamp", {0xFE0F: {}})
    found = await place.json("device scan --for 2s")
    assert [one["device"] for one in found] == [STRAP], found
    assert found[0]["name"] == "Fake H10" and found[0]["rssi"] == -61, found


@check
async def a_device_is_paired_by_a_part_of_its_name_listed_and_forgotten(place, world):
    world.device(STRAP, "Fake H10", strap_services())
    await place.ok("people add Hanako --zone Asia/Tokyo")
    await place.ok("device pair h10")
    listed = await place.json("device list")
    assert [one["key"] for one in listed] == [STRAP], listed
    await place.ok("device forget h10")
    assert await place.json("device list") == []


@check
async def a_strap_needs_no_bond_and_that_is_said(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    said = await place.pair(STRAP)
    assert "needs nothing more" in said and not device.paired and not device.connected, said


@check
async def a_device_that_falls_asleep_while_it_is_paired_is_kept_and_connected_later(place, world):
    device = world.device(STRAP, "Fake H10", strap_services(), troubles=["refuse"] * 99)
    await place.ok("people add Hanako --zone Asia/Tokyo")
    said = await place.ok(f"device pair {STRAP}")
    assert "could not be connected just now" in said, said
    device.troubles = []
    assert of(await record_beats(place, device, seconds=6), "heart")


@check
async def beats_contact_battery_and_place_come_through_and_are_saved(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    await place.pair(STRAP)
    events = await record_beats(place, device)
    end = of(events, "end")[0]
    assert end["heart_rates"] == len(of(events, "heart")) >= 20, end
    assert of(events, "battery")[0]["percent"] == 77
    assert of(events, "worn")[0]["location"] == "chest"
    assert all(len(run["rr_ms"]) for run in of(events, "beats"))


@check
async def a_dropped_link_comes_back_by_itself_and_nothing_sent_is_lost(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    await place.pair(STRAP)
    sent = []

    async def life():
        for _ in range(4):
            sent.append(await stream(device, count=30))
            # At once after the last value: the two come by different ways.
            device.drop()

    task = asyncio.create_task(life())
    events = await place.record(seconds=12)
    task.cancel()
    assert sum(sent) == 120, sent
    assert len(of(events, "heart")) == 120, len(of(events, "heart"))
    assert device.connects >= 4
    live = [event["state"] for event in of(events, "link")]
    assert live.count("live") >= 4, live


@check
async def a_connect_that_is_refused_is_tried_again(place, world):
    device = world.device(STRAP, "Fake H10", strap_services(), troubles=["refuse", "refuse"])
    await place.pair(STRAP)
    events = await record_beats(place, device, seconds=8)
    assert device.connects == 3 and of(events, "heart")


@check
async def a_link_lost_before_its_services_are_known_does_not_hang_for_half_a_minute(place, world):
    device = world.device(STRAP, "Fake H10", strap_services(), troubles=["lose"])
    await place.pair(STRAP)
    events = await record_beats(place, device, seconds=10)
    assert of(events, "heart"), "no beat within ten seconds"


@check
async def a_link_that_is_made_when_it_was_given_up_is_used(place, world):
    device = world.device(STRAP, "Fake H10", strap_services(), troubles=["late"])
    await place.pair(STRAP)
    events = await record_beats(place, device, seconds=45)
    assert of(events, "heart"), events


@check
async def the_links_are_let_go_at_the_end(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    await place.pair(STRAP)
    await place.record()
    assert device.connects == 1 and not device.connected


@check
async def a_connect_that_nothing_answers_is_given_up_and_tried_again(place, world):
    device = world.device(STRAP, "Fake H10", strap_services(), troubles=["hang"])
    await place.pair(STRAP)
    events = await record_beats(place, device, seconds=30)
    assert of(events, "heart") and device.connects == 2, device.connects


@check
async def a_disconnect_told_late_does_not_end_the_link_that_stands(place, world):
    device = world.device(STRAP, "Fake H10", strap_services(), troubles=["stale"])
    await place.pair(STRAP)
    events = await record_beats(place, device, seconds=10)
    states = [event["state"] for event in of(events, "link")]
    assert states.count("live") == 1 and device.connects == 2, states
    assert of(events, "heart")


@check
async def the_radio_keeps_its_contract(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    sent = 0

    async def beat_on():
        nonlocal sent
        while True:
            await asyncio.sleep(0.01)
            one = device.characteristics.get(0x2A37)
            sent += bool(one and one.send(bytes([0, sent % 250])))

    task = asyncio.create_task(beat_on())
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(CONTRACT, STRAP, stdout=pipe, stderr=pipe, env=place.environment())
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"lose\n", await process.stderr.read()
    device.drop()
    _, err = await asyncio.wait_for(process.communicate(), 60)
    task.cancel()
    assert process.returncode == 0, err.decode()


@check
async def two_straps_are_recorded_side_by_side(place, world):
    both = [world.device(address, f"Fake {address[-1]}", strap_services()) for address in (STRAP, OTHER)]
    await place.pair(STRAP, OTHER)
    events = await record_beats(place, *both, seconds=8)
    heard = [sum(event["device"] == address for event in of(events, "heart")) for address in (STRAP, OTHER)]
    assert min(heard) > 20, heard


@check
async def a_cuff_reading_is_filed_on_its_day_and_only_once(place, world):
    cuff = world.device(STRAP, "Fake cuff", {0x1810: {0x2A35: (["indicate"], b"")}})
    reading = bytes([0x02]) + bytes.fromhex("7D005000FF07") + bytes.fromhex("EA070B14070000")
    await place.pair(STRAP)
    cuff.on_subscribed = lambda device, one: one.send(reading)
    events = await place.record(seconds=4)
    assert of(events, "end")[0]["measurements"] == 1, events
    events = await place.record(seconds=4)
    assert of(events, "end")[0]["measurements"] == 0, events


def meter_of(world, **named):
    """A meter that bonds, what it has stored, and what it was asked."""
    indicate = (["indicate", "write"], b"")
    meter = world.device(
        STRAP, "Fake meter", {0x1808: {0x2A18: (["notify"], b""), 0x2A34: (["notify"], b""), 0x2A52: indicate}},
        needs_bond=True, **named)
    stored = [bytes([2, n, 0]) + bytes.fromhex("EA070B1407") + bytes([n, 0, 90, 0xB0, 0x11]) for n in range(1, 6)]
    asked = []

    def answer(device, one, request):
        asked.append(request)
        first = int.from_bytes(request[3:5], "little") if request[1] == 3 else 0
        found = [record for record in stored if record[1] >= first] if request[1] != 6 else stored[-1:]
        for record in found:
            device.characteristics[0x2A18].send(record)
        device.characteristics[0x2A52].send(bytes([6, 0, 1, 1 if found else 6]))

    meter.on_written = answer
    return meter, stored, asked


@check
async def a_cuff_whose_clock_is_an_hour_behind_is_filed_at_the_right_time(place, world):
    def stamp(at):
        return at.year.to_bytes(2, "little") + bytes([at.month, at.day, at.hour, at.minute, at.second])

    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9)))
    behind = now - datetime.timedelta(hours=1)
    current = stamp(behind) + bytes([0, 0, 0])
    cuff = world.device(STRAP, "Fake cuff", {
        0x1810: {0x2A35: (["indicate"], b"")}, 0x1805: {0x2A2B: (["read"], current)}})
    # Taken ten minutes ago.
    reading = bytes([0x02]) + bytes.fromhex("7D005000FF07") + stamp(behind - datetime.timedelta(minutes=10))
    await place.pair(STRAP)
    cuff.on_subscribed = lambda device, one: one.number == 0x2A35 and one.send(reading)
    said = await place.ok("device record --for 4s")
    assert "Fake cuff is 60 min behind" in said or "Fake cuff is 59 min behind" in said, said
    [pressure] = await place.json("vital list --days 2")
    assert abs(now.timestamp() - pressure["at"]["at"] / 1000 - 600) < 120, (now, pressure)


@check
async def a_meter_is_bonded_asked_for_what_it_stores_and_then_only_for_what_is_new(place, world):
    meter, stored, asked = meter_of(world)
    await place.ok("people add Hanako --zone Asia/Tokyo")
    answer = await place.json(f"device pair {STRAP}")
    assert meter.paired and (answer["bond"], answer["measurements"]) == ("made", 5), answer
    stored.append(bytes([2, 6, 0]) + bytes.fromhex("EA070B1407") + bytes([6, 0, 95, 0xB0, 0x11]))
    events = await place.record(seconds=5)
    assert of(events, "end")[0]["measurements"] == 1, events
    assert asked == [b"\x01\x01", b"\x01\x03\x01\x06\x00"], asked


@check
async def a_meter_that_shows_a_number_is_bonded_when_it_is_typed(place, world):
    meter, _, _ = meter_of(world, asks=("RequestPasskey", [], 4711))
    said = await place.pair(STRAP, typed="004711\n")
    assert meter.paired and world.agent[2] == "KeyboardDisplay", world.agent
    assert "Fake meter shows a number" in place.asked, place.asked
    assert "know each other" in said and "5 measurements" in said, said


@check
async def a_number_that_is_not_the_same_is_no_bond_and_that_is_said(place, world):
    meter, _, _ = meter_of(world, asks=("RequestConfirmation", [4711], True))
    await place.ok("people add Hanako --zone Asia/Tokyo")
    code, _, err = await place.run(f"device pair {STRAP}", typed="n\n")
    assert code == 1 and "did not succeed" in err and "004711" in err and not meter.paired, (code, err)
    # Recording asks too.
    events = await place.record(seconds=5, typed="n\n")
    assert not meter.paired and "004711" in place.asked, place.asked
    assert of(events, "needs_bond") and of(events, "end")[0]["measurements"] == 0, events
    events = await place.record(seconds=5, typed="y\n")
    assert of(events, "end")[0]["measurements"] == 5, events


@check
async def a_bond_that_bluez_begins_by_itself_is_answered_for(place, world):
    meter, _, _ = meter_of(world, by_itself=True, asks=("RequestAuthorization", [], True))
    said = await place.pair(STRAP)
    assert meter.paired and "know each other" in said and "5 measurements" in said, said


@check
async def a_bond_begun_by_itself_that_is_refused_holds_up_nothing_else(place, world):
    meter, _, _ = meter_of(world, by_itself=True, asks=("RequestPasskey", [], 4711))
    await place.ok("people add Hanako --zone Asia/Tokyo")
    code, _, err = await place.run(f"device pair {STRAP}", typed="\n" * 8)
    assert code == 1 and "did not succeed" in err, (code, err)
    events = await place.record(seconds=8, typed="\n" * 8)
    assert not meter.paired and of(events, "needs_bond"), events
    assert [one["state"] for one in of(events, "link")].count("live") == 1, events


@check
async def a_shared_scale_lets_wait_what_is_nobodys_without_doubt(place, world):
    scale = world.device(STRAP, "Fake scale", {0x181D: {0x2A9D: (["indicate"], b"")}})
    weights = [(1, 10400), (2, 14200), (255, 10400)]

    def send(device, one):
        for user, raw in weights:
            one.send(bytes([4]) + raw.to_bytes(2, "little") + bytes([user]))

    await place.ok("people add Hanako --zone Asia/Tokyo")
    await place.ok("people add Taro --zone Asia/Tokyo")
    await place.ok(f"device pair {STRAP} --person Hanako --user 1")
    await place.ok(f"device pair {STRAP} --person Taro --user 2")
    scale.on_subscribed = send
    events = await place.record("--person Hanako", seconds=4)
    end = of(events, "end")[0]
    assert (end["measurements"], end["waiting"]) == (2, 1), end
    waiting = await place.json("device inbox")
    await place.ok(f"device claim {waiting[0]['id']} --person Hanako")
    assert await place.json("device inbox") == []


@check
async def ctrl_c_saves_what_was_heard(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    await place.pair(STRAP)
    task = asyncio.create_task(stream(device))
    process = await place.begin("device record --json")
    await asyncio.sleep(5)
    process.send_signal(signal.SIGINT)
    out, err = await asyncio.wait_for(process.communicate(), 20)
    task.cancel()
    events = [json.loads(row) for row in out.decode().splitlines()]
    assert process.returncode == 0, err
    assert of(events, "end")[0]["heart_rates"] == len(of(events, "heart")) > 20


@check
async def bluetooth_that_is_off_is_said(place, world):
    world.adapter.power(False)
    code, _, err = await place.run("device scan --for 2s")
    assert code == 1 and "switched off" in err, err


@check
async def bluetooth_that_is_switched_off_meanwhile_ends_the_recording_and_saves_it(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    await place.pair(STRAP)
    task = asyncio.create_task(stream(device))
    process = await place.begin("device record --json")
    await asyncio.sleep(4)
    device.drop()
    world.adapter.power(False)
    out, err = await asyncio.wait_for(process.communicate(), 20)
    task.cancel()
    assert process.returncode == 1 and b"switched off" in err, err
    heard = len([row for row in out.decode().splitlines() if '"heart"' in row])
    day = await place.json("day")
    assert heard > 20 and str(heard) in json.dumps(day), (heard, day)


@check
async def a_daemon_that_ends_is_said(place, world):
    device = world.device(STRAP, "Fake H10", strap_services())
    await place.pair(STRAP)
    process = await place.begin("device record --json")
    await asyncio.sleep(3)
    world.bus.disconnect()
    _, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1 and b"does not run" in err, err


async def without_a_daemon():
    """No service on the bus; then no bus at all; then a bus that forbids it."""
    place = Place()
    code, _, err = await place.run("device scan --for 2s")
    assert code == 1 and "does not run" in err, err
    place.close()
    code, _, err = await place.run("device scan --for 2s")
    assert code == 1 and "does not run" in err, err


async def without_an_adapter():
    place = Place()
    world = await World.open(place.address, adapter=False)
    code, _, err = await place.run("device scan --for 2s")
    assert code == 1 and "no Bluetooth adapter" in err, err
    world.bus.disconnect()
    place.close()


async def forbidden():
    place = Place('<deny send_destination="org.bluez"/>')
    world = await World.open(place.address)
    code, _, err = await place.run("device scan --for 2s")
    world.bus.disconnect()
    place.close()
    assert code == 1 and "may not use" in err, err


async def one(function):
    place = Place()
    try:
        world = place.world = await World.open(place.address)
        await function(place, world)
        world.advertising.cancel()
        world.bus.disconnect()
    finally:
        place.close()


async def main():
    passed = failed = 0
    alone = [without_a_daemon, without_an_adapter, forbidden]
    chosen = sys.argv[3:]
    for function in [*CHECKS, *alone]:
        if chosen and function.__name__ not in chosen:
            continue
        begun = time.monotonic()
        try:
            await (function() if function in alone else one(function))
            passed, verdict = passed + 1, "ok"
        except Exception:
            traceback.print_exc()
            failed, verdict = failed + 1, "FAILED"
        print(f"test {function.__name__} ... {verdict} ({time.monotonic() - begun:.1f} s)", flush=True)
    print(f"test result: {'FAILED' if failed else 'ok'}. {passed} passed; {failed} failed; 0 ignored")
    return 1 if failed else 0


sys.exit(asyncio.run(main()))
