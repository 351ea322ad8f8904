"""A stand-in bluetoothd: the D-Bus tree of BlueZ that btleplug reads, with devices that misbehave on request.

Run on a private bus (DBUS_SYSTEM_BUS_ADDRESS). A scenario is a list of devices; see `Device`.
"""
import asyncio

from dbus_fast import Message, MessageType, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusError
from dbus_fast.service import ServiceInterface, dbus_property, method, signal

ADAPTER = "/org/bluez/hci0"
READ = PropertyAccess.READ
CCCD = "00002902-0000-1000-8000-00805f9b34fb"


def uuid(number):
    return f"0000{number:04x}-0000-1000-8000-00805f9b34fb"


class Managed:
    """Exports objects and announces them, as BlueZ does from "/"."""

    def __init__(self, bus):
        self.bus, self.objects, self.root = bus, {}, Root(self)

    async def start(self):
        self.bus.export("/", self.root)

    def add(self, path, interface):
        self.bus.export(path, interface)
        self.objects[path] = interface
        self.root.InterfacesAdded(path, {interface.name: interface.now()})

    def remove(self, path):
        interface = self.objects.pop(path)
        self.bus.unexport(path, interface)
        self.root.InterfacesRemoved(path, [interface.name])


class Root(ServiceInterface):
    def __init__(self, managed):
        super().__init__("org.freedesktop.DBus.ObjectManager")
        self.managed = managed

    @method()
    def GetManagedObjects(self) -> "a{oa{sa{sv}}}":
        return {path: {one.name: one.now()} for path, one in self.managed.objects.items()}

    @signal()
    def InterfacesAdded(self, path, interfaces) -> "oa{sa{sv}}":
        return [path, interfaces]

    @signal()
    def InterfacesRemoved(self, path, interfaces) -> "oas":
        return [path, interfaces]


class Adapter(ServiceInterface):
    def __init__(self, world, powered=True):
        super().__init__("org.bluez.Adapter1")
        self.world, self.powered, self.discovering = world, powered, False

    def now(self):
        return {
            "Address": Variant("s", "00:AA:01:00:00:42"), "AddressType": Variant("s", "public"),
            "Name": Variant("s", "fake"), "Alias": Variant("s", "fake"), "Class": Variant("u", 0),
            "Powered": Variant("b", self.powered), "Discoverable": Variant("b", False),
            "Discovering": Variant("b", self.discovering), "Modalias": Variant("s", "usb:v1D6Bp0246d0542"),
            "UUIDs": Variant("as", []),
        }

    def power(self, on):
        self.powered = on
        self.emit_properties_changed({"Powered": on})

    @method()
    def SetDiscoveryFilter(self, filter: "a{sv}"):
        pass

    @method()
    async def StartDiscovery(self):
        if not self.powered:
            raise DBusError("org.bluez.Error.NotReady", "Resource Not Ready")
        self.discovering = True

    @method()
    def StopDiscovery(self):
        if not self.discovering:
            raise DBusError("org.bluez.Error.Failed", "No discovery started")
        self.discovering = False

    @method()
    def RemoveDevice(self, path: "o"):
        pass

    @dbus_property(READ)
    def Address(self) -> "s":
        return "00:AA:01:00:00:42"

    @dbus_property(READ)
    def AddressType(self) -> "s":
        return "public"

    @dbus_property(READ)
    def Name(self) -> "s":
        return "fake"

    @dbus_property(READ)
    def Alias(self) -> "s":
        return "fake"

    @dbus_property(READ)
    def Modalias(self) -> "s":
        return "usb:v1D6Bp0246d0542"

    @dbus_property()
    def Powered(self) -> "b":
        return self.powered

    @Powered.setter
    def Powered(self, on: "b"):
        self.powered = on

    @dbus_property(READ)
    def Discovering(self) -> "b":
        return self.discovering


