//! What documents consist of: fetched after what names them, each version of a document once.

use super::Halt;
use super::client::{Client, Stop};
use crate::Result;
use crate::fhir::document::{self, Named, Place};
use crate::model::attachment::{Attachment, AttachmentState};
use crate::model::platform::{Platform, ReceivedResource};
use crate::store::Store;

/// The largest content that is taken, bytes: a report with pictures has a few million.
const MOST_BYTES: usize = 16 << 20;
/// The largest answer that may hold one: a `Binary` writes three bytes as four.
const MOST_ANSWER: usize = MOST_BYTES / 3 * 4 + (64 << 10);

/// Fetches what documents of `platform` consist of, as far as it is not here.
pub(super) fn fetch(store: &Store, platform: &Platform, client: &mut Client<'_>) -> Result<(), Halt> {
    let (mut documents, known) = store.read(|reading| {
        let documents = reading.received(platform.person, Some(document::TYPE))?;
        Ok((documents, reading.attachments(platform.person)?))
    })?;
    let is_known = |one: &ReceivedResource| {
        known
            .iter()
            .any(|known| known.platform == platform.id && known.document == one.id && known.version == one.version)
    };
    documents.retain(|one| one.platform == platform.id && !is_known(one));
    for one in documents {
        let mut contents = Vec::new();
        for (place, named) in (0..).zip(document::contents(&one.json)) {
            let content_type = named.content_type.clone();
            let (state, content_type, bytes) = match content(platform, client, named)? {
                Ok((content_type, bytes)) if bytes.len() <= MOST_BYTES => (AttachmentState::Kept, content_type, bytes),
                Ok(_) => (AttachmentState::TooLarge, content_type, Vec::new()),
                Err(state) => (state, content_type, Vec::new()),
            };
            let attachment = Attachment {
                platform: platform.id,
                resource_type: one.resource_type.clone(),
                document: one.id.clone(),
                version: one.version.clone(),
                place,
                content_type,
                state,
                size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            };
            contents.push((attachment, bytes));
        }
        store.write(|writing| writing.put_attachments(platform.id, &one.resource_type, &one.id, &contents))?;
    }
    Ok(())
}

/// The media type and the bytes of a content, or why it is not to be had.
fn content(
    platform: &Platform,
    client: &mut Client<'_>,
    named: Named,
) -> Result<Result<(String, Vec<u8>), AttachmentState>, Halt> {
    let url = match named.place {
        Place::Inside(bytes) => return Ok(Ok((named.content_type, bytes))),
        Place::Nowhere => return Ok(Err(AttachmentState::Refused)),
        Place::At(url) => address(platform, client, &url),
    };
    let Some(url) = url else { return Ok(Err(AttachmentState::Elsewhere)) };
    if named.size.is_some_and(|size| size > MOST_BYTES as u64) {
        return Ok(Err(AttachmentState::TooLarge));
    }
    match client.get_at_most(url, MOST_ANSWER) {
        Ok(answer) if answer.status == 413 => Ok(Err(AttachmentState::TooLarge)),
        Ok(answer) if answer.is_success() => {
            Ok(document::content(answer.body, &named.content_type).ok_or(AttachmentState::Refused))
        }
        // One that the server fails over does not hold back the others.
        Ok(_) | Err(Stop::Failing(_)) => Ok(Err(AttachmentState::Refused)),
        Err(stop) => Err(stop.into()),
    }
}

/// The address of a content below the platform's base; `None` for one that is elsewhere.
fn address(platform: &Platform, client: &Client<'_>, url: &str) -> Option<String> {
    let is_plain = |url: &str| !url.contains("..") && !url.contains('#') && !url.contains('\\');
    if url.contains("://") {
        return (client.is_ours(url) && is_plain(url) && url.len() > platform.base_url.len()).then(|| url.to_owned());
    }
    (is_plain(url) && !url.starts_with('/') && !url.contains(':')).then(|| client.url(url))
}
