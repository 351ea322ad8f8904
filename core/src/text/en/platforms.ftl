# platforms
cli-platform = Where a record is sent to and comes from
cli-platform-add = Connect with a FHIR platform
cli-platform-add-examples =
    Example:
      mimamori platform add https://fhir.example.org/r4 --patient 123 --token-file token.txt
cli-platform-url = Its FHIR base address
cli-platform-patient = The person's Patient id there
cli-platform-token = An access token in the first line of a file; it goes into the vault
cli-platform-caregiver = Only look at what the person allows; nothing is sent
cli-platform-list = The platforms and what waits to be sent
cli-platform-remove = End a connection; what came over it is erased here
cli-platform-removed = The connection is ended. What the platform holds stays there.
cli-platform-pending = { $count } waiting
cli-platform-url-unreadable = This is no base address of a platform. It begins with https:// and has no name, question mark or # in it: https://fhir.example.org/r4
cli-platform-url-open = Over a network only https:// is used, so that nobody can read along. http:// is for a platform on this computer.
cli-platform-own-record = This record is kept here. For looking on at somebody else’s, begin it first: mimamori people add NAME --caregiver
cli-sync = Send what is pending and receive what is new
cli-sync-examples =
    Examples:
      mimamori sync --deadline 20s
      mimamori sync --full
cli-sync-deadline = Be done in this time, such as 20s or 5m (default: 10m); the newest goes first
cli-sync-deadline-unreadable = A time is written as 20s or 5m, from 1s to 60m.
cli-sync-full = Read everything that the platform holds again, not only what is new
cli-sync-no-platform = No platform is connected. See: mimamori platform sign-in --help
cli-sync-erased = { $count } are not yours to see any more, or were deleted: they are erased here.
cli-sync-trouble = { $url }: { $trouble } Nothing is lost; what waits is sent later.
cli-sync-sign-in = { $url }: Sign in again: mimamori platform sign-in { $url }
cli-sync-done = { $pushed } sent, { $pulled } received, { $aside } refused, { $pending } waiting
cli-platform-sign-in = Sign in to a platform in the browser, and connect with it
cli-platform-sign-in-examples =
    The browser opens the platform's own page; no password passes through Mimamori. The tokens go into the vault.
    Examples:
      mimamori platform sign-in https://fhir.example.org/r4
      mimamori platform sign-in https://fhir.example.org/r4 --caregiver --no-browser
cli-platform-client = The name under which the platform knows this program (default: mimamori)
cli-platform-hint = The name to offer on the platform's page
cli-platform-patient-known = The person's Patient id, where the platform does not say it
cli-platform-no-browser = Only show the address; open it yourself, on this computer
cli-sign-in-open = Open this address in a browser on this computer:
cli-sign-in-waiting = Waiting for the browser. Ctrl-C ends it.
cli-sign-in-done = Signed in. You can close this window.
cli-sign-in-refused = You are not signed in. What went wrong stands in the terminal.
cli-sign-in-nobody = Nobody came back from the browser in time. Nothing was kept; please begin again.
cli-sign-in-no-patient = The platform does not say whose record was opened. Give it with --patient.
cli-sign-in-other-patient = This sign-in opens another patient's record than the one connected. Nothing was kept.
cli-sign-in-no-answer = Nobody answers at this address. Check the address and the connection, then sign in again. Nothing was changed.
cli-sign-in-not-offered = Nobody can sign in at this address. Check it. To connect with an open platform: mimamori platform add --help
cli-sign-in-not-done = The platform did not sign you in. Nothing was kept; please begin again.
cli-sign-in-port = No address on this computer could be opened for the browser.
cli-platform-signed-in = Signed in at { $url }.
cli-platform-not-told = The platform could not be told that its token is given back. It ends by itself.
cli-platform-status = When each platform was last reached, what is in the way, and when it is tried next
cli-status-good = Last synced
cli-status-never = not yet
cli-status-trouble = In the way
cli-status-next = Next try
cli-status-waiting = Waiting
cli-status-aside = Refused
cli-next-any-time = any time
cli-next-online = when there is a network
cli-next-sign-in = when you have signed in: mimamori platform sign-in { $url }
trouble-none = nothing
trouble-offline = The platform cannot be reached.
trouble-busy = The platform is busy or out of order.
trouble-sign-in = The platform wants you to sign in again.
trouble-no-platform = What answers at this address is no FHIR platform. Check the address, and whether this network wants you to sign in to it first.
trouble-no-patient = The platform knows no patient of this id. Nothing was sent. Check the id, and connect again with the right one.
trouble-time = The time was over before all was done.
cli-setaside = What platforms refused, and why
cli-setaside-retry = Have it tried again at the next sync
cli-setaside-none = No platform has refused anything.
cli-setaside-retried = { $count } to be tried again at the next sync.
aside-record-gone = an entry that is no longer here
aside-heart = an hour of heart rate
aside-steps = an hour of steps
refusal-invalid = The platform says that something in it is not valid.
refusal-forbidden = The platform does not allow it.
refusal-unsupported = The platform does not take this kind of entry.
refusal-conflict = The platform holds something else in its place.
refusal-large = It is too large for the platform.
refusal-fails = The platform fails over it each time.
refusal-other = The platform refused it.
refusal-words = { $plain } Its own words: { $words }
cli-conflicts = What was changed on two devices and not alike
cli-conflicts-examples =
    The record goes on with one of the two meanwhile, and there is no hurry.
    Examples:
      mimamori conflicts
      mimamori conflicts resolve 3f2a91c4 --keep there
cli-conflicts-resolve = Say which of the two holds
cli-conflicts-keep = here (as this device had it), there (as the other had it) or standing (as the record is now)
cli-conflicts-none = Nothing was changed differently on two devices.
cli-conflicts-resolved = It now says: { $record }
cli-sync-conflicts = Changed differently on two devices: { $count }. See: mimamori conflicts
conflict-here = here
conflict-there = there
conflict-standing = standing
conflict-written = written { $time }
conflict-deleted = deleted
conflict-nothing = nothing