class Characteristic(ServiceInterface):
    def __init__(self, device, path, service, number, flags, value):
        super().__init__("org.bluez.GattCharacteristic1")
        self.device, self.path, self.service, self.number, self.flags = device, path, service, number, flags
        self.value, self.notifying = value, False

    def now(self):
        return {
            "UUID": Variant("s", uuid(self.number)), "Service": Variant("o", self.service),
            "Value": Variant("ay", self.value), "Notifying": Variant("b", self.notifying),
            "Flags": Variant("as", self.flags), "MTU": Variant("q", 247),
        }

    def send(self, value):
        if self.notifying and self.device.connected:
            self.value = value
            self.emit_properties_changed({"Value": value})
            return True
        return False

    async def must_be_allowed(self):
        if not self.device.connected:
            raise DBusError("org.bluez.Error.NotConnected", "Not Connected")
        if self.device.needs_bond and not self.device.paired and self.device.by_itself:
            # As BlueZ does: it bonds without having been asked to, and nobody hears of it if that fails.
            if not await self.device.bond():
                while self.device.connected:
                    await asyncio.sleep(0.1)
                raise DBusError("org.bluez.Error.NotConnected", "Not Connected")
        if self.device.needs_bond and not self.device.paired:
            raise DBusError("org.bluez.Error.NotPermitted", "Operation failed with ATT error: 0x05")

    @method()
    async def ReadValue(self, options: "a{sv}") -> "ay":
        await self.must_be_allowed()
        return self.value

    @method()
    async def WriteValue(self, value: "ay", options: "a{sv}"):
        await self.must_be_allowed()
        self.device.written(self, bytes(value))

    @method()
    async def StartNotify(self):
        await self.must_be_allowed()
        self.notifying = True
        self.device.subscribed(self)

    @method()
    def StopNotify(self):
        self.notifying = False

    @dbus_property(READ)
    def UUID(self) -> "s":
        return uuid(self.number)

    @dbus_property(READ)
    def Service(self) -> "o":
        return self.service

    @dbus_property(READ)
    def Value(self) -> "ay":
        return self.value

    @dbus_property(READ)
    def Notifying(self) -> "b":
        return self.notifying

    @dbus_property(READ)
    def Flags(self) -> "as":
        return self.flags

    @dbus_property(READ)
    def MTU(self) -> "q":
        return 247


class GattService(ServiceInterface):
    def __init__(self, number, device):
        super().__init__("org.bluez.GattService1")
        self.number, self.device = number, device

    def now(self):
        return {"UUID": Variant("s", uuid(self.number)), "Device": Variant("o", self.device), "Primary": Variant("b", True)}

    @dbus_property(READ)
    def UUID(self) -> "s":
        return uuid(self.number)

    @dbus_property(READ)
    def Device(self) -> "o":
        return self.device

    @dbus_property(READ)
    def Primary(self) -> "b":
        return True


class Device(ServiceInterface):
    """One device. `services` is {service: {characteristic: (flags, value)}}; `troubles` is what goes wrong with the next
    connects: "refuse", "hang", "late" (nothing is heard of it for half a minute, and then the link stands), "lose" (the link is gone before the services are resolved) or "stale" (as "lose", and the
    disconnect is told again once the next link stands). `asks` is what the agent is asked while it is bonded, with what
    it is told and what it has to answer: ("RequestPasskey", [], 4711)."""

    def __init__(self, world, address, name, services, troubles=(), needs_bond=False, by_itself=False, asks=None):
        super().__init__("org.bluez.Device1")
        self.world, self.address, self.name_, self.services = world, address, name, services
        self.troubles, self.needs_bond, self.by_itself, self.asks = list(troubles), needs_bond, by_itself, asks
        self.path = f"{ADAPTER}/dev_{address.replace(':', '_')}"
        self.connected = self.resolved = self.paired = False
        self.near, self.connects, self.stale, self.characteristics = True, 0, False, {}
        self.on_subscribed = self.on_written = None
        self.hanging = False

    def now(self):
        return {
            "Address": Variant("s", self.address), "AddressType": Variant("s", "random"), "Name": Variant("s", self.name_),
            "Alias": Variant("s", self.name_), "Paired": Variant("b", self.paired), "Trusted": Variant("b", False),
            "Blocked": Variant("b", False), "LegacyPairing": Variant("b", False), "RSSI": Variant("n", -61),
            "Connected": Variant("b", self.connected), "UUIDs": Variant("as", [uuid(s) for s in self.services]),
            "Adapter": Variant("o", ADAPTER), "ServicesResolved": Variant("b", self.resolved),
        }

    def subscribed(self, characteristic):
        if self.on_subscribed:
            asyncio.get_running_loop().call_later(0.02, self.on_subscribed, self, characteristic)

    def written(self, characteristic, value):
        if self.on_written:
            self.on_written(self, characteristic, value)

    def change(self, connected, resolved):
        self.connected, self.resolved = connected, resolved
        self.emit_properties_changed({"ServicesResolved": resolved, "Connected": connected})

    def drop(self):
        """The link is lost."""
        for one in self.characteristics.values():
            one.notifying = False
        self.change(False, False)

    def publish(self):
        if self.characteristics:
            return
        handle = 0x0A
        for number, characteristics in self.services.items():
            service = f"{self.path}/service{handle:04x}"
            self.world.managed.add(service, GattService(number, self.path))
            handle += 1
            for one, (flags, value) in characteristics.items():
                path = f"{service}/char{handle:04x}"
                self.characteristics[one] = Characteristic(self, path, service, one, flags, bytes(value))
                self.world.managed.add(path, self.characteristics[one])
                handle += 3

    @method()
    async def Connect(self):
        self.connects += 1
        await asyncio.sleep(0.04)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble == "refuse" or not self.near:
            raise DBusError("org.bluez.Error.Failed", "le-connection-abort-by-local")
        if trouble == "hang":
            self.hanging = True
            while self.hanging:
                await asyncio.sleep(0.1)
            raise DBusError("org.bluez.Error.Failed", "le-connection-abort-by-local")
        if trouble == "late":
            self.near = False
            await asyncio.sleep(30)
            self.near = True
        self.connected = True
        self.emit_properties_changed({"Connected": True})
        asyncio.get_running_loop().create_task(self.resolve(trouble))

    async def resolve(self, trouble):
        await asyncio.sleep(0.08)
        if trouble in ("lose", "stale"):
            self.stale = trouble == "stale"
            self.drop()
            return
        self.publish()
        self.resolved = True
        self.emit_properties_changed({"ServicesResolved": True})
        if self.stale:
            self.stale = False
            await asyncio.sleep(0.3)
            # Told late, though the link stands.
            self.emit_properties_changed({"Connected": False})

    @method()
    async def Disconnect(self):
        self.hanging = False
        if self.connected:
            self.drop()

    async def bond(self):
        await asyncio.sleep(0.05)
        if self.asks:
            method, told, right = self.asks
            if await self.world.ask(method, self.path, told) != right:
                return False
        self.paired = True
        self.emit_properties_changed({"Paired": True})
        return True

    @method()
    async def Pair(self):
        if not await self.bond():
            raise DBusError("org.bluez.Error.AuthenticationFailed", "Authentication Failed")

    @dbus_property(READ)
    def Address(self) -> "s":
        return self.address

    @dbus_property(READ)
    def AddressType(self) -> "s":
        return "random"

    @dbus_property(READ)
    def Name(self) -> "s":
        return self.name_

    @dbus_property(READ)
    def Alias(self) -> "s":
        return self.name_

    @dbus_property(READ)
    def Paired(self) -> "b":
        return self.paired

    @dbus_property(READ)
    def Trusted(self) -> "b":
        return False

    @dbus_property(READ)
    def Blocked(self) -> "b":
        return False

    @dbus_property(READ)
    def LegacyPairing(self) -> "b":
        return False

    @dbus_property(READ)
    def RSSI(self) -> "n":
        return -61

    @dbus_property(READ)
    def Connected(self) -> "b":
        return self.connected

    @dbus_property(READ)
    def ServicesResolved(self) -> "b":
        return self.resolved

    @dbus_property(READ)
    def UUIDs(self) -> "as":
        return [uuid(service) for service in self.services]

    @dbus_property(READ)
    def Adapter(self) -> "o":
        return ADAPTER


