package org.mimamori.companion

/** How much attention a notice asks for. */
enum class Severity { Notice, Strong }

/**
 * A finding, in words that come from the core in the reader's language.
 *
 * It states a fact with its evidence and names no disease; a screen shows it whole and adds nothing to it.
 */
data class Notice(
    val id: RecordId,
    val severity: Severity,
    val title: String,
    /** What is out of the ordinary, in one or two sentences. */
    val fact: String,
    /** What it rests on. */
    val evidence: String,
    /** What such a change can come with, everyday reasons first. */
    val canComeWith: String,
    val whatToDo: String,
    val seekCare: String,
    /** What a finding is not; always shown with it. */
    val disclaimer: String,
    /** Where the rule comes from. */
    val source: String,
)
