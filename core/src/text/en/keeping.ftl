# Backups, keys, and erasing for good.
cli-backup = Write everything into one encrypted file
cli-backup-examples =
    Examples:
      mimamori backup record.backup
      mimamori backup record.backup --backup-passphrase passphrase.txt

    The file opens with its own passphrase on any computer; without it nobody can read it.
    Keep both, apart from each other. A file that is there already is not written over.
cli-backup-file = The file to write
cli-backup-passphrase = Take the backup's own passphrase from the first line of this file (default: typed in)
cli-backup-passphrase-prompt = Passphrase of the backup:
cli-backup-passphrase-new = New passphrase for the backup:
cli-backup-passphrase-wrong = The passphrase does not fit this backup. Nothing was changed.
cli-backup-unknown-key = This backup was made with a key that is not a passphrase. Nothing was changed.
cli-backup-done = Everything is in { $file }. Keep it and its passphrase apart from each other.
cli-restore = Bring everything back from a backup
cli-restore-examples =
    Examples:
      mimamori restore record.backup
      mimamori restore record.backup --data ~/fresh

    A record that is here already is moved aside, not deleted.
cli-restore-file = The backup
cli-restore-done = { $people ->
    [one] The record of one person is back.
   *[other] The records of { $people } people are back.
}
cli-restore-aside = What was here before now lies at { $path }.
cli-key = The key that the record is encrypted with
cli-key-rotate = Encrypt the record anew with a new key
cli-key-rotate-examples =
    After it, copies of the old key open nothing that is here now. Backups keep their own passphrase.
cli-key-rotated = The record has a new key.
cli-erase = Erase for good, as if it had never been
cli-erase-record = One record with its history
cli-erase-person = A person with everything that is kept of them
cli-erase-examples =
    Examples:
      mimamori erase record 0197f3a2-… --yes
      mimamori erase person 花子 --yes

    This cannot be taken back. To take back a mistake, delete the record instead: it can be undone.
cli-erase-id = The record's id, as lists show it
cli-erase-name = The person's name or identifier
cli-erase-samples = Erase single heart rates from before a day, for good; their curves stay
cli-erase-samples-examples =
    What stays: every minute's count, mean, lowest and highest, so charts, days and notices are as before.
    What goes: each single rate and beat. Nothing is ever erased unless you ask; without --yes it is only
    said what would go. Days are counted in UTC.

    Examples:
      mimamori erase samples --before 2025-01-01
      mimamori erase samples --before 2025-01-01 --yes
cli-erase-before = The first day that is kept whole
cli-erase-samples-none = There are no single heart rates from before that day.
cli-erase-samples-would = This would erase the single heart rates of { $days } days, { $first } to { $last } ({ $size } KB). Their curves would stay.
cli-erased-samples = Erased: the single heart rates of { $days } days, { $first } to { $last } ({ $size } KB). Their curves stay.
cli-erase-samples-unsent = { $hours } hours of them wait to be sent to a platform and are not sent any more.
cli-erase-yes = Yes, for good
cli-erase-sure = This cannot be taken back. Nothing was erased; say --yes to erase for good.
cli-erased = Erased for good on this device. Backups that were made before still hold it; a platform is told at the next sync.
cli-erased-person = Erased for good on this device. Backups that were made before still hold it, and so do platforms it was sent to.