class AgentManager(ServiceInterface):
    def __init__(self):
        super().__init__("org.bluez.AgentManager1")

    @method()
    def RegisterAgent(self, agent: "o", capability: "s"):
        pass


class World:
    """An adapter, if there is one, and the devices around it."""

    def __init__(self, bus, powered=True):
        self.bus, self.managed, self.agent = bus, Managed(bus), None
        self.adapter, self.devices = Adapter(self, powered), []

    @classmethod
    async def open(cls, address, powered=True, adapter=True):
        bus = await MessageBus(bus_address=address).connect()
        world = cls(bus, powered)
        await world.managed.start()
        bus.export("/org/bluez", AgentManager())
        bus.add_message_handler(world.overhear)
        if adapter:
            world.managed.add(ADAPTER, world.adapter)
        await bus.request_name("org.bluez")
        world.advertising = asyncio.get_running_loop().create_task(world.advertise())
        return world

    def overhear(self, message):
        # Methods are not told who calls them.
        if message.member == "RegisterAgent":
            self.agent = (message.sender, *message.body)

    async def ask(self, method, path, told):
        """Asks the agent as BlueZ does; answers what it said, or None for no. "Just works" is answered with True."""
        sender, place, _ = self.agent
        signature = {"RequestPasskey": "o", "RequestConfirmation": "ou", "RequestAuthorization": "o"}[method]
        reply = await self.bus.call(Message(
            destination=sender, path=place, interface="org.bluez.Agent1", member=method, signature=signature,
            body=[path, *told]))
        if reply.message_type == MessageType.ERROR:
            return None
        return reply.body[0] if reply.body else True

    def device(self, *args, **named):
        device = Device(self, *args, **named)
        self.devices.append(device)
        return device

    async def advertise(self):
        while True:
            await asyncio.sleep(0.1)
            for device in self.devices:
                if not self.adapter.discovering or not device.near or device.connected:
                    continue
                if device.path in self.managed.objects:
                    device.emit_properties_changed({"RSSI": -61})
                else:
                    self.managed.add(device.path, device)
