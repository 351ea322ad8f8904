# Bluetooth devices in the terminal.

device-about = Bluetooth devices: straps, cuffs, scales, thermometers, oximeters, glucose meters
device-examples =
    Examples:
      mimamori device scan
      mimamori device pair C4:FF:EE:00:00:01 --person Hanako
      mimamori device record --for 8h
      mimamori device list

    A device is paired once. `record` then connects it whenever it is near, and after each time that it was away.
device-scan = Look for devices that are near
device-scan-note = Wear a strap, or press the button of a cuff or a scale: most are silent otherwise.
device-for-scan = How long to look, such as 10s or 1m (default: 10s)
device-pair = Pair a device that is near with a person
device-pair-examples =
    The device must be near and awake. It is named by its address or by a part of its name:
      mimamori device pair H10
    A scale that several people use is paired with each of them, with the number that each has on it:
      mimamori device pair C4:FF:EE:00:00:07 --person Hanako --user 1
      mimamori device pair C4:FF:EE:00:00:07 --person Taro --user 2
device-which = Address of the device, or a part of its name
device-name = What to call it (default: what it calls itself)
device-user = The number that the device has for the person
device-record = Record what the paired devices of a person send
device-record-examples =
    It shows what comes, and stops with Ctrl-C; everything heard until then is saved.
    With --json each event is one line of JSON, for programs.
      mimamori device record --for 30m
device-for-record = How long, such as 90s, 30m or 8h (default: until Ctrl-C)
device-which-record = Only these devices (default: all of the person)
device-list = The paired devices
device-forget = Forget a device; what it measured stays
device-inbox = Measurements of shared devices that are nobody's yet
device-claim = Say that a measurement of the inbox is the person's
device-dismiss = Say that a measurement of the inbox is of nobody here
device-measurement = The measurement, as the inbox names it

device-off = Bluetooth is switched off. Switch it on, and try again.
device-missing = This computer has no Bluetooth adapter.
device-not-allowed = This program may not use Bluetooth. On Linux, the user needs to be in the group "bluetooth".
device-no-service = The Bluetooth service does not run. On Linux: systemctl start bluetooth
device-left-out = This program was built without Bluetooth.
device-ended = The Bluetooth service has ended. What was heard is saved.
device-bad-duration = The time cannot be read. Write it as 90s, 30m or 8h.
device-looking = Looking for what is near. Ctrl-C stops.
device-none-near = No device that measures was found.
device-not-found = No such device is near. Is it awake? See: mimamori device scan
device-several = Several devices are called so. Name one by its address.
device-none = No device is paired yet. See: mimamori device scan
device-none-of-person = No such device is paired with this person. See: mimamori device list
device-paired = Paired: { $name } ({ $key })
device-bonded = { $name } and this computer know each other now.
device-no-bond = { $name } needs nothing more: it talks to whoever is near.
device-not-met = { $name } could not be connected just now. `mimamori device record` connects it when it is near and awake.
device-fetched = { $measured } measurements saved{ $waiting ->
        [0] {""}
        [one] , 1 waits for somebody to say whose it is
       *[other] , { $waiting } wait for somebody to say whose they are
    }
device-forgotten = Forgotten: { $name }. What it measured stays.
device-inbox-empty = Nothing waits.
device-claimed = It is now part of the record.
device-dismissed = It is nobody's here.
device-users = Used by { $names }
device-battery = battery { $percent } %
device-battery-low = { $name }: the battery is low ({ $percent } %)
device-away = looked for
device-connecting = connecting
device-settling = connected
device-live = live
device-no-contact = no contact
device-contact = contact
device-needs-bond = { $name } works only when it is paired with this computer, and that did not succeed. To try again: mimamori device pair
device-ask-number = { $name } shows a number of six digits. Type it, then Enter (Enter alone: do not pair):
device-ask-same = Does { $name } show { $number } as well? y and Enter for yes:
device-type-there = Type { $number } on { $name }.
device-measured = { $name }: { $what }
device-waits = { $name }: { $what }: whose is it? See: mimamori device inbox
device-clock-ahead = The clock of { $name } is { $minutes } min ahead: what it measured is filed at the right time.
device-clock-behind = The clock of { $name } is { $minutes } min behind: what it measured is filed at the right time.
device-not-taken = { $name }: the measurement did not succeed or cannot be used
device-downloaded = { $name }: { $count } stored records fetched
device-trouble = Cannot be saved now, and is tried again: { $why }
device-recorded = { $beats } heart rates and { $measured } measurements saved{ $waiting ->
        [0] {""}
        [one] , 1 waits for somebody to say whose it is
       *[other] , { $waiting } wait for somebody to say whose they are
    }
