# What a person lets others see.

class-heart_rate = heart rate
class-activity = steps
class-sleep = sleep
class-vitals = measurements such as blood pressure and weight
class-meals = meals
class-habits = habits
class-symptoms = symptoms
class-medicines = medicines and prescriptions
class-findings = notices
class-results = checkup and laboratory results
class-conditions = conditions and allergies
class-images = images
class-immunizations = vaccinations
class-events = visits, stays and other events

grantee-caregiver = family or caregiver
grantee-facility = facility
grantee-professional = professional
grantee-platform = your platform

consent-in_force = in force
consent-ended = ended
consent-withdrawn = taken back

# How far and how long. $until and $since are dates.
consent-open = until you take it back
consent-until = until { $until }
consent-since = data from { $since } on

cli-consent = Who may see what of your record: give leave, see it, take it back
cli-consent-examples =
    Examples:
      mimamori consent who
      mimamori consent give RelatedPerson/yui --name Yui --share heart_rate,findings --until 2026-12-31
      mimamori consent platform https://phr.example/fhir --share heart_rate,vitals
      mimamori consent withdraw 8a1c02f7

    What can be shared: { $classes }

    Your platforms are told by the next sync, and enforce it. Nobody sees anything without it.
cli-consent-list = What each party may see today, and every consent that was given
cli-consent-give = Let somebody see a part of your record
cli-consent-withdraw = Take a consent back
cli-consent-platform = Say what may leave this device for a platform of yours
cli-consent-url = Which platform, by its URL
cli-consent-who = Whom your platforms know: family, facilities, professionals
cli-consent-reference = Whom, as the platform calls them: RelatedPerson/…, Organization/… or Practitioner/…
cli-consent-name = Their name, as you want to read it
cli-consent-share = Which parts of the record, with commas between; `all` for all
cli-consent-until = The last day; without it, until you take it back
cli-consent-since = Only data of this day and later
cli-consent-id = The consent, by its identifier in the list
cli-consent-none = Nothing leaves this device, and nobody but you may see your record.
cli-consent-no-parties = Your platforms have named nobody yet. See: mimamori sync
cli-consent-leaves = What leaves this device for { $who }:
cli-consent-sees = { $who } may see:
cli-consent-given = Consents given:
cli-consent-elsewhere = Given elsewhere, and held by your platform:
cli-consent-told = Your platforms are told by the next sync. Until then nothing changes there.
cli-consent-class-unknown = --share: there is no such part of the record. There are: { $classes }
cli-consent-changed = This holds from now on. What the platform has already stays there.
