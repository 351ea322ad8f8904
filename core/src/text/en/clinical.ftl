# Where a value lies against the range reported with it; never good or bad.
flag-below = below the reference range
flag-within = within the reference range
flag-above = above the reference range
flag-no-range = no reference range given

# What sort of thing a clinic or laboratory sent.
clinical-report = Report
clinical-result = Result
clinical-prescription = Prescription
clinical-condition = Condition
clinical-allergy = Allergy
clinical-imaging = Imaging
clinical-document = Document
clinical-dispensed = Handed over
clinical-medicine = Medicine
clinical-vaccination = Vaccination
clinical-visit = Visit
clinical-procedure = Procedure
clinical-plan = Plan of care
clinical-appointment = Appointment

# Who said it.
voice-person = the person themself
voice-address = from { $address }
voice-unknown = not stated

# What a document consists of.
attachment-kept = { $kind }, { $size } KB
attachment-too-large = { $kind }, too large to be kept here
attachment-refused = { $kind }, the platform did not give it
attachment-elsewhere = { $kind }, lies with somebody else
attachment-results = results that are listed here
attachment-unnamed = a file
