//! An embedded FHIR R4 platform.
