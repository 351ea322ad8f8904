package org.mimamori.companion

/** Names a person in this record: a UUID in its usual form. */
@JvmInline
value class PersonId(val value: String)

/** Names a record, such as a meal, a habit or a finding: a UUID in its usual form. */
@JvmInline
value class RecordId(val value: String)

/** Someone whose record is kept here. */
data class Person(val id: PersonId, val name: String)
